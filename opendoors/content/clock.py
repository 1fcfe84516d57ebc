"""What time it is for the rules of visibility. Nothing else asks `timezone.now()` for that.

Staff and tests look at the site as of another moment by `with clock.at(moment):`; the override belongs to the current
thread or task only.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

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
    return timezone.localdate(now(), timezone.get_default_timezone())


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
