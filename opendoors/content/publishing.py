"""Is it public? The one statement of the rule, as a queryset filter and as a property side by side.

Public is what has the state PUBLIC, is not in the bin, has `publish_at <= now` and, if it expires, `now < expire_at`.
No job moves anything: the rule reads the clock, so a scheduled article is public at its very second.
"""

from datetime import datetime
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock


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

    def withdrawn(self) -> Self:
        """What was public once and is told to be gone (410), by its address alone."""
        return self.filter(state=State.WITHDRAWN, deleted_at__isnull=True)

    def in_bin(self) -> Self:
        return self.filter(deleted_at__isnull=False)

    def not_in_bin(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """The one gate: what this person may open at its public address. Visitors: what is published."""
        meta = self.model._meta
        if user.is_active and user.is_staff and user.has_perm(f"{meta.app_label}.view_{meta.model_name}"):
            return self.not_in_bin()
        return self.published()


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
    def is_public(self) -> bool:
        now = clock.now()
        return (
            self.state == State.PUBLIC
            and self.deleted_at is None
            and self.publish_at is not None
            and self.publish_at <= now
            and (self.expire_at is None or now < self.expire_at)
        )

    @property
    def is_scheduled(self) -> bool:
        return self.state == State.PUBLIC and self.deleted_at is None and clock.now() < self.publish_at

    @property
    def is_expired(self) -> bool:
        return self.state == State.PUBLIC and self.expire_at is not None and self.expire_at <= clock.now()

    def go_public(self, at: datetime | None = None) -> None:
        """Mark as public from `at`, else from the moment already set, else from now. The caller saves."""
        self.publish_at = at or self.publish_at or clock.now()
        self.state = State.PUBLIC
        self.withdrawal_reason = ""

    def withdraw(self, reason: str) -> None:
        """Take it off the site at once. What the public never saw becomes a draft again (404); the rest says 410."""
        was_seen = self.state == State.PUBLIC and self.publish_at <= clock.now()
        self.state = State.WITHDRAWN if was_seen else State.DRAFT
        self.withdrawal_reason = reason
        self.save(update_fields=["state", "withdrawal_reason"])

    def throw_away(self) -> None:
        """Put it into the bin: gone for everyone, kept for `restore()`."""
        self.deleted_at = clock.now()
        self.save(update_fields=["deleted_at"])

    def restore(self) -> None:
        self.deleted_at = None
        self.save(update_fields=["deleted_at"])
