"""Columns of the files: a name, what it means, and how a record gives it. What is not stated is None."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.dates import Precision
from partners.exports.editions import Edition
from partners.models.events import Chronicled
from partners.vocabulary import UniversityKind

LANGUAGES = [code for code, _name in settings.LANGUAGES]
Value = Callable[[Any, Edition], Any]
Choice = tuple[str, Promise]


@dataclass(frozen=True)
class Column:
    """`parts` are the keys of a list of objects; `choices` the codes that may stand here, with their names."""

    name: str
    meaning: Promise
    value: Value
    parts: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    in_tables: bool = True


def stated(value: Any) -> Any:
    return None if value == "" else value


def column(name: str, meaning: Promise, value: Value | None = None, **options: Any) -> Column:
    """Without `value`, the record's attribute of that name."""
    return Column(name, meaning, value or (lambda record, _edition: stated(getattr(record, name))), **options)


def translated(name: str, meaning: Promise) -> list[Column]:
    """A column for each language."""
    return [column(f"{name}_{code}", meaning) for code in LANGUAGES]


def dated(name: str, meaning: Promise, when: Callable[[Any], Any] | None = None) -> list[Column]:
    """A date as far as it is known, and how far that is: one meaning, for they are read together."""
    when = when or (lambda record: record.when(name))
    return [
        column(name, meaning, lambda record, _edition: stated(when(record).iso)),
        column(
            f"{name}_precision",
            meaning,
            lambda record, _edition: str(when(record).precision),
            choices=tuple(Precision.choices),
        ),
    ]


def stands(statuses: Iterable[Choice], told: Value, standings: Iterable[Choice]) -> list[Column]:
    """What staff have recorded, and what `told` makes of it for the day of the file."""
    return [
        column("status", _("Its status, as its staff have recorded it."), choices=tuple(statuses)),
        column(
            "standing",
            _("Where it stands on the day of the file: status, dates and history together."),
            told,
            choices=tuple(standings),
        ),
    ]


def names(record: models.Model, field: str = "name") -> dict[str, str | None]:
    return {f"{field}_{code}": stated(getattr(record, f"{field}_{code}")) for code in LANGUAGES}


NAMES = tuple(f"name_{code}" for code in LANGUAGES)
IDENTITY = [
    column(
        "id",
        _("The record's identifier: it never changes and is never given to another. It leads to the record's page."),
        lambda record, edition: edition.identifier(record.public_id),
    ),
    column("uuid", _("The same without the name of this site."), lambda record, _edition: str(record.public_id)),
]
PAGE = _("Its page on this site.")
PAGES = [
    column(f"page_{code}", PAGE, lambda record, edition, code=code: edition.page(record, code)) for code in LANGUAGES
]
FIELDS = column(
    "fields",
    _("Fields of cooperation, with their codes in ISCED-F 2013 where there is one."),
    lambda record, _edition: [
        {"slug": field.slug, **names(field), "isced_f": stated(field.isced_code)}
        for field in sorted(record.fields.all(), key=lambda field: field.slug)
    ],
    parts=("slug", *NAMES, "isced_f"),
)
KINDS = tuple(UniversityKind.choices)
EVENT = ("kind", "date", "precision", *(f"{name}_{code}" for name in ("when", "description") for code in LANGUAGES))
SOURCE = ("source_title", "source_url")


def history(choices: Iterable[Choice]) -> Column:
    """Public entries, the first entered first; as many rows as a table has columns would not help anyone."""
    return column(
        "events",
        _("Its history: what happened, when (a date or words) and who says so. Not in CSV."),
        lambda record, edition: [_event(event, edition) for event in sorted(record.events.all(), key=_entered)],
        parts=(*EVENT, *SOURCE),
        choices=tuple(choices),
        in_tables=False,
    )


def _entered(event: Chronicled) -> int:
    return event.pk


def _event(event: Chronicled, edition: Edition) -> dict[str, str | None]:
    words = [getattr(event, f"{name}_{code}") for name in ("when_text", "description") for code in LANGUAGES]
    values = (event.kind, event.happened.iso, str(event.happened.precision), *words)
    source = (event.source_title, edition.absolute(event.source_url))
    return {name: stated(value) for name, value in zip((*EVENT, *SOURCE), (*values, *source), strict=True)}
