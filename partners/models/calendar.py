"""Secret addresses under which members of staff read the deadlines of their agreements in a calendar of their own."""

from hashlib import sha256
from secrets import token_urlsafe
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock
from partners.models.scoped import is_partners_staff
from partners.models.terms import today

VIEW = "partners.view_agreement"
BYTES = 32  # 256 bits: nobody guesses it, so that neither salt nor slow hashing is needed


class CalendarTokenQuerySet(models.QuerySet):
    def live(self) -> Self:
        return self.filter(revoked_at__isnull=True)

    def of(self, user) -> Self:
        return self.filter(user=user)

    def revoke(self) -> int:
        return self.live().update(revoked_at=clock.now())

    def issue(self, user) -> str:
        """A new address for this person, the only one from now on; returns the token, which is stored nowhere."""
        token = token_urlsafe(BYTES)
        with transaction.atomic():
            self.of(user).revoke()
            self.create(user=user, token_hash=digest(token), created_at=clock.now())
        return token

    def known(self, token: str) -> "CalendarToken | None":
        """Looked up by its hash, so that the time of the answer tells nothing of tokens that begin alike."""
        return self.live().select_related("user").filter(token_hash=digest(token)).first()


class CalendarToken(models.Model):
    """Proves who reads a calendar. Only its hash is kept: whoever sees the database cannot read anyone's calendar."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_tokens", verbose_name=_("user")
    )
    token_hash = models.CharField(_("SHA-256 of the token"), max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"))
    last_used_on = models.DateField(_("last read"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = CalendarTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="partners_calendartoken_one_live"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.created_at:%Y-%m-%d})"

    @property
    def is_valid(self) -> bool:
        """Asked anew each time: an address must not outlive what its owner may do."""
        return self.revoked_at is None and is_partners_staff(self.user) and self.user.has_perm(VIEW)

    def note_use(self) -> None:
        """At most one write a day: calendars ask every few minutes."""
        if self.last_used_on != today():
            type(self).objects.filter(pk=self.pk).update(last_used_on=today())


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
