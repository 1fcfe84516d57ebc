"""What staff have typed and not saved yet, and who has what open: the two tables behind the editing screens.

Neither is part of the history, neither is ever shown to visitors, and both may be emptied at any time.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock

KEPT_FOR = timedelta(days=30)
KEPT_OF_ONE_PERSON = 20  # unsaved texts; when there are more, the oldest go
GONE_AFTER = timedelta(hours=1)  # how long rows of closed tabs may lie about before the next one sweeps them away

Place = tuple[type[models.Model], int | None]  # which content a form is of; None for what was never saved


class InPlace(models.QuerySet):
    def at(self, place: Place) -> Self:
        model, key = place
        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id=key)

    def of(self, user: AbstractBaseUser) -> Self:
        return self.filter(user=user)

    def of_tabs(self, tabs: Collection[str]) -> Self:
        return self.filter(tab__in=tabs)

    def besides(self, user: AbstractBaseUser, tab: str) -> Self:
        return self.exclude(user=user, tab=tab)


class AutosaveQuerySet(InPlace):
    def unsaved(self) -> Self:
        return self.filter(values__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-kept_at", "-pk")

    def keep(self, user: AbstractBaseUser, tab: str, place: Place, **text: Any) -> bool:
        """Keep the newest text of this person's tab: `values`, `based_on` and `kept_at`.

        False when the tab's text has been saved or thrown away since: nothing of it is kept any more. A text newer
        than this one stays.
        """
        model, key = place
        mine = self.of(user).of_tabs([tab])
        if mine.unsaved().filter(kept_at__lte=text["kept_at"]).update(object_id=key, **text):
            return True
        known = mine.only("values").first()
        if known is None:
            content_type = ContentType.objects.get_for_model(model)
            known = self._make(user=user, tab=tab, content_type=content_type, object_id=key, **text)
        return known is None or known.values is not None

    def _make(self, **fields: Any) -> models.Model | None:
        """None when another request of the same tab was quicker."""
        try:
            with transaction.atomic():
                return self.create(**fields)
        except IntegrityError:
            return None

    def settle(self, user: AbstractBaseUser, tabs: Collection[str], place: Place) -> None:
        """The texts of these tabs have been saved or thrown away.

        What stays of each says so to a copy in some browser, and to a message that comes late.
        """
        model, key = place
        content_type = ContentType.objects.get_for_model(model)
        empty = {"values": None, "kept_at": clock.now()}
        rows = [Autosave(user=user, tab=tab, content_type=content_type, object_id=key, **empty) for tab in tabs]
        self.bulk_create(rows, ignore_conflicts=True)
        self.of(user).of_tabs(tabs).unsaved().update(**empty)

    def prune(self, user: AbstractBaseUser) -> None:
        """Let go of everybody's old ones, and of this person's that are too many."""
        self.filter(kept_at__lt=clock.now() - KEPT_FOR).delete()
        kept = self.of(user).unsaved().newest_first()
        self.of(user).unsaved().filter(pk__in=list(kept.values_list("pk", flat=True)[KEPT_OF_ONE_PERSON:])).delete()


class Autosave(models.Model):
    """The unsaved text of one tab: `values` is `{name of an input: [its values]}`, NULL once saved or thrown away."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    tab = models.CharField(max_length=40)
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField(null=True)
    based_on = models.PositiveBigIntegerField(null=True)  # the revision that the form showed, if it still exists
    values = models.JSONField(null=True)
    kept_at = models.DateTimeField()

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [models.UniqueConstraint(fields=["user", "tab"], name="content_autosave_one_for_a_tab")]
        indexes = [
            models.Index(fields=["user", "content_type", "object_id"], name="content_autosave_of_a_form"),
            models.Index(fields=["kept_at"], name="content_autosave_age"),
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}, {self.kept_at:%Y-%m-%d %H:%M}"


class PresenceQuerySet(InPlace):
    def alive(self) -> Self:
        return self.filter(until__gt=clock.now())

    def by_name(self) -> Self:
        return self.select_related("user").order_by("user__last_name", "user__first_name", "user__username", "pk")

    def note(self, user: AbstractBaseUser, tab: str, place: Place, *, has_changes: bool, until: datetime) -> None:
        """This person has it open in this tab, as far as one will know at `until`."""
        model, key = place
        if self.of(user).of_tabs([tab]).update(object_id=key, has_changes=has_changes, until=until):
            return
        self.filter(until__lt=clock.now() - GONE_AFTER).delete()
        content_type = ContentType.objects.get_for_model(model)
        row = Presence(user=user, tab=tab, content_type=content_type, object_id=key)
        row.has_changes, row.until = has_changes, until
        self.bulk_create([row], ignore_conflicts=True)


class Presence(models.Model):
    """Somebody has a form open in a tab, until `until` unless the tab says again that it lives."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    tab = models.CharField(max_length=40)
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    has_changes = models.BooleanField()
    until = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        constraints = [models.UniqueConstraint(fields=["user", "tab"], name="content_presence_one_for_a_tab")]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="content_presence_of_a_form"),
            models.Index(fields=["until"], name="content_presence_age"),
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}, {self.user}"
