from typing import Any, Self
from uuid import UUID, uuid5

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from opendoors.content import clock
from opendoors.content.guests.links import GuestLink

MOST = 50  # of one link


class TooMany(Exception):
    """More than one link takes."""


class Closed(Exception):
    """The link does not work any more."""


class GuestNoteQuerySet(models.QuerySet):
    def about(self, content: models.Model) -> Self:
        model = ContentType.objects.get_for_model(content)
        return self.filter(link__content_type=model, link__object_id=content.pk)

    def newest_first(self) -> Self:
        """With when the text they belong to was saved, and without that text."""
        return self.select_related("revision").defer("revision__snapshot").order_by("-pk")

    def said(self, link: GuestLink, sending: str) -> "GuestNote | None":
        """What was sent through this link under this name, which nobody knows but who sent it."""
        try:
            return self.filter(link=link, sending=UUID(sending)).select_related("revision").first()
        except ValueError:
            return None

    def keep(self, link: GuestLink, *, page: UUID, **said: Any) -> "GuestNote":
        """Keep what a guest says by `kind`, `name`, `text` and `revision`, once for each page it is sent from.

        Raises TooMany, and Closed where the link was revoked meanwhile.
        """
        sending = uuid5(page, "\n".join((said["kind"], said["name"], said["text"])))
        with transaction.atomic():
            row = GuestLink.objects.select_for_update(of=("self",)).select_related("made_by").get(pk=link.pk)
            if not row.is_working:
                raise Closed
            known = self.filter(link=row, sending=sending).first()
            if known:
                return known
            if self.filter(link=row).count() >= MOST:
                raise TooMany
            return self.create(link=row, sending=sending, made_at=clock.now(), **said)


class GuestNote(models.Model):
    """What a guest said of a revision: plain words, under the name that they gave themselves."""

    class Kind(models.TextChoices):
        APPROVAL = "approval", pgettext_lazy("a guest did", "Approved")
        COMMENT = "comment", pgettext_lazy("a guest did", "Commented")

    link = models.ForeignKey(GuestLink, models.CASCADE, related_name="notes")
    revision = models.ForeignKey("content.Revision", models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=100)
    text = models.TextField(_("comment"), blank=True, max_length=4000)
    made_at = models.DateTimeField()
    sending = models.UUIDField()

    objects = GuestNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of a guest")
        verbose_name_plural = _("notes of guests")
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["link", "sending"], name="content_guestnote_kept_once"),
            models.CheckConstraint(
                condition=Q(kind="approval") | Q(kind="comment") & ~Q(text=""), name="content_guestnote_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_kind_display()}"

    @property
    def is_approval(self) -> bool:
        return self.kind == self.Kind.APPROVAL
