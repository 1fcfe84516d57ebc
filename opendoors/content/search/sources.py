"""What can be found. Each app has a module `search` that announces its sources; it is imported when the site starts."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Document:
    """The words of one row in one language: what visitors read, and nothing that only staff see.

    The fields stand in the order of their weight. `names` are all other names: in other languages and scripts,
    abbreviations. `body` and `other` are plain text. `shown_from` and `shown_until` (aware) bound when visitors find
    it; `tags` are the values of facets: `{"topic": ["12"], "country": ["CN", "RU"]}`.
    """

    language: str
    url: str
    title: str
    names: Iterable[str] = ()
    lead: str = ""
    other: Iterable[str] = ()  # captions, topics, names of what it is about
    body: str = ""
    dated_on: date | None = None
    shown_from: datetime | None = None
    shown_until: datetime | None = None
    tags: dict[str, Collection[str]] = field(default_factory=dict)


class Source:
    """One kind of thing that can be found. Subclass it, and `announce()` an instance in the app's module `search`."""

    kind: ClassVar[str]  # names it in addresses and facets: "article"
    model: ClassVar[type[Model]]
    label: ClassVar[Any]  # of the group, translatable: "Universities"
    noun: ClassVar[Any] = ""  # of one, where readers call it otherwise than staff
    is_in_every_language: ClassVar[bool] = False  # then it is found in the reader's only, by words of any

    def rows(self) -> QuerySet:
        """All rows, whatever their state, with everything that `documents` reads fetched along."""
        return self.model._default_manager.all()

    def is_listed(self, row: Any) -> bool:
        """Whether visitors find it now, or will from its moment on without a further write. Public pages' own rule."""
        return row.is_public

    def documents(self, row: Any) -> Iterator[Document]:
        """One for each language in which it has an address. What it says of others must be public itself."""
        raise NotImplementedError

    def told_by(self, changed: Model) -> QuerySet | None:
        """Rows of this model whose documents say something of `changed`, which is another row than they."""
        return None


Labels = Callable[[Collection[str]], dict[str, Any]]

_sources: dict[str, Source] = {}
_labels: dict[str, Labels] = {}


def announce(source: Source) -> None:
    _sources[source.kind] = source


def announce_facet(name: str, labels: Labels) -> None:
    """`labels` gives the words for values of the tag `name`, in the active language; what has none is left out."""
    _labels[name] = labels


def sources() -> Collection[Source]:
    return _sources.values()


def source_of(row: Model) -> Source | None:
    return next((source for source in _sources.values() if isinstance(row, source.model)), None)


def everywhere() -> list[str]:
    """Kinds that have a page in every language."""
    return [source.kind for source in _sources.values() if source.is_in_every_language]


def facet_labels() -> dict[str, Labels]:
    return {"kind": _kinds, **_labels, "year": _years}


def _kinds(values: Collection[str]) -> dict[str, Any]:
    return {value: _sources[value].label for value in values if value in _sources}


def _years(values: Collection[str]) -> dict[str, Any]:
    return {value: value for value in values}
