"""The names of all records, ready to be looked up, kept in the process until a record of their kind changes.

Reading 27,000 records takes a second (docs/decisions/033), asking whether anything changed a few milliseconds. What a
person may not see is taken out when a text has been read, so that one index serves everybody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Model

from partners.models import Agreement, Laboratory, LaboratoryPartner, University
from partners.recognition.names import Name, agreement_names, keys_of, laboratory_names, spellings, university_names

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@dataclass
class Index:
    """`lengths`: how long the names are that begin with a key. `owners`: what each record belongs to."""

    names: dict[tuple[str, ...], list[Name]] = field(default_factory=dict)
    lengths: dict[str, set[int]] = field(default_factory=dict)
    owners: dict[int, set[int]] = field(default_factory=dict)

    def add(self, names: Iterable[Name]) -> None:
        for name in names:
            keys = keys_of(name.text)
            self.names.setdefault(keys, []).append(name)
            self.lengths.setdefault(keys[0], set()).add(len(keys))


_kept: dict[type[Model], tuple[Any, Index]] = {}


def index_of(model: type[Model]) -> Index:
    """One query while nothing has changed. Another process's writes count: it is the table that is asked."""
    stamp = model._base_manager.order_by().aggregate(Count("pk"), Max("pk"), Max("updated_at"))
    before, index = _kept.get(model, (None, None))
    if index is None or before != stamp:
        index = _MAKERS[model]()
        _kept[model] = stamp, index
    return index


def _universities() -> Index:
    index = Index()
    rows = University._base_manager.values_list("pk", "parent", *_columns("name"), "own_name", "acronym", "aliases")
    parents: dict[int, int | None] = {}
    names: dict[int, list[str]] = {}
    for pk, parent, *texts, aliases in rows:
        parents[pk], names[pk] = parent, spellings([*texts, *(aliases or [])])
    for pk in names:
        index.owners[pk] = owners = set(_upward(pk, parents))
        owned_by = {keys_of(name) for owner in owners for name in names[owner]}
        index.add(university_names(pk, names[pk], owned_by))
    return index


def _laboratories() -> Index:
    index = Index()
    for pk, host, *names in Laboratory._base_manager.values_list("pk", "host", *_columns("name")):
        index.owners[pk] = {host}
        index.add(laboratory_names(pk, names))
    for pk, partner in LaboratoryPartner._base_manager.values_list("laboratory", "university"):
        index.owners[pk].add(partner)
    return index


def _agreements() -> Index:
    index = Index()
    for pk, *titles in Agreement._base_manager.values_list("pk", *_columns("title")):
        index.add(agreement_names(pk, titles))
    return index


def _columns(name: str) -> list[str]:
    return [f"{name}_{code}" for code in LANGUAGES]


def _upward(pk: int, parents: dict[int, int | None]) -> Iterator[int]:
    """All that it is part of, even where a careless hand has tied a circle."""
    seen = {pk}
    above = parents[pk]
    while above in parents and above not in seen:
        seen.add(above)
        yield above
        above = parents[above]


_MAKERS = {University: _universities, Laboratory: _laboratories, Agreement: _agreements}
