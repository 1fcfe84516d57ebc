"""Loads the demo's partners from `partners/*.toml`, each record moved to its standing the way staff do it.

Records are known by their addresses, so that what a person has edited since stays as it is. Everything comes from one
report without a date, which is given as the source of each entry.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from opendoors.demo.loading import Demo, Tally
from partners.models import Agreement, AgreementRelation, Field, Laboratory, University
from partners.models.moved import Moved

FOLDER = Path(__file__).parent / "partners"
SOURCE = {
    "source_title": "HSE Expands Cooperation with Chinese Universities",
    "source_url": "https://od.globaluni.ru/index.php/news/220",
}

Row = dict[str, Any]


def load_fields(demo: Demo) -> Tally:
    return _load("Fields of cooperation", Field, rows("fields"), _make)


def load_universities(demo: Demo) -> Tally:
    return _load("Universities", University, [*rows("chinese"), *rows("russian")], _make_university)


def load_laboratories(demo: Demo) -> Tally:
    return _load("Laboratories", Laboratory, rows("laboratories"), _make_laboratory)


def load_agreements(demo: Demo) -> Tally:
    return _load("Agreements", Agreement, rows("agreements"), _make_agreement)


def rows(name: str) -> Iterator[Row]:
    """The tables of `partners/<name>.toml`, each with its address as `slug`."""
    tables = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    for slug, row in tables.items():
        yield {"slug": slug, **row}


def _load(what: str, model: type, wanted: Any, make: Any) -> Tally:
    added = found = 0
    for row in wanted:
        if model.objects.filter(slug=row["slug"]).exists():
            found += 1
            continue
        with transaction.atomic():
            make(model, row)
        added += 1
    return Tally(what, added, found)


def _make(model: type, row: Row) -> Any:
    record = model(**row)
    record.full_clean()
    record.save()
    return record


def _make_university(model: type, row: Row) -> None:
    if city := row.pop("city", ""):
        row |= next(other for other in rows("cities") if other["slug"] == city) | {"slug": row["slug"]}
    if parent := row.pop("parent", ""):
        row["parent"] = _university(parent)
    if row["country"] == "RU":
        row |= {"own_name": row["name_ru"], "own_language": "ru"}
    _make(model, {**row, "is_published": True})


def _make_laboratory(model: type, row: Row) -> None:
    links = {name: row.pop(name, []) for name in ("partners", "fields", "steps", "events")}
    laboratory = _make(model, {**row, "host": _university(row["host"]), "is_published": True})
    for slug, role in links["partners"].items():
        laboratory.partnerships.create(university=_university(slug), role=role)
    _tell(laboratory, links)


def _make_agreement(model: type, row: Row) -> None:
    links = {name: row.pop(name, []) for name in ("parties", "related", "fields", "steps", "events")}
    agreement = _make(model, {**row, "is_published": True})
    for order, slug in enumerate(links["parties"]):
        agreement.parties.create(university=_university(slug), order=order)
    for slug in links["related"]:
        AgreementRelation.objects.create(agreement=agreement, other=model.objects.get(slug=slug))
    _tell(agreement, links)


def _tell(record: Moved, links: dict[str, list]) -> None:
    record.fields.set(Field.objects.filter(slug__in=links["fields"]))
    for step in links["steps"]:
        record.transition(**step, **SOURCE)
    for event in links["events"]:
        record.events.create(**event, **SOURCE)
    record.full_clean()


def _university(slug: str) -> University:
    return University.objects.get(slug=slug)
