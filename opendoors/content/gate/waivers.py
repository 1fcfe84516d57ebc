"""A finding that somebody has let pass for a reason: this one, in this text, and no other."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Waiver(models.Model):
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    content = GenericForeignKey()
    rule = models.CharField(_("rule"), max_length=40)
    fingerprint = models.CharField(_("fingerprint of the finding"), max_length=64)
    finding = models.CharField(_("finding"), max_length=300, help_text=_("In words, as it was told then."))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("waived"), auto_now_add=True)

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "fingerprint"], name="content_waiver_once_per_finding"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="content_waiver_has_reason"),
        ]

    def __str__(self) -> str:
        return self.finding
