from datetime import datetime
from typing import Any

from opendoors.content import clock
from opendoors.content.publishing import YEARS

KEPT_AS = "time_machine"
MAY_LOOK = "content.look_at_other_times"


def read(kept: Any) -> datetime | None:
    """A moment that is still to come, as one of our pages wrote it."""
    try:
        moment = datetime.fromisoformat(kept or "")
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo and moment > clock.now() and moment.year in YEARS else None
