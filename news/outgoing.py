from news.models import Article
from opendoors.content.links.sources import Source, announce

articles = Article.objects

announce(Source(Article, articles.current, articles.readable_by, prose=("body",), addresses=("source_url",)))
