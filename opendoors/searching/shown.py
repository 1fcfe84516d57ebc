"""What was found, as the page shows it: with the records that hits stand for, and the ways to narrow it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from opendoors.content.search import Choice, Hit, Part, Results
from opendoors.content.search.sources import sources
from opendoors.searching.asked import FILTERS, Asked
from partners.models import Agreement, Laboratory, University

RECORDS = {"university": University, "laboratory": Laboratory, "agreement": Agreement}
PLACES = ("university", "laboratory")  # what somebody may look for by its name alone
LEADING = 3  # of the first hits, one that is meant by its name stands apart
NEARLY_WHOLE = 0.7  # of the letters of a name
MOST_CHOICES = 12  # of a facet
SEPARATOR = " · "  # between the names that a snippet tells


@dataclass(frozen=True)
class Shown:
    hit: Hit
    noun: str  # what one of its kind is called
    record: Model | None = None  # of the register


@dataclass(frozen=True)
class Step:
    """A value of a facet; `query` is that of the address with it chosen, or taken away."""

    label: Any
    count: int
    query: str
    is_chosen: bool = False


def shown(hits: Iterable[Hit]) -> list[Shown]:
    hits = list(hits)
    records = {kind: _records(kind, hits) for kind in RECORDS}
    called = nouns()
    return [Shown(hit, called[hit.kind], records.get(hit.kind, {}).get(hit.key)) for hit in hits]


def nouns() -> dict[str, str]:
    """What one of each kind is called."""
    return {source.kind: capfirst(source.noun or source.model._meta.verbose_name) for source in sources()}


def best(found: list[Shown]) -> Shown | None:
    """The university or laboratory that is meant by its name, if there is one."""
    return next((one for one in found[:LEADING] if one.hit.kind in PLACES and one.record and _is_meant(one.hit)), None)


def kinds(asked: Asked, results: Results, total: int) -> list[Step]:
    """All, and each kind by itself; none where there is but one."""
    choices = results.facets.get("kind", [])
    chosen = asked.filters.get("kind", "")
    if len(choices) < 2 and not chosen:
        return []
    steps = [
        Step(choice.label, choice.count, asked.query(kind=choice.value), choice.value == chosen) for choice in choices
    ]
    return [Step("", total, asked.query(kind=""), not chosen), *steps]


def facets(asked: Asked, results: Results) -> list[tuple[str, Any, list[Step]]]:
    """Of each other facet that would narrow what was found: its name, its label and its most frequent values."""
    narrowing = [(name, results.facets.get(name, [])) for name in FILTERS if name not in ("kind", *asked.filters)]
    return [
        (name, FILTERS[name], [_step(asked, name, choice) for choice in choices[:MOST_CHOICES]])
        for name, choices in narrowing
        if any(choice.count < results.total for choice in choices)
    ]


def _step(asked: Asked, name: str, choice: Choice) -> Step:
    return Step(choice.label, choice.count, asked.query(**{name: choice.value}))


def _records(kind: str, hits: list[Hit]) -> dict[int, Model]:
    keys = [hit.key for hit in hits if hit.kind == kind]
    return RECORDS[kind].objects.published().for_cards().in_bulk(keys) if keys else {}


def _is_meant(hit: Hit) -> bool:
    return any(_matched(name) >= NEARLY_WHOLE for name in (hit.title, *_names(hit.snippet)))


def _names(snippet: tuple[Part, ...]) -> Iterable[list[Part]]:
    name: list[Part] = []
    for part in (*snippet, Part(SEPARATOR)):
        if part.text == SEPARATOR:
            yield name
            name = []
        else:
            name.append(part)


def _matched(parts: Iterable[Part]) -> float:
    """Which part of the letters was looked for."""
    letters = [(sum(map(str.isalnum, part.text)), part.is_match) for part in parts]
    return sum(count for count, is_match in letters if is_match) / (sum(count for count, _is_match in letters) or 1)
