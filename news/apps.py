from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from opendoors.content import ahead, changes
from opendoors.content.gate import destinations


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        articles, topics, former = (self.get_model(name).objects for name in ("Article", "Topic", "OldAddress"))
        changes.watch(articles.model, topics.model, former.model)
        ahead.announce(articles.next_turn)
        destinations.announce("news:article-detail", articles.published_in_this_language)
        destinations.announce("news:topic-detail", topics.all)
        destinations.announce_former(former.leading)
