"""Dates that are known to the day, to the month, to the year or not at all.

A start is stored as the first day of its period and an end as the last, so that dates of different precision compare.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

# Languages that write the name of a month with a small letter.
SMALL_MONTHS = {"ru"}


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    UNKNOWN = "unknown", _("not known")


class Edge(Enum):
    """Whether a date begins something or ends it."""

    START = "start"
    END = "end"


@dataclass(frozen=True)
class PartialDate:
    """A stored day with its precision; false when the date is not known."""

    day: date | None = None
    precision: str = Precision.UNKNOWN

    def __bool__(self) -> bool:
        return self.day is not None

    def __str__(self) -> str:
        if self.day is None:
            return gettext("date not stated")
        if self.precision == Precision.DAY:
            return date_format(self.day, "j E Y")
        if self.precision == Precision.YEAR:
            return f"{self.day:%Y}"
        month = date_format(self.day, "F Y")
        return month.lower() if (get_language() or "")[:2] in SMALL_MONTHS else month

    @property
    def iso(self) -> str:
        """As HTML's `<time datetime>` wants it (ISO 8601): 2025-03-05, 2025-03, 2025 or ''."""
        if self.day is None:
            return ""
        return self.day.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(self.precision, 10)]

    def following(self) -> "PartialDate":
        """The day, month or year after this one, as a start."""
        if self.day is None:
            return PartialDate()
        last = settle(self.day, self.precision, Edge.END)
        return PartialDate(last + timedelta(days=1), self.precision)


def settle(day: date | None, precision: str, edge: Edge) -> date | None:
    """The first or last day of the period that `day` and `precision` name."""
    if day is None or precision in (Precision.DAY, Precision.UNKNOWN):
        return day
    if precision == Precision.YEAR:
        return date(day.year, 1, 1) if edge is Edge.START else date(day.year, 12, 31)
    return day.replace(day=1 if edge is Edge.START else calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier if negative), or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
