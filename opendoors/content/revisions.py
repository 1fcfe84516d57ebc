"""Revisions: every save by staff is kept, and the row that readers know changes only on publish.

A revision is JSON of all `revised_fields` of its object, relations as lists of keys. It outlives changes of the model:
a field that a stored revision lacks keeps the row's value, one that the model no longer has is ignored, and keys of
rows deleted since are dropped.
"""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from opendoors.content.publishing import Publishable, State

Snapshot = dict[str, Any]


class Revisable(Publishable):
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

    revised_fields: ClassVar[tuple[str, ...]] = ()

    class Meta(Publishable.Meta):
        abstract = True

    @property
    def has_unpublished_changes(self) -> bool:
        """Whether a newer draft stands beside the text that readers know, or will."""
        return self._is_known and self.latest_revision_id != self.live_revision_id

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

    def take(self, snapshot: Snapshot) -> dict[str, list[int]]:
        """Put a snapshot's values on this instance, unsaved. Returns its relations, for `relations` elsewhere."""
        relations: dict[str, list[int]] = {}
        for field in self._revised():
            if field.name not in snapshot:
                continue
            value = snapshot[field.name]
            if field.many_to_many:
                known = set(field.related_model._base_manager.filter(pk__in=value).values_list("pk", flat=True))
                relations[field.name] = [key for key in value if key in known]
            elif field.is_relation:
                found = field.related_model._base_manager.filter(pk=value).first() if value else None
                setattr(self, field.name, found)
            else:
                setattr(self, field.name, field.to_python(value))
        return relations

    def take_newest(self) -> dict[str, list[int]]:
        """Put the newest revision on this instance, unsaved; returns its relations.

        Where it leaves the moment of publishing empty, what readers know already keeps the moment since when they do.
        """
        moment = self.publish_at
        relations = self.take(self.latest_revision.snapshot) if self.latest_revision else {}
        if self._is_known:
            self.publish_at = self.publish_at or moment
        return relations

    def save_draft(
        self, *, by: AbstractBaseUser | None, relations: dict[str, list[int]] | None = None, note: str = ""
    ) -> models.Model:
        """Keep this instance's values as a new revision. The row is written only while readers do not know it."""
        with transaction.atomic():
            if not self._is_known:
                self._write(relations or {})
            revision = self.revisions.model.objects.create(
                content=self,
                snapshot=self.snapshot(relations),
                based_on_id=self.latest_revision_id,
                author=by,
                note=note,
            )
            self.latest_revision = revision
            type(self)._base_manager.filter(pk=self.pk).update(latest_revision=revision)
        return revision

    def publish(self, *, by: AbstractBaseUser | None) -> None:
        """Copy the newest revision to the live row and make it public (at its `publish_at`, or now).

        Raises ValidationError when the revision can no longer stand beside other rows (a slug taken meanwhile).
        """
        with transaction.atomic():
            if self.latest_revision is None:
                self.save_draft(by=by)
            relations = self.take_newest()
            self.go_public()
            self.live_revision = self.latest_revision
            self.full_clean()
            self._write(relations)

    def _write(self, relations: dict[str, list[int]]) -> None:
        self.save()
        for name, keys in relations.items():
            getattr(self, name).set(keys)

    @property
    def _is_known(self) -> bool:
        """Withdrawn counts: its address has to say so, and to lead on once it is public again under another."""
        return self.state in (State.PUBLIC, State.WITHDRAWN)

    def _revised(self) -> list[models.Field]:
        return [self._meta.get_field(name) for name in self.revised_fields]
