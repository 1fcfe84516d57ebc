from django.db import models
from django.utils.translation import gettext_lazy as _

from opendoors.content.addresses import Forwarding


class OldAddress(Forwarding):
    page = models.ForeignKey(
        "pages.Page", models.CASCADE, related_name="old_addresses", verbose_name=_("leads to the page")
    )

    leads_to = "page"
