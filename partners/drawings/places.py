"""The cities of the register, each with what is published there.

An institution counts where it is; a part counts only in a city that nothing above it is in (a campus, usually). A
city is on the map as soon as one of its institutions has coordinates.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django_countries import countries

CODES = [code for code, _name in settings.LANGUAGES]
NAMES = [f"{field}_{code}" for field in ("city", "name") for code in CODES]


@dataclass
class Place:
    """A city, or a single institution whose city nobody states. `spot`: latitude and longitude."""

    country: str
    key: str
    name: str
    spot: tuple[float, float] | None = None
    institutions: int = 0
    parts: int = 0
    slug: str = ""  # of the one record that is there, if it is one
    record: str = ""  # its name

    @property
    def size(self) -> int:
        return self.institutions + self.parts

    @property
    def address(self) -> str:
        if self.size == 1:
            return reverse("partners:university-detail", args=[self.slug])
        query = urlencode({"country": self.country, "city": self.key})
        return f"{reverse('partners:university-list')}?{query}"


@dataclass
class Country:
    code: str
    name: str
    places: list[Place]

    @property
    def size(self) -> int:
        """Institutions, as the country's page counts them; parts where it has nothing else."""
        return sum(place.institutions for place in self.places) or sum(place.parts for place in self.places)

    @property
    def address(self) -> str:
        return country_address(self.code)


def of(universities: QuerySet) -> list[Place]:
    """Where these are, largest first."""
    fields = ("pk", "parent", "slug", "country", "latitude", "longitude", *NAMES)
    rows = {row["pk"]: row for row in universities.order_by("pk").values(*fields)}
    places: dict[tuple[str, str], Place] = {}
    for row in rows.values():
        if row["parent"] is None:
            _put(places, row, "institutions")
    for row in rows.values():
        if row["parent"] is not None and _city(row) and _spot_name(row) not in map(_spot_name, _above(row, rows)):
            _put(places, row, "parts")
    return sorted(places.values(), key=lambda place: (-place.size, place.country, place.name, place.key))


def by_country(places: Iterable[Place]) -> list[Country]:
    """In the order of the countries' names; in each, its cities by name."""
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(place.country, []).append(place)
    told = [
        Country(code, country_name(code), sorted(there, key=lambda place: place.name)) for code, there in found.items()
    ]
    return sorted(told, key=lambda country: country.name)


def country_name(code: str) -> str:
    return str(countries.name(code)) or code


def country_address(code: str) -> str:
    return reverse("partners:country-detail", args=[code])


def _put(places: dict, row: dict, counted_as: str) -> None:
    country, key = _spot_name(row)
    place = places.setdefault((country, key), Place(country, _city(row), _shown(row, "city") or _shown(row, "name")))
    setattr(place, counted_as, getattr(place, counted_as) + 1)
    if not place.slug:
        place.slug, place.record = row["slug"], _shown(row, "name")
    if place.spot is None and row["latitude"] is not None:
        place.spot = float(row["latitude"]), float(row["longitude"])


def _above(row: dict, rows: dict) -> Iterator[dict]:
    """All that it is part of."""
    while row["parent"] in rows:
        row = rows[row["parent"]]
        yield row


def _spot_name(row: dict) -> tuple[str, str]:
    return row["country"], _city(row).casefold() or f"#{row['pk']}"


def _city(row: dict) -> str:
    """By the same name in every language of the page: addresses are made of it."""
    return next((row[f"city_{code}"] for code in CODES if row[f"city_{code}"]), "")


def _shown(row: dict, field: str) -> str:
    here = get_language()
    order = sorted(CODES, key=lambda code: code != here)
    return next((row[f"{field}_{code}"] for code in order if row[f"{field}_{code}"]), "")
