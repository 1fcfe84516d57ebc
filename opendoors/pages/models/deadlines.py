from datetime import datetime
from typing import Self
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock, zones
from opendoors.content.fields import LinkField


class Track(models.TextChoices):
    BACHELOR = "bachelor", _("Bachelor’s")
    MASTER = "master", _("Master’s")
    DOCTORAL = "doctoral", _("Doctoral")
    POSTDOC = "postdoc", _("Postdoctoral")


class DeadlineQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def upcoming(self) -> Self:
        """Those that are not over yet, soonest first."""
        return self.filter(at__gt=clock.now()).in_order()

    def next_turn(self) -> datetime | None:
        """When the next of them is over."""
        return self.published().upcoming().values_list("at", flat=True).first()

    def in_order(self) -> Self:
        return self.order_by("at", "pk")

    def past(self) -> Self:
        """The latest first."""
        return self.filter(at__lte=clock.now()).order_by("-at", "-pk")


class Deadline(models.Model):
    """A moment and the time zone in which it is told. Without tracks it concerns all of them."""

    # Names it in calendars for good.
    public_id = models.UUIDField(_("public identifier"), unique=True, default=uuid4, editable=False)
    title = models.CharField(_("title"), max_length=150)
    at = models.DateTimeField(_("moment"))
    zone = models.CharField(_("time zone"), max_length=40, default="Europe/Moscow")
    tracks = models.JSONField(_("tracks"), default=list, blank=True)
    link = LinkField(_("link"), max_length=500, blank=True, help_text=_("Where to read more: https://… or /rules/"))
    is_published = models.BooleanField(_("published"), default=False)

    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["is_published", "at"], name="pages_deadline_next")]

    def __str__(self) -> str:
        return self.title

    def clean(self):
        if zones.known(self.zone) is None:
            raise ValidationError({"zone": _("Please choose one of the zones offered.")})
        if not isinstance(self.tracks, list) or not {*self.tracks} <= {*Track.values}:
            raise ValidationError({"tracks": _("Please choose one of the values offered.")})

    @property
    def is_over(self) -> bool:
        return self.at <= clock.now()

    @property
    def local(self) -> datetime:
        """The moment on the clocks of its own zone."""
        return self.at.astimezone(zones.known(self.zone) or ZoneInfo(settings.TIME_ZONE))

    @property
    def zone_name(self) -> str:
        """`Moscow time (UTC+3)`"""
        return zones.in_words(self.local)

    @property
    def track_names(self) -> list[str]:
        """In the order of the tracks, whatever the order in which they were chosen."""
        return [track.label for track in Track if track in self.tracks]
