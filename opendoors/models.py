from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffZone(models.Model):
    """The time zone that a member of staff has chosen; without a row, the site's."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    name = models.CharField(_("time zone"), max_length=64)

    class Meta:
        verbose_name = _("time zone of a member of staff")
        verbose_name_plural = _("time zones of staff")

    def __str__(self) -> str:
        return f"{self.user}: {self.name}"
