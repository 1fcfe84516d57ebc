"""When a draft of what is public already comes out: at a moment that somebody with the right has chosen.

No job does it. The first request at or after the moment applies the change before it is answered (`content/due.py`);
until then readers know the old text. Whether the content was public is judged by that moment, not by when the first
request happened to come.
"""

import logging
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Min, Q, When
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock
from opendoors.content.publishing import PublishableQuerySet, State

logger = logging.getLogger(__name__)

LATER_MOMENT = _(
    "It is public already, and a later “Publish at” would take it off the site until then. Leave that moment as it "
    "is; to let the changes come out later, press “Schedule the changes”."
)


class Failure(models.TextChoices):
    NONE = "", _("waiting")
    HIDDEN = "hidden", _("it was not public at that moment")
    CLASH = "clash", _("it can no longer stand beside other texts")


class ScheduledChangeQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(failure=Failure.NONE)

    def next_turn(self) -> datetime | None:
        return self.waiting().filter(at__gt=clock.now()).aggregate(next=Min("at"))["next"]

    def due(self) -> Self:
        """In the order of their moments: one may free an address that the next one takes."""
        return self.waiting().filter(at__lte=clock.now()).order_by("at", "pk")


class ScheduledChange(models.Model):
    """This revision becomes the public text at this moment. One row for each content, gone once it is applied.

    What could not be applied stays, with the reason, until somebody publishes or schedules anew.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    content = GenericForeignKey()
    revision = models.ForeignKey("content.Revision", models.CASCADE, related_name="+", verbose_name=_("text"))
    at = models.DateTimeField(_("changes public at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    failure = models.CharField(max_length=10, choices=Failure, blank=True, default=Failure.NONE)

    objects = ScheduledChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled change")
        verbose_name_plural = _("scheduled changes")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="content_scheduledchange_one_each"),
            models.CheckConstraint(condition=Q(failure__in=Failure.values), name="content_scheduledchange_failure"),
        ]
        indexes = [models.Index(fields=["failure", "at"], name="content_scheduledchange_due")]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def has_failed(self) -> bool:
        return self.failure != Failure.NONE

    def apply(self) -> bool:
        """Make the revision public, once, whoever else tries at the same time. Returns whether this call did it."""
        with transaction.atomic():
            rows = self.content_type.model_class()._base_manager
            content = rows.select_for_update().filter(pk=self.object_id).first()
            change = content and content.schedules.due().select_related("revision").filter(pk=self.pk).first()
            if change is None:  # another request was first, or somebody has decided otherwise
                return False
            failure = Failure.NONE if content.was_public_at(change.at) else Failure.HIDDEN
            return change._put_live(content) if not failure else change._fail(failure)

    def _put_live(self, content: Any) -> bool:
        try:
            with transaction.atomic():  # what cannot stand leaves nothing behind
                moment = content.publish_at
                relations = content.take(self.revision.snapshot)
                content.publish_at = content.publish_at or moment
                content.put_live(self.revision, relations)
                content.note_public(self.revision, by=self.by, at=self.at)
        except (ValidationError, IntegrityError):
            return self._fail(Failure.CLASH)
        self.delete()
        return True

    def _fail(self, failure: Failure) -> bool:
        self.failure = failure
        self.save(update_fields=["failure"])
        logger.warning("A scheduled change was not applied, because %s: %s", failure.name, self)
        return False


class RevisableQuerySet(PublishableQuerySet):
    def with_changes_ahead(self) -> Self:
        """What is scheduled to change, or was and could not."""
        return self.filter(deleted_at__isnull=True, schedules__isnull=False)

    def scheduled_next(self) -> Self:
        """What comes out next, whole or as a change, soonest first; `next_at` is when."""
        now = clock.now()
        waiting = Min("schedules__at", filter=Q(schedules__failure=Failure.NONE))
        return (
            self.filter(state=State.PUBLIC, deleted_at__isnull=True)
            .annotate(change_at=waiting)
            .annotate(next_at=Case(When(publish_at__gt=now, then=F("publish_at")), default=F("change_at")))
            .filter(next_at__isnull=False)
            .order_by("next_at", "pk")
        )


class Scheduling:
    """Part of `Revisable`: choosing when its draft comes out."""

    @property
    def scheduled_change(self) -> ScheduledChange | None:
        """Reads `schedules`, which may be prefetched."""
        return next(iter(self.schedules.all()), None)

    @property
    def is_draft_scheduled(self) -> bool:
        change = self.scheduled_change
        return change is not None and not change.has_failed and change.revision_id == self.latest_revision_id

    def schedule_changes(self, at: datetime, *, by: AbstractBaseUser | None, revision: Any = None) -> ScheduledChange:
        """Let a revision (the newest, if none is named) become the public text at `at`, instead of any chosen before.

        Raises ValidationError when it is no change of what is public then, or could not stand as things are now, and
        GateClosed when the gate stops it; what the gate has let pass is not asked about again when it comes out.
        """
        with transaction.atomic():
            self._lock()
            revision = revision or self.latest_revision
            self._check_schedule(at, revision)
            values = {"revision": revision, "at": at, "by": by, "failure": Failure.NONE}
            change, _created = self.schedules.update_or_create(defaults=values)
            self._forget_schedules()
        return change

    def cancel_changes(self) -> None:
        with transaction.atomic():
            self._lock()
            self.schedules.all().delete()
            self._forget_schedules()

    def _forget_schedules(self) -> None:
        getattr(self, "_prefetched_objects_cache", {}).pop("schedules", None)

    def refuse_later_moment(self) -> None:
        """Raises ValidationError when readers have it, and this instance would take it from them until later."""
        row = type(self)._base_manager.filter(pk=self.pk).first()
        if row and row.is_public and self.publish_at and self.publish_at > clock.now():
            raise ValidationError({"publish_at": LATER_MOMENT})

    def was_public_at(self, moment: datetime) -> bool:
        """Whether readers have it, and had it at `moment` so far as its row knows."""
        is_over = self.expire_at is not None and self.expire_at <= moment
        return self.state == State.PUBLIC and self.deleted_at is None and not is_over

    def _check_schedule(self, at: datetime, revision: Any) -> None:
        row = type(self)._base_manager.get(pk=self.pk)
        if at <= clock.now():
            raise ValidationError(_("This moment has passed: choose a later one, or publish the changes now."))
        if not row.was_public_at(at):
            raise ValidationError(_("It will not be public at that moment: only what is public can change then."))
        if revision.pk == row.live_revision_id:
            raise ValidationError(_("This is the public text: nothing would change."))
        moment = row.publish_at
        row.take(revision.snapshot)
        row.publish_at = row.publish_at or moment
        if row.publish_at > at:
            raise ValidationError(LATER_MOMENT)
        if row.expire_at and row.expire_at <= at:
            raise ValidationError(_("The changed text would have expired at that moment: look at “Expire at”."))
        row.live_revision = revision
        row.full_clean()
        row.pass_gate(at)
