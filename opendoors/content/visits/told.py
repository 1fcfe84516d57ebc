"""Visits of one text as staff see them on its form: thirty days as bars, and all that was ever counted."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models

from opendoors.content import clock
from opendoors.content.visits.counts import VisitCount

DAYS = 30
STEP, BAR, HEIGHT = 10, 8, 60  # of the drawing; a day takes STEP, its bar BAR of that


@dataclass(frozen=True)
class Day:
    day: date
    visits: int
    left: int
    top: int
    height: int


@dataclass(frozen=True)
class Told:
    days: list[Day]
    total: int
    width: int = DAYS * STEP
    height: int = HEIGHT
    bar: int = BAR

    @property
    def recent(self) -> int:
        return sum(day.visits for day in self.days)


def told(content: models.Model) -> Told:
    """One query, of at most some 400 days and as many months as the text is old."""
    counts: dict[date, int] = {}
    for day, visits in VisitCount.objects.of(content).values_list("day", "visits"):
        counts[day] = counts.get(day, 0) + visits
    last = clock.today()
    days = [last - timedelta(days=ago) for ago in reversed(range(DAYS))]
    most = max(counts.get(day, 0) for day in days) or 1
    return Told([_day(day, counts.get(day, 0), number, most) for number, day in enumerate(days)], sum(counts.values()))


def _day(day: date, visits: int, number: int, most: int) -> Day:
    """A day with a single visit has a bar that can be seen."""
    height = max(round(HEIGHT * visits / most), 2) if visits else 0
    return Day(day, visits, number * STEP, HEIGHT - height, height)
