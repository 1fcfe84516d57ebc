"""When something public changes next by the clock alone. Each kind of content says when it is its turn."""

from collections.abc import Callable
from datetime import datetime

from opendoors.content import clock

Turn = Callable[[], datetime | None]

_turns: list[Turn] = []


def announce(*turns: Turn) -> None:
    """Each: the next moment after `clock.now()` at which readers find more, less or something else; None for never."""
    _turns.extend(turns)


def next_change() -> datetime:
    """At midnight at the latest: what is in force, and what is a thing of the past, changes by the day."""
    return min([clock.midnight(), *(moment for turn in _turns if (moment := turn()))])
