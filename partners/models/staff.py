from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models.universities import University


class StaffMembership(models.Model):
    """This person may edit what this university owns or takes part in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_memberships", verbose_name=_("user")
    )
    university = models.ForeignKey(
        University, models.PROTECT, related_name="staff_memberships", verbose_name=_("university")
    )

    class Meta:
        verbose_name = _("staff of a university")
        verbose_name_plural = _("staff of universities")
        ordering = ["university", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "university"],
                name="partners_staffmembership_once",
                violation_error_message=_("This person belongs to this university already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.university})"
