"""The map of the register: a dot per city; of very many cities, a dot per country."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from partners.drawings import places
from partners.drawings.arranging import Dot, Mark, Sheet, arranged
from partners.drawings.places import Country, Place
from partners.drawings.projection import HEIGHT, WIDTH, project

MOST_DOTS = 300  # of cities; beyond, countries
FOLDED_FROM = 24  # cities; a longer list beside the map is folded by country


@dataclass(frozen=True)
class Form:
    """Proportions of one of the two drawings, and how small it may be on a screen."""

    name: str
    width: float  # CSS pixels at the narrowest
    ratios: tuple[float, float]  # width to height: of a map that runs far from west to east, and of any other
    least: float  # units of the land, from west to east: so that one still sees where in the world this is
    reach: float
    largest: float


WIDE = Form("wide", 850, (2.0, 1.6), 1200, 36, 17)
NARROW = Form("narrow", 288, (1.5, 1.0), 900, 26, 14)


@dataclass
class Spot:
    """What a dot stands for: a city or a country."""

    name: str
    size: int
    address: str
    anchor: str  # in the list of places, which stands on the overview alone
    x: float
    y: float
    only: str = ""  # the one institution that is there


@dataclass
class Shown:
    """One dot as the template draws it: numbers are text, with a point in every language."""

    x: str
    y: str
    true_x: str
    true_y: str
    radius: str
    target: str
    dot: Dot
    spot: Spot
    others: int
    address: str

    @property
    def size(self) -> int:
        return self.dot.size

    @property
    def label_x(self) -> str:
        beside = self.dot.radius + 4
        return _number({"right": beside, "left": -beside}.get(self.dot.side, 0))

    @property
    def label_y(self) -> str:
        away = self.dot.half + 3
        return _number({"above": -away, "below": away + 9}.get(self.dot.side, 4.5))


@dataclass
class Drawing:
    name: str
    ratio: str
    frame: str
    dots: list[Shown]


def of(universities: QuerySet) -> dict:
    """What the templates `_map.html` and `_map_list.html` show."""
    found = places.of(universities)
    countries = places.by_country(found)
    on_map = [place for place in found if place.spot]
    is_clustered = len(on_map) > MOST_DOTS
    spots = _countries(countries) if is_clustered else [_city(place) for place in on_map]
    return {
        "drawings": [_drawing(spots, form) for form in (WIDE, NARROW)] if spots else [],
        "countries": countries,
        "is_clustered": is_clustered,
        "is_folded": len(found) > FOLDED_FROM,
        "off_map": sum(place.institutions for place in found if not place.spot),
    }


def _city(place: Place) -> Spot:
    x, y = project(*place.spot)
    only = place.record if place.size == 1 else ""
    return Spot(place.name, place.size, place.address, f"places-{place.country}", x, y, only)


def _countries(countries: Sequence[Country]) -> list[Spot]:
    """Each at the mean of its places, a city of many institutions weighing no more than another."""
    spots = []
    for country in countries:
        points = [project(*place.spot) for place in country.places if place.spot]
        if points:
            x, y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
            spots.append(Spot(country.name, country.size, country.address, f"places-{country.code}", x, y))
    return spots


def _drawing(spots: Sequence[Spot], form: Form) -> Drawing:
    left, top, wide, high = _frame(spots, form)
    sheet = Sheet(form.width, form.width * high / wide, form.reach, form.largest)
    marks = tuple(
        Mark(
            key,
            round((spot.x - left) / wide * sheet.width, 1),
            round((spot.y - top) / high * sheet.height, 1),
            spot.size,
            spot.name,
        )
        for key, spot in enumerate(spots)
    )
    dots = [_shown(dot, spots, sheet) for dot in arranged(marks, sheet)]
    ratio = "far" if wide / high == form.ratios[0] else "near"
    return Drawing(form.name, ratio, " ".join(f"{value:.0f}" for value in (left, top, wide, high)), dots)


def _frame(spots: Sequence[Spot], form: Form) -> tuple[float, float, float, float]:
    """The part of the world with all the spots in it, and some way around them: left, top, width, height."""
    west, east = _extent([spot.x for spot in spots])
    north, south = _extent([spot.y for spot in spots])
    wide, high = (east - west) * 1.16, (south - north) * 1.3
    ratio = form.ratios[0] if wide > high * form.ratios[0] * 0.9 else form.ratios[1]
    wide = min(max(wide, high * ratio, form.least), WIDTH)
    high = wide / ratio
    left = min(max((west + east - wide) / 2, 0), WIDTH - wide)
    top = (north + south - high) / 2
    top = (HEIGHT - high) / 2 if high > HEIGHT else min(max(top, 0), HEIGHT - high)
    return left, top, wide, high


def _extent(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def _shown(dot: Dot, spots: Sequence[Spot], sheet: Sheet) -> Shown:
    spot, others = spots[dot.marks[0].key], len(dot.marks) - 1
    return Shown(
        x=_per_cent(dot.x, sheet.width),
        y=_per_cent(dot.y, sheet.height),
        true_x=_per_cent(dot.true_x, sheet.width),
        true_y=_per_cent(dot.true_y, sheet.height),
        radius=_number(dot.radius),
        target=_number(dot.half),
        dot=dot,
        spot=spot,
        others=others,
        address=f"{reverse('partners:overview')}#{spot.anchor}" if others else spot.address,
    )


def _per_cent(value: float, whole: float) -> str:
    return f"{_number(value / whole * 100)}%"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
