"""Revisions: every save by staff is kept, and the row that readers know changes only on publish.

A revision is JSON of all `revised_fields` of its object, relations as lists of keys. It outlives changes of the model:
a field that a stored revision lacks keeps the row's value, one that the model no longer has is ignored, keys of rows
deleted since are dropped, and so is a value that the field can no longer hold.
"""

from copy import copy
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock
from opendoors.content.gate.findings import Finding
from opendoors.content.gate.gated import Gated
from opendoors.content.merging import Kinds
from opendoors.content.publications import Chronicle
from opendoors.content.publishing import State
from opendoors.content.reviews import Outcome, Reviewable
from opendoors.content.scheduling import Scheduling

Snapshot = dict[str, Any]


class Overtaken(Exception):
    """Another save came in between; the argument is the key of the newest revision."""


class Revisable(Scheduling, Chronicle, Gated, Reviewable):
    """Publishable content whose public text stays as it is while a draft of it is worked on.

    Values live on the instance in memory, relations in `relations` (`{"topics": [pk, ...]}`), because a many-to-many
    field of a row cannot hold a value that is not stored yet.
    """

    latest_revision = models.ForeignKey(
        "content.Revision", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("newest text")
    )
    live_revision = models.ForeignKey(
        "content.Revision", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("public text")
    )
    revisions = GenericRelation("content.Revision")
    guest_links = GenericRelation("content.GuestLink")
    schedules = GenericRelation("content.ScheduledChange")  # none or one
    publications = GenericRelation("content.Publication")

    revised_fields: ClassVar[tuple[str, ...]] = ()
    prose_fields: ClassVar[tuple[str, ...]] = ()  # those of them that hold rich text

    class Meta(Reviewable.Meta):
        abstract = True

    @property
    def has_unpublished_changes(self) -> bool:
        """Whether a newer draft stands beside the text that readers know, or will."""
        return self.is_known and self.latest_revision_id != self.live_revision_id

    def snapshot(self, relations: dict[str, list[int]] | None = None) -> Snapshot:
        """The revised fields as JSON values; relations from `relations`, else as stored."""
        relations = relations or {}
        taken: Snapshot = {}
        for field in self._revised():
            if field.many_to_many:
                stored = getattr(self, field.name) if self.pk else None
                keys = relations.get(field.name)
                taken[field.name] = keys if keys is not None else [row.pk for row in stored.all()] if stored else []
            else:
                value = field.get_prep_value(field.value_from_object(self))
                taken[field.name] = value.isoformat() if isinstance(value, date) else value
        return taken

    @classmethod
    def kinds(cls) -> Kinds:
        """Which of its fields merging takes apart."""
        fields = [cls._meta.get_field(name) for name in cls.revised_fields]
        return Kinds(
            prose=frozenset(cls.prose_fields),
            sets=frozenset(field.name for field in fields if field.many_to_many),
            lists=frozenset(field.name for field in fields if isinstance(field, models.JSONField)),
        )

    def take(self, snapshot: Snapshot) -> dict[str, list[int]]:
        """Put a snapshot's values on this instance, unsaved. Returns its relations, for `relations` elsewhere."""
        relations: dict[str, list[int]] = {}
        snapshot = sound(snapshot)
        for field in self._revised():
            if field.name not in snapshot:
                continue
            value = snapshot[field.name]
            if field.is_relation:
                keys = keys_in(value)
                found = field.related_model._base_manager.in_bulk(keys) if keys else {}
                if field.many_to_many:
                    relations[field.name] = [key for key in keys if key in found]
                else:
                    setattr(self, field.name, next(iter(found.values()), None))
            elif fits(field, value):
                setattr(self, field.name, field.to_python(value))
        return relations

    def as_of(self, snapshot: Snapshot) -> Self:
        """A copy that reads as the snapshot does, its relations included; never to be saved."""
        content = copy(self)
        relations = content.take(snapshot)
        content._prefetched_objects_cache = {  # where Django looks before it asks for the rows of this key
            name: self._meta.get_field(name).related_model._default_manager.filter(pk__in=keys)
            for name, keys in relations.items()
        }
        return content

    def to_come(self, snapshot: Snapshot) -> Self:
        """A copy that reads as it would if the snapshot were published now; never to be saved."""
        content = self.as_of(snapshot)
        content.publish_at = content.publish_at or (self.publish_at if self.is_known else None) or clock.now()
        return content

    def take_back(self, snapshot: Snapshot, relations: dict[str, list[int]]) -> tuple[dict[str, list[int]], list[str]]:
        """Put an older snapshot on this instance, which holds the newest with `relations`.

        Returns the relations and the names of fields that stay as they are: what they held belongs to another row now.
        """
        newest = self.snapshot(relations)
        relations = {**relations, **self.take(snapshot)}
        taken = self._taken_elsewhere()
        self.take({name: newest[name] for name in taken})
        return relations, taken

    def _taken_elsewhere(self) -> list[str]:
        names = []
        for constraint in self._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                try:
                    constraint.validate(type(self), self)
                except ValidationError:
                    names += [name for name in constraint.fields if name in self.revised_fields]
        return names

    def take_newest(self) -> dict[str, list[int]]:
        """Put the newest revision on this instance, unsaved; returns its relations.

        Where it leaves the moment of publishing empty, what readers know already keeps the moment since when they do.
        """
        moment = self.publish_at
        relations = self.take(self.latest_revision.snapshot) if self.latest_revision else {}
        if self.is_known:
            self.publish_at = self.publish_at or moment
        return relations

    def save_draft(
        self,
        *,
        by: AbstractBaseUser | None,
        relations: dict[str, list[int]] | None = None,
        note: str = "",
        based_on: int | None = None,
    ) -> models.Model:
        """Keep this instance's values as a new revision. The row is written only while readers do not know it.

        With `based_on`, the key of the revision these values came from, raises Overtaken if that is not the newest.
        """
        with transaction.atomic():
            self._lock()
            if based_on is not None and self.latest_revision_id != based_on:
                raise Overtaken(self.latest_revision_id)
            if not self.is_known:
                self._write(relations or {})
            snapshot = self.snapshot(relations)
            revision = self.revisions.model.objects.create(
                content=self,
                snapshot=snapshot,
                based_on_id=self.latest_revision_id,
                author=by,
                note=note,
                **self.marks(snapshot),
            )
            self.latest_revision = revision
            type(self)._base_manager.filter(pk=self.pk).update(latest_revision=revision)
        return revision

    def marks(self, snapshot: Snapshot) -> dict[str, str]:
        """What else a revision with this snapshot keeps, for queries that need not read it."""
        return {}

    def publish(self, *, by: AbstractBaseUser | None) -> list[Finding]:
        """Copy the newest revision to the live row and make it public (at its `publish_at`, or now).

        Returns what the gate warns of. Raises ValidationError when the revision can no longer stand beside other rows
        (a slug taken meanwhile), or would take what is public off the site until later (for that there is
        `schedule_changes()`), and GateClosed, which is one, when a rule of the gate stops it. What was scheduled before
        is scheduled no longer.
        """
        with transaction.atomic():
            self._lock()
            if self.latest_revision is None:
                self.save_draft(by=by)
            relations = self.take_newest()
            self.refuse_later_moment()
            warnings = self.put_live(self.latest_revision, relations, gated=True)
            self.note_public(self.latest_revision, by=by)
            self.schedules.all().delete()
            self.answer_review(Outcome.PUBLISHED, by=by)
        return warnings

    def schedule_changes(self, at: datetime, *, by: AbstractBaseUser | None, revision: Any = None) -> models.Model:
        """As `Scheduling` says; it is the answer to whoever asked for a review."""
        with transaction.atomic():
            change = super().schedule_changes(at, by=by, revision=revision)
            self.answer_review(Outcome.PUBLISHED, by=by)
        return change

    def put_live(
        self, revision: models.Model, relations: dict[str, list[int]], *, gated: bool = False
    ) -> list[Finding]:
        """Write this instance, which holds `revision` with `relations`, as what readers know. The row is locked.

        Raises what `publish()` does; the gate is asked with `gated` alone. A model that has more to do overrides it.
        """
        self.go_public()
        self.live_revision = revision
        self.full_clean()
        warnings = self.pass_gate() if gated else []
        self._write(relations)
        return warnings

    def _lock(self) -> None:
        """Until the end of the transaction nobody else saves it; learns what others have made of the row until now."""
        names = ("state", "live_revision_id", "latest_revision_id")
        rows = type(self)._base_manager.select_for_update().filter(pk=self.pk)
        found = rows.values_list(*names).first() if self.pk else None
        for name, value in zip(names, found or (), strict=False):
            setattr(self, name, value)

    def _write(self, relations: dict[str, list[int]]) -> None:
        self.save()
        for name, keys in relations.items():
            getattr(self, name).set(keys)

    @property
    def is_known(self) -> bool:
        """Withdrawn counts: its address has to say so, and to lead on once it is public again under another."""
        return self.state in (State.PUBLIC, State.WITHDRAWN)

    def _revised(self) -> list[models.Field]:
        return [self._meta.get_field(name) for name in self.revised_fields]


def sound(snapshot: Any) -> Snapshot:
    """A stored snapshot, or an empty one in place of what is none."""
    return snapshot if isinstance(snapshot, dict) else {}


def keys_in(value: Any) -> list[int]:
    """The keys that a snapshot holds for a relation, whatever it holds."""
    given = value if isinstance(value, list) else [value]
    return [key for key in given if isinstance(key, int) and not isinstance(key, bool) and 0 < key < 2**63]


def fits(field: models.Field, value: Any) -> bool:
    """Whether the field, as it is today, can hold this value of a snapshot."""
    if value is None:
        return field.null
    if isinstance(field, models.DateTimeField):
        return _is_moment(value)
    if isinstance(field, models.JSONField):
        return isinstance(value, type(field.get_default()))
    if isinstance(field, models.CharField | models.TextField) and not isinstance(value, str):
        return False
    try:
        field.run_validators(field.to_python(value))
    except (ValidationError, TypeError, ValueError):
        return False
    return True


def _is_moment(value: Any) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return False
