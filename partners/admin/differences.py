"""What differs between two rows of a history, in words that people know from the form."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from partners.dates import PartialDate
from partners.models.dated import PartiallyDated

UNTOLD = {"id", "created_at", "updated_at", "created_by", "content_hash", "size", "uploaded_at", "uploaded_by"}


@dataclass(frozen=True)
class Change:
    name: str
    old: str
    new: str


class Names:
    """What the rows point at, asked for once per model; what has been deleted since keeps its number only."""

    def __init__(self, pasts: list[Any], linked: Iterable[str]):
        self._known: dict[tuple[type, Any], str] = {}
        self._links: dict[tuple[str, int], list] = {}
        wanted: dict[type, set] = {}
        for past in pasts:
            for field in fields(past):
                if field.is_relation and getattr(past, field.attname):
                    wanted.setdefault(field.related_model, set()).add(getattr(past, field.attname))
        for name in linked if pasts else ():
            field = pasts[0].instance_type._meta.get_field(name)
            target = f"{field.m2m_reverse_field_name()}_id"
            rows = getattr(type(pasts[0]), name).model.objects.filter(history__in=[past.pk for past in pasts])
            for past_id, key in rows.values_list("history_id", target):
                self._links.setdefault((name, past_id), []).append(key)
                wanted.setdefault(field.related_model, set()).add(key)
        for model, keys in wanted.items():
            for key, row in model._base_manager.in_bulk(keys).items():
                self._known[model, key] = getattr(row, "name", "") or str(row)

    def of(self, model: type, key: Any) -> str:
        return self._known.get((model, key)) or _("deleted since (no. %(key)s)") % {"key": key}

    def of_links(self, past: Any, name: str) -> str:
        model = past.instance_type._meta.get_field(name).related_model
        return ", ".join(sorted(self.of(model, key) for key in self._links.get((name, past.pk), ())))

    def title(self, past: Any) -> str:
        """Of a row that names a university, or has a title of its own."""
        model = past.instance_type
        if hasattr(past, "university_id"):
            return self.of(model._meta.get_field("university").related_model, past.university_id)
        return getattr(past, "title", "") or str(model._meta.verbose_name)


def fields(past: Any) -> list[models.Field]:
    """Those that a person has written: no bookkeeping, and of translated fields only the languages."""
    own = past.instance_type._meta.concrete_fields
    translated = {field.translated_field.name for field in own if hasattr(field, "translated_field")}
    return [field for field in own if field.name not in UNTOLD | translated and hasattr(past, field.attname)]


def differences(old: Any, new: Any, names: Names, linked: Iterable[str]) -> list[Change]:
    model = new.instance_type
    dates = model.partial_dates if issubclass(model, PartiallyDated) else {}
    changes = []
    for field in fields(new):
        if field.name.endswith("_precision"):
            continue
        if field.name.removesuffix("_on") in dates:
            before, after = (_date(past, field.name.removesuffix("_on")) for past in (old, new))
        else:
            before, after = (_told(past, field, names) for past in (old, new))
        if before != after:
            changes.append(Change(str(field.verbose_name), before, after))
    for name in linked:
        before, after = (names.of_links(past, name) for past in (old, new))
        if before != after:
            changes.append(Change(str(model._meta.get_field(name).verbose_name), before, after))
    return changes


def _date(past: Any, name: str) -> str:
    date = PartialDate(getattr(past, f"{name}_on"), getattr(past, f"{name}_precision"))
    return str(date) if date else ""


def _told(past: Any, field: models.Field, names: Names) -> str:
    value = getattr(past, field.attname)
    if value in (None, ""):
        return ""
    if field.is_relation:
        return names.of(field.related_model, value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(value)
    return str(dict(field.flatchoices).get(value, value))
