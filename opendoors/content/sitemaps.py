"""What search engines are told to visit: apps say in their module `sitemaps` which public pages they have.

Every address comes with those of the same page in the other languages in which it is live.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import translation

from opendoors.content import blocks
from opendoors.content.addresses import AddressedQuerySet
from opendoors.content.originals import LANGUAGES

Paths = dict[str, str]  # of one page, by language


@dataclass(frozen=True)
class Entry:
    """One address. `changed_at` is None where nobody can tell when the page last said something else."""

    language: str
    paths: Paths
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Section:
    """Pages of one kind, in files of at most `2 * blocks.SIZE` addresses. A file without entries is none."""

    name: str
    numbers: Callable[[], list[int]]
    entries: Callable[[int], Iterable[Entry]]


def texts(name: str, rows: Callable[[], AddressedQuerySet]) -> Section:
    """Of content that has a row and an address for each language; two queries a file."""
    return Section(name, lambda: blocks.numbers(rows()), lambda number: _texts(rows(), number))


def records(name: str, rows: Callable[[], QuerySet]) -> Section:
    """Of what is the same row in every language and keeps `updated_at`; one query a file."""
    return Section(name, lambda: blocks.numbers(rows()), lambda number: _records(rows(), number))


def few(name: str, entries: Callable[[], Iterable[Entry]]) -> Section:
    """Of so few that one file has room for all."""
    return Section(name, lambda: [0] if any(True for _entry in entries()) else [], lambda number: _few(entries, number))


def in_every_language(path: Callable[[], str], changed_at: datetime | None = None) -> Iterator[Entry]:
    """`path` is asked once in each language."""
    paths = {}
    for language in LANGUAGES:
        with translation.override(language):
            paths[language] = path()
    yield from (Entry(language, paths, changed_at) for language in LANGUAGES)


def page(view: str, *arguments: str) -> Iterator[Entry]:
    return in_every_language(lambda: reverse(view, args=arguments))


def _texts(rows: AddressedQuerySet, number: int) -> Iterator[Entry]:
    here = blocks.block(rows, number)
    found = list(here.for_sitemaps())
    paths: dict = {}
    for text in rows.siblings_of(here) if found else ():
        paths.setdefault(text.translation_key, {})[text.language] = text.get_absolute_url()
    for text in found:
        yield Entry(text.language, paths[text.translation_key], text.known_since)


def _records(rows: QuerySet, number: int) -> Iterator[Entry]:
    for record in blocks.block(rows, number).only("slug", "updated_at"):
        yield from _of(record)


def _of(record: Model) -> Iterator[Entry]:
    return in_every_language(record.get_absolute_url, record.updated_at)


def _few(entries: Callable[[], Iterable[Entry]], number: int) -> Iterable[Entry]:
    return entries() if number == 0 else ()
