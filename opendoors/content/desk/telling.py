"""What snapshots hold, told in words: names for keys, moments in the reader's form, whatever has been deleted since.

A snapshot may be older than the model: nothing in it is taken for granted.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from opendoors.content import pictures, richtext
from opendoors.content.comparison import Block, Told, words
from opendoors.content.models import Image
from opendoors.content.revisions import Revisable, Snapshot, keys_in, sound


class Teller:
    """Asks once for each model that the snapshots point at, however many they are."""

    def __init__(self, model: type[Revisable], snapshots: Iterable[Any]):
        self.fields = [model._meta.get_field(name) for name in model.revised_fields]
        self.prose = model.prose_fields
        wanted: dict[type[models.Model], set[int]] = {}
        for snapshot in map(sound, snapshots):
            for field in self.fields:
                if field.is_relation:
                    wanted.setdefault(field.related_model, set()).update(keys_in(snapshot.get(field.name)))
        self.rows = {related: related._base_manager.in_bulk(keys) for related, keys in wanted.items() if keys}

    @property
    def labels(self) -> dict[str, str]:
        return {field.name: capfirst(str(field.verbose_name)) for field in self.fields}

    def told(self, snapshot: Any) -> Told:
        """Each field that the snapshot has, in blocks."""
        snapshot = sound(snapshot)
        return {field.name: self._field(field, snapshot[field.name]) for field in self.fields if field.name in snapshot}

    def _field(self, field: models.Field, value: Any) -> list[Block]:
        if value in (None, "", [], {}):
            return []
        if field.is_relation:
            return self._relation(field, value)
        if field.name in self.prose:
            return richtext.told_blocks(str(value))
        if isinstance(field, models.DateTimeField):
            return [_whole(_moment(field, value))]
        if isinstance(field, models.BooleanField):
            return [_whole(_("Yes") if value is True else _("No"))]
        if isinstance(value, list):
            return [Block(words(_item(item))) for item in value]
        return [Block(words(line)) for line in str(value).splitlines() if line.strip()]

    def _relation(self, field: models.Field, value: Any) -> list[Block]:
        rows = self.rows.get(field.related_model, {})
        told = [self._row(rows.get(key), key) for key in keys_in(value)]
        return sorted(told, key=lambda block: block.text) if field.many_to_many else told

    def _row(self, row: models.Model | None, key: int) -> Block:
        if row is None:
            return _whole(_("deleted since (no. %(key)s)") % {"key": key})
        shown = pictures.smallest(row, 160) if isinstance(row, Image) else ""
        return Block(words(str(row)), picture=shown, whole=True)


def changed_fields(model: type[Revisable], old: Snapshot, new: Snapshot) -> list[str]:
    """Labels of the fields in which two snapshots differ, without asking what their values mean."""
    old, new = sound(old), sound(new)
    fields = [model._meta.get_field(name) for name in model.revised_fields if name in old and name in new]
    return [capfirst(str(field.verbose_name)) for field in fields if _kept(field, old) != _kept(field, new)]


def _kept(field: models.Field, snapshot: Snapshot) -> Any:
    value = snapshot[field.name]
    return sorted(keys_in(value)) if field.many_to_many else value


def _whole(text: str) -> Block:
    return Block(words(text), whole=True)


def _moment(field: models.Field, value: Any) -> str:
    try:
        moment = field.to_python(value)
    except (ValidationError, TypeError, ValueError):
        return str(value)
    return date_format(localtime(moment), "DATETIME_FORMAT") if moment and moment.tzinfo else str(value)


def _item(item: Any) -> str:
    """An entry of a list: of a correction its day and its text."""
    return ": ".join(str(part) for part in item.values()) if isinstance(item, dict) else str(item)
