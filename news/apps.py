from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from opendoors.content import changes


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        changes.watch(self.get_model("Article"), self.get_model("Topic"), self.get_model("OldAddress"))
