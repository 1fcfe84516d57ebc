"""What time it is for the rules of visibility. Nothing else asks `timezone.now()` for that.

Staff and tests look at the site as of another moment by `with clock.at(moment):`; the override belongs to the current
thread or task only.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("clock_moment", default=None)


def now() -> datetime:
    """The aware moment that visibility is judged by: real time, unless `at()` says otherwise."""
    return _moment.get() or timezone.now()


def seconds() -> float:
    """`now()` as seconds of the epoch, without making a date of it."""
    moment = _moment.get()
    return moment.timestamp() if moment else time.time()


def today() -> date:
    """The day of `now()` in the site's own time zone, whichever zone the reader has chosen."""
    zone = timezone.get_default_timezone()
    if _moment.get():
        return timezone.localdate(now(), zone)
    if not (_day.zone is zone and _day.begins <= time.time() < _day.ends):
        _look_at_the_calendar(zone)
    return _day.day


def midnight() -> datetime:
    """The end of `today()`."""
    return _begin(today() + timedelta(days=1), timezone.get_default_timezone())


class _Day(NamedTuple):
    """What every page that is given away asks for, known until it is over."""

    zone: tzinfo | None = None
    begins: float = 0
    ends: float = 0
    day: date = date.min


_day = _Day()


def _look_at_the_calendar(zone: tzinfo) -> None:
    global _day  # one value, replaced as a whole: threads see the one or the other
    day = timezone.localdate(None, zone)
    _day = _Day(zone, _begin(day, zone).timestamp(), _begin(day + timedelta(days=1), zone).timestamp(), day)


def _begin(day: date, zone: tzinfo) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()), zone)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Judge visibility as of `moment` (aware) inside the block. Raises ValueError for a naive one."""
    if timezone.is_naive(moment):
        raise ValueError("clock.at() needs a moment with its time zone")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
