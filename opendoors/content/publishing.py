"""Is it public? The one statement of the rule, as a queryset filter and as a property side by side.

Public is what has the state PUBLIC, is not in the bin, has `publish_at <= now` and, if it expires, `now < expire_at`.
No job moves anything: the rule reads the clock, so a scheduled article is public at its very second.
"""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock

# A moment outside of these is a slip of the pen, and near the ends of the calendar no time zone can reckon.
YEARS = range(1900, 2200)

KEPT_IN_BIN = timedelta(days=30)


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "review", _("In review")
    PUBLIC = "public", _("Public")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PublishableQuerySet(models.QuerySet):
    def published(self) -> Self:
        now = clock.now()
        return self.filter(
            Q(expire_at__isnull=True) | Q(expire_at__gt=now),
            state=State.PUBLIC,
            deleted_at__isnull=True,
            publish_at__lte=now,
        )

    def current(self) -> Self:
        """What readers find now or, as far as is decided, later."""
        return self.published() | self.scheduled()

    def drafts(self) -> Self:
        return self.filter(state=State.DRAFT, deleted_at__isnull=True)

    def in_review(self) -> Self:
        return self.filter(state=State.IN_REVIEW, deleted_at__isnull=True)

    def withdrawn(self) -> Self:
        """What was public once and is told to be gone (410), by its address alone."""
        return self.filter(state=State.WITHDRAWN, deleted_at__isnull=True)

    def in_bin(self) -> Self:
        """What can still be restored."""
        return self.filter(deleted_at__gt=clock.now() - KEPT_IN_BIN)

    def overdue(self) -> Self:
        """In the bin for so long that it is as good as gone; the next save of anything of its kind removes it."""
        return self.filter(deleted_at__lte=clock.now() - KEPT_IN_BIN)

    def not_overdue(self) -> Self:
        return self.exclude(deleted_at__lte=clock.now() - KEPT_IN_BIN)

    def not_in_bin(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def scheduled(self) -> Self:
        return self.filter(state=State.PUBLIC, deleted_at__isnull=True, publish_at__gt=clock.now())

    def next_turn(self) -> datetime | None:
        """When the next of them comes out or expires."""
        ahead = self.filter(state=State.PUBLIC, deleted_at__isnull=True)
        now = clock.now()
        found = ahead.aggregate(
            comes=models.Min("publish_at", filter=Q(publish_at__gt=now)),
            goes=models.Min("expire_at", filter=Q(expire_at__gt=now)),
        )
        return min(filter(None, found.values()), default=None)

    def expired(self) -> Self:
        return self.filter(state=State.PUBLIC, deleted_at__isnull=True, expire_at__lte=clock.now())

    def editable_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """What this member of staff may edit; a model with owners narrows it."""
        meta = self.model._meta
        may_edit = user.is_active and user.is_staff and user.has_perm(f"{meta.app_label}.change_{meta.model_name}")
        return self.all() if may_edit else self.none()

    def readable_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """What this member of staff finds in the admin, some of it perhaps only to read."""
        return self.editable_by(user)

    def publishable_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """What this member of staff may make public, change in public and take off the site."""
        meta = self.model._meta
        may_publish = user.has_perm(f"{meta.app_label}.publish_{meta.model_name}")
        return self.editable_by(user) if may_publish else self.none()

    def with_rights_of(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Each with what this person may do with it: `is_editable`, `is_publishable`."""
        rows = self.model._default_manager.filter(pk=OuterRef("pk"))
        return self.annotate(
            is_editable=Exists(rows.editable_by(user)), is_publishable=Exists(rows.publishable_by(user))
        )

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """The one gate: what this person may open at its public address. Visitors: what is published."""
        if not (user.is_active and user.is_staff):
            return self.published()
        return self.published() | self.readable_by(user).not_in_bin()

    def findable_by(self, user: AbstractBaseUser) -> Self:
        """What the admin's box finds for this member of staff: what readers know, and what the admin shows."""
        return self.published() | self.readable_by(user).not_overdue()


class Publishable(models.Model):
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    publish_at = models.DateTimeField(
        _("publish at"), null=True, blank=True, help_text=_("Empty: at the moment you press “Publish”.")
    )
    expire_at = models.DateTimeField(
        _("expire at"), null=True, blank=True, help_text=_("From this moment on visitors no longer find it.")
    )
    withdrawal_reason = models.TextField(_("reason for the withdrawal"), blank=True, editable=False)
    deleted_at = models.DateTimeField(_("in the bin since"), null=True, blank=True, editable=False)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="%(app_label)s_%(class)s_state_known"),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLIC) | Q(publish_at__isnull=False),
                name="%(app_label)s_%(class)s_public_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True)
                | Q(expire_at__isnull=True)
                | Q(expire_at__gt=models.F("publish_at")),
                name="%(app_label)s_%(class)s_expires_after_publishing",
                violation_error_message=_("It would expire before it is published."),
            ),
        ]

    @property
    def conditions(self) -> dict[str, bool]:
        """The rule taken apart, in the order in which it is told: what has to hold, and whether it does now."""
        return {
            "kept": self.deleted_at is None,
            "published": self.state == State.PUBLIC,
            "begun": self._has_begun,
            "lasting": not self._is_over,
        }

    @property
    def is_public(self) -> bool:
        return all(self.conditions.values())

    @property
    def is_scheduled(self) -> bool:
        return self.state == State.PUBLIC and self.deleted_at is None and not self._has_begun

    @property
    def is_expired(self) -> bool:
        return self.state == State.PUBLIC and self.deleted_at is None and self._is_over

    @property
    def _has_begun(self) -> bool:
        return self.publish_at is not None and self.publish_at <= clock.now()

    @property
    def _is_over(self) -> bool:
        return self.expire_at is not None and self.expire_at <= clock.now()

    @property
    def kept_until(self) -> datetime | None:
        """Until when it can be restored from the bin."""
        return self.deleted_at and self.deleted_at + KEPT_IN_BIN

    @property
    def is_overdue(self) -> bool:
        return self.deleted_at is not None and self.kept_until <= clock.now()

    @property
    def status(self) -> str:
        """The name of the queryset method above that holds it just now."""
        if self.deleted_at:
            return "overdue" if self.is_overdue else "in_bin"
        if self.state == State.PUBLIC:
            return "scheduled" if self.is_scheduled else "expired" if self.is_expired else "published"
        return {State.DRAFT: "drafts", State.IN_REVIEW: "in_review"}.get(self.state, "withdrawn")

    def go_public(self) -> None:
        """Mark as public from the moment already set, else from this second on. The caller saves."""
        self.publish_at = self.publish_at or clock.now().replace(microsecond=0)  # as forms show it
        self.state = State.PUBLIC
        self.withdrawal_reason = ""

    def _move(self, before: State, after: State) -> None:
        if self.state == before:
            self.state = after
            self.save(update_fields=["state"])

    def withdraw(self, reason: str) -> None:
        """Take it off the site at once. What the public never saw becomes a draft again (404); the rest says 410."""
        if self.state != State.PUBLIC:
            return
        self.state = State.DRAFT if self.is_scheduled else State.WITHDRAWN
        self.withdrawal_reason = reason
        self.save(update_fields=["state", "withdrawal_reason"])

    def throw_away(self) -> None:
        """Put it into the bin: gone for everyone, kept for `restore()`. What is there already stays no longer."""
        if self.deleted_at is None:
            self.deleted_at = clock.now()
            self.save(update_fields=["deleted_at"])

    def restore(self) -> None:
        """Take it out of the bin as it was. What was there too long stays gone."""
        if not self.is_overdue:
            self.deleted_at = None
            self.save(update_fields=["deleted_at"])
