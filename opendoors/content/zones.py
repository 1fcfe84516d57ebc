"""Time zones as people choose and read them: by the names of the IANA database, with the offset of the moment told.

Staff type and read moments in a zone of their own, which is the current one of their requests; readers' pages are told
in the site's (`settings.TIME_ZONE`).
"""

from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opendoors.content import clock

DATABASE = files("tzdata") / "zoneinfo"
# How readers are told the zones in which the association's universities live; any other is told by its own name.
SPOKEN = {
    "Europe/Kaliningrad": gettext_lazy("Kaliningrad time"),
    "Europe/Moscow": gettext_lazy("Moscow time"),
    "Europe/Samara": gettext_lazy("Samara time"),
    "Asia/Yekaterinburg": gettext_lazy("Yekaterinburg time"),
    "Asia/Omsk": gettext_lazy("Omsk time"),
    "Asia/Novosibirsk": gettext_lazy("Novosibirsk time"),
    "Asia/Tomsk": gettext_lazy("Tomsk time"),
    "Asia/Krasnoyarsk": gettext_lazy("Krasnoyarsk time"),
    "Asia/Irkutsk": gettext_lazy("Irkutsk time"),
    "Asia/Vladivostok": gettext_lazy("Vladivostok time"),
}


@cache
def names() -> tuple[str, ...]:
    """One or more for each country; without old spellings and without zones that are no places."""
    lines = (DATABASE / "zone.tab").read_text("utf-8").splitlines()
    return ("UTC", *sorted(line.split("\t")[2] for line in lines if not line.startswith("#")))


@cache
def _old_names() -> dict[str, str]:
    """Browsers still say `Asia/Calcutta` and `Europe/Kiev`."""
    lines = (line.split() for line in (DATABASE / "tzdata.zi").read_text("utf-8").splitlines())
    return {parts[2]: parts[1] for parts in lines if parts[0] == "L"}


def known(name: str) -> ZoneInfo | None:
    """The zone of this name, an old one included; None where there is none to choose."""
    for _each in range(3):  # links may lead to links
        if name in names():
            return ZoneInfo(name)
        if name in ("Etc/UTC", "Etc/GMT"):
            return ZoneInfo("UTC")
        name = _old_names().get(name, "")
    return None


def offset(moment: datetime) -> str:
    """`UTC+5:30` for a moment with its zone."""
    seconds = int((moment.utcoffset() or timedelta()).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    sign = "−" if seconds < 0 else "+"
    return f"UTC{sign}{hours}{f':{minutes:02}' if minutes else ''}"


def told(moment: datetime | None = None) -> str:
    """The current zone as it stands beside a moment (without one: now): `Europe/Moscow, UTC+3`."""
    local = timezone.localtime(moment or clock.now())
    name = timezone.get_current_timezone()
    return f"{name}, {offset(local)}" if str(name) != "UTC" else "UTC"


def told_moment(moment: datetime) -> str:
    """A moment in words with the zone in which it is told."""
    return f"{date_format(timezone.localtime(moment), 'DATETIME_FORMAT')} ({told(moment)})"


def in_words(local: datetime) -> str:
    """The zone of this moment (a ZoneInfo) as readers are told it: `Moscow time (UTC+3)`."""
    name = str(local.tzinfo)
    if name == "UTC":
        return name
    spoken = SPOKEN.get(name) or _("time zone %(zone)s") % {"zone": name.replace("_", " ")}
    return f"{spoken} ({offset(local)})"


def choices() -> list[Any]:
    """By part of the world, each with its offset of today. The site's own stands first."""
    now = clock.now()
    listed = [(name, f"{name.replace('_', ' ')} ({offset(now.astimezone(known(name)))})") for name in names()]
    groups = groupby((pair for pair in listed if "/" in pair[0]), key=lambda pair: pair[0].partition("/")[0])
    own = [pair for pair in listed if pair[0] == settings.TIME_ZONE or "/" not in pair[0]]
    return [*own, *((region, list(pairs)) for region, pairs in groups)]
