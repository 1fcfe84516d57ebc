"""What the two databases have in common: which fields there are, what they weigh, and what a match is."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from django.db.models import QuerySet

from opendoors.content.search.entries import AnyEntry
from opendoors.content.search.questions import Term

LONGEST_QUERY = 1.0  # seconds
RARE = 500  # entries that have a word; a more frequent one does not say enough to stand for the others


class Keys(NamedTuple):
    """What is stored of an entry, by field: the keys of its words in order."""

    title: list[str]
    names: list[str]
    about: list[str]  # lead, captions, topics, names of what it is about
    body: list[str]


WEIGHTS = Keys(10, 8, 3, 1)


@dataclass(slots=True)
class Match:
    """An entry that matches (`MATCHED` of it), and how well: the more, the better, comparable within one question."""

    pk: int
    kind: str
    language: str
    dated_on: date | None
    tags: str
    score: float


@dataclass(frozen=True)
class Wanted:
    """All of the `required` terms, and none of the `excluded`; or with `anchors` one of these at least, the others of
    the required only counting for the order."""

    required: tuple[Term, ...]
    excluded: tuple[Term, ...] = ()
    anchors: tuple[Term, ...] = ()


class Backend(Protocol):
    def stored(self, keys: Keys) -> Any:
        """What is kept of them in the entry itself."""

    def add(self, model: type[AnyEntry], keys: dict[int, Keys]) -> None:
        """Let these entries be found, which were written just now, by primary key."""

    def drop(self, model: type[AnyEntry], pks: Collection[int]) -> None:
        """Before these entries are written anew or deleted."""

    def matches(self, entries: QuerySet, wanted: Wanted, *, in_names: bool, most: int) -> list[Match]:
        """The latest `most` of these entries that have what is wanted; with `in_names` in their titles and names."""

    def weighed(self, model: type[AnyEntry], matches: list[Match], terms: tuple[Term, ...]) -> list[Match]:
        """These matches with their scores, where finding them did not tell it."""

    def frequency(self, model: type[AnyEntry], term: Term) -> int:
        """How many entries have it; where they are more than RARE it may be any number above that."""

    def having(self, entries: QuerySet, key: str) -> QuerySet:
        """Those of these entries that have this key."""

    def known(self, entries: QuerySet, keys: Iterable[str]) -> set[str]:
        """Which of these keys any of these entries has."""

    def within_time(self) -> AbstractContextManager[None]:
        """Raises TooSlow where a query inside takes longer than LONGEST_QUERY."""

    def tidy(self) -> None:
        """After everything was stored anew."""


class TooSlow(Exception):
    pass


def batches(values: Iterable, size: int) -> Iterator[list]:
    listed = list(values)
    return (listed[start : start + size] for start in range(0, len(listed), size))
