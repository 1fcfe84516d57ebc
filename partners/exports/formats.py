"""Files out of records: CSV (RFC 4180), JSON (RFC 8259) and GeoJSON (RFC 7946), written piece by piece."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from io import StringIO
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.exports.columns import Column
from partners.exports.datasets import Dataset
from partners.exports.editions import Edition
from partners.exports.universities import PLACE

Records = Iterable[dict[str, Any]]

BOM = "\ufeff"  # or Excel takes UTF-8 for something else
BETWEEN, BAR = " | ", "¦"  # between several values of one cell; what a bar inside a value becomes
# What a spreadsheet takes for a formula, in narrow and wide letters (OWASP, "CSV injection").
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
UNSEEN = ("\t", "\r", "\n")


@dataclass(frozen=True)
class Format:
    name: str
    media_type: str
    write: Callable[[Dataset, Records, Edition], Iterator[str]]
    meaning: Promise


def csv_file(dataset: Dataset, records: Records, edition: Edition) -> Iterator[str]:
    """Licence and day are columns: a line of comment would break what reads ordinary CSV."""
    columns = [column for column in dataset.columns if column.in_tables]
    ends = (" ".join(edition.licence.values()), edition.day.isoformat())
    yield BOM + _line([*(name for column in columns for name in _heads(column)), "licence", "as_of"])
    for record in records:
        yield _line([*(cell for column in columns for cell in _cells(column, record[column.name])), *ends])


def json_file(dataset: Dataset, records: Records, edition: Edition) -> Iterator[str]:
    yield from _envelope({}, "records", records, edition)


def geojson_file(dataset: Dataset, records: Records, edition: Edition) -> Iterator[str]:
    """No `crs`: RFC 7946 knows WGS 84 alone."""
    yield from _envelope({"type": "FeatureCollection"}, "features", map(_feature, records), edition)


FORMATS = {
    "csv": Format(
        "CSV", "text/csv; charset=utf-8", csv_file, _("A table for Excel, LibreOffice and statistics programs.")
    ),
    "json": Format("JSON", "application/json", json_file, _("Everything, histories and their sources included.")),
    "geojson": Format(
        "GeoJSON", "application/geo+json", geojson_file, _("For maps: a point for each institution, if known.")
    ),
}


def safe(text: str) -> str:
    """What no spreadsheet runs: an apostrophe goes before what it would take for a formula."""
    return f"'{text}" if text.startswith(UNSEEN) or text.lstrip().startswith(FORMULAS) else text


def _line(cells: list[str]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _heads(column: Column) -> list[str]:
    return [f"{column.name}_{part}" for part in column.parts] or [column.name]


def _cells(column: Column, value: Any) -> list[str]:
    if not column.parts:
        return [_cell(value)]
    if isinstance(value, dict):
        return [_cell(value[part]) for part in column.parts]
    return [_cell([row[part] for row in value]) for part in column.parts]


def _cell(value: Any) -> str:
    """Numbers are left alone, negative ones too: they are no formulas, and text would be no number."""
    if isinstance(value, list):
        return safe(BETWEEN.join(_text(one).replace("|", BAR) for one in value))
    return _text(value) if isinstance(value, float | int) else safe(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _feature(record: dict[str, Any]) -> dict[str, Any]:
    latitude, longitude = (record[name] for name in PLACE)
    return {
        "type": "Feature",
        "id": record["id"],
        "geometry": None if latitude is None else {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {name: value for name, value in record.items() if name not in PLACE},
    }


def _envelope(head: dict, name: str, records: Records, edition: Edition) -> Iterator[str]:
    """One object, its records one on each line; the count comes last, when it is known."""
    told = {
        **head,
        "licence": edition.licence,
        "generated": edition.made_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "as_of": edition.day.isoformat(),
        "source": edition.source,
    }
    yield f'{_json(told)[:-1]}, "{name}": ['
    count = 0
    for count, record in enumerate(records, 1):
        yield f"{',' if count > 1 else ''}\n{_json(record)}"
    yield f'\n], "count": {count}}}\n'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
