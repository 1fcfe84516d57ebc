"""When something public changes next by the clock alone. Each kind of content says when it is its turn."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.utils import timezone

from opendoors.content import clock

Turn = Callable[[], datetime | None]

_turns: list[Turn] = []


def announce(*turns: Turn) -> None:
    """Each: the next moment after `clock.now()` at which readers find more, less or something else; None for never."""
    _turns.extend(turns)


def next_change() -> datetime:
    """At midnight at the latest: what is in force, and what is a thing of the past, changes by the day."""
    return min([_midnight(), *(moment for turn in _turns if (moment := turn()))])


def _midnight() -> datetime:
    """The end of `clock.today()`, in the site's own time zone."""
    return timezone.make_aware(
        datetime.combine(clock.today() + timedelta(days=1), time()), timezone.get_default_timezone()
    )
