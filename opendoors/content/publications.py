"""Which text readers knew from when on: a row for each time that the public text changed or was taken away.

The history tells what people did; this answers what the public read at a given moment. Rows that lie ahead (published
for later) are taken back by whatever happens before their moment.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock
from opendoors.content.publishing import State


class PublicationQuerySet(models.QuerySet):
    def until(self, moment: datetime) -> Self:
        """Newest first."""
        return self.filter(at__lte=moment).order_by("-at", "-pk")

    def ahead(self) -> Self:
        return self.filter(at__gt=clock.now())


class Publication(models.Model):
    """From `at` on readers knew this revision; without one they knew nothing."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    content = GenericForeignKey()
    revision = models.ForeignKey("content.Revision", models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(_("from"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at", "-id"], name="content_publication_at")]
        permissions = [("look_at_other_times", _("Can look at the site as it will be at another time"))]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}, {self.at:%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class Known:
    """What readers knew at a moment: a revision, or why none."""

    revision: Any = None
    since: datetime | None = None
    reason: Any = ""


class Chronicle:
    """Part of `Revisable`: keeps which text readers know, and tells which they knew."""

    def note_public(self, revision: Any, *, by: AbstractBaseUser | None, at: datetime | None = None) -> None:
        """They know it from `at`, or from now, or from the later moment that it is published for."""
        self.publications.ahead().delete()
        moment = max(at or clock.now(), self.publish_at)
        self.publications.create(revision=revision, at=moment, by=by)

    def withdraw(self, reason: str) -> None:
        super().withdraw(reason)
        self._note_hidden()

    def throw_away(self) -> None:
        super().throw_away()
        self._note_hidden()

    def restore(self) -> None:
        was_binned = self.deleted_at is not None
        super().restore()
        if was_binned and self.deleted_at is None and self.state == State.PUBLIC and self.live_revision_id:
            self.note_public(self.live_revision, by=None)

    def _note_hidden(self) -> None:
        self.publications.ahead().delete()
        newest = self.publications.until(clock.now()).first()
        if newest is not None and newest.revision_id is not None:
            self.publications.create(revision=None, at=clock.now())

    def known_at(self, moment: datetime) -> Known:
        """What visitors found at its address at that moment, as far as is known."""
        found = self.publications.until(moment).select_related("revision__author").first()
        if found is None:
            return Known(reason=_("it was not published yet"))
        if found.revision is None:
            return Known(since=found.at, reason=_("it had been taken off the site"))
        expired_at = parse_datetime(str(found.revision.snapshot.get("expire_at") or ""))
        if expired_at and expired_at <= moment:
            return Known(since=expired_at, reason=_("it had expired"))
        return Known(found.revision, found.at)
