from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from opendoors.content import ahead, changes
from opendoors.content.gate import destinations


class PagesConfig(AppConfig):
    name = "opendoors.pages"
    verbose_name = _("Pages and menus")

    def ready(self) -> None:
        changes.watch(*self.get_models())
        pages, former = self.get_model("Page").objects, self.get_model("OldAddress").objects
        ahead.announce(pages.next_turn, self.get_model("Deadline").objects.next_turn)
        destinations.announce("pages:page-detail", pages.published_in_this_language)
        destinations.announce_former(former.leading)
