"""Articles, their topics and the addresses that used to lead to them; `articles` stands on the other two."""

from news.models.addresses import OldAddress
from news.models.articles import LINKS, Article, ArticleQuerySet
from news.models.topics import Topic

__all__ = ["LINKS", "Article", "ArticleQuerySet", "OldAddress", "Topic"]
