from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.exports import agreements, laboratories, universities
from partners.exports.columns import Column
from partners.exports.editions import Edition

CHUNK = 500  # records at a time; each chunk takes the same few queries


def keys(chosen: models.QuerySet) -> list[int]:
    return list(chosen.values_list("pk", flat=True))


@dataclass(frozen=True)
class Dataset:
    name: str
    url_name: str
    list_name: str  # of the address of its list
    title: Promise
    rows: Callable[[], models.QuerySet]
    columns: tuple[Column, ...]
    keys: Callable[[models.QuerySet], list[int]] = keys
    formats: tuple[str, ...] = ("csv", "json")

    def public(self, record: models.Model, edition: Edition) -> dict[str, Any]:
        """All that the public may know of a record, in every format."""
        return {column.name: column.value(record, edition) for column in self.columns}

    def records(self, chosen: models.QuerySet, edition: Edition) -> Iterator[dict[str, Any]]:
        """Of those chosen, in their order, without holding them all. The first chunk is made at once: what can go
        wrong goes wrong before the answer begins. One that is hidden while the rest is being written is left out."""
        records = self._in_chunks(self.keys(chosen), edition)
        return chain(list(islice(records, CHUNK)), records)

    def _in_chunks(self, keys: list[int], edition: Edition) -> Iterator[dict[str, Any]]:
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            found = self.rows().in_bulk(chunk)
            yield from (self.public(found[key], edition) for key in chunk if key in found)


UNIVERSITIES = Dataset(
    "universities",
    "partners:university-export",
    "partners:university-list",
    _("Universities and their parts"),
    universities.rows,
    universities.COLUMNS,
    universities.keys,
    formats=("csv", "json", "geojson"),
)
LABORATORIES = Dataset(
    "labs",
    "partners:laboratory-export",
    "partners:laboratory-list",
    _("Laboratories"),
    laboratories.rows,
    laboratories.COLUMNS,
)
AGREEMENTS = Dataset(
    "agreements",
    "partners:agreement-export",
    "partners:agreement-list",
    _("Agreements"),
    agreements.rows,
    agreements.COLUMNS,
)
DATASETS = {one.name: one for one in (UNIVERSITIES, LABORATORIES, AGREEMENTS)}
