from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from opendoors.content import ahead, changes
from opendoors.content.gate.severities import severities
from opendoors.content.guests import log_lines
from opendoors.content.site_address import check_setting


class ContentConfig(AppConfig):
    name = "opendoors.content"
    verbose_name = _("Pictures and files")

    def ready(self) -> None:
        severities()  # a setting that makes no sense stops the start, not a publication
        check_setting()
        log_lines.keep_addresses_out()
        changes.watch(*(self.get_model(name) for name in ("Image", "Attachment", "Publication", "ScheduledChange")))
        ahead.announce(self.get_model("ScheduledChange").objects.next_turn)
        autodiscover_modules("caching")  # hears of every write
        autodiscover_modules("search")  # each app says what of it can be found
        autodiscover_modules("outgoing")  # and which links it has
