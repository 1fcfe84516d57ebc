from secrets import token_urlsafe
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.signing import Signer
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock

BYTES = 16  # 128 random bits, besides the signature
SIGNER = Signer(salt="opendoors.content.guests", sep=".")


class GuestLinkQuerySet(models.QuerySet):
    def to(self, content: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(content), object_id=content.pk)

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def told(self) -> Self:
        """With who made and revoked each, and which text it shows."""
        return self.select_related("made_by", "revoked_by", "revision").defer("revision__snapshot")

    def at(self, token: str) -> "GuestLink | None":
        """The link of an address, None where it is gone. Raises BadSignature for an address that was never ours."""
        key, _dot, secret = SIGNER.unsign(token).partition(".")
        link = self.select_related("made_by", "revision").filter(pk=int(key)).first()
        return link if link and constant_time_compare(link.secret, secret) else None


class GuestLink(models.Model):
    """One address to one text: of the `revision` it is pinned to, else always of the newest one."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    content = GenericForeignKey()
    # Gone with its revision: without one it would begin to show what nobody meant to.
    revision = models.ForeignKey("content.Revision", models.CASCADE, null=True, related_name="+")
    secret = models.CharField(max_length=22, editable=False)
    name = models.CharField(_("for whom"), max_length=100)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    openings = models.PositiveIntegerField(_("openings"), default=0)
    first_opened_at = models.DateTimeField(_("first opened"), null=True)
    last_opened_at = models.DateTimeField(_("last opened"), null=True)

    objects = GuestLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("guest link")
        verbose_name_plural = _("guest links")
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="content_guestlink_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="content_guestlink_expires_later"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.secret = self.secret or token_urlsafe(BYTES)
        self.made_at = self.made_at or clock.now()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """In the language of the text, so that even what says that it has expired can be read."""
        with translation.override(self.content.language):
            return reverse("guests:page", args=[self.token])

    @property
    def token(self) -> str:
        return SIGNER.sign(f"{self.pk}.{self.secret}")

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= clock.now()

    @property
    def has_maker(self) -> bool:
        """Nobody who left keeps a key: neither do those whom they gave one."""
        return self.made_by is not None and self.made_by.is_active and self.made_by.is_staff

    @property
    def is_working(self) -> bool:
        return self.revoked_at is None and not self.is_expired and self.has_maker

    @property
    def shown_content(self) -> Any:
        """The row it leads to; None where a guest must not see it any more."""
        content = self.content if self.is_working else None
        return content if content is not None and content.deleted_at is None else None

    def revoke(self, *, by: Any) -> None:
        """From this moment on. What was revoked stays so, with its first moment."""
        still = type(self).objects.filter(pk=self.pk, revoked_at__isnull=True)
        still.update(revoked_at=clock.now(), revoked_by=by)
        self.refresh_from_db(fields=["revoked_at", "revoked_by"])

    def count_opening(self) -> None:
        now = clock.now()
        type(self).objects.filter(pk=self.pk).update(
            openings=F("openings") + 1, first_opened_at=Coalesce("first_opened_at", Value(now)), last_opened_at=now
        )
