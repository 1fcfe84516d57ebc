"""Moments as staff type them, in their own zone: never shifted in silence.

Where the clocks go forward, some times of day do not exist; where they go back, some come twice. The first are refused
with the time that comes instead, the second ask which one is meant: `02:30 UTC+2`, which is also how such a moment is
shown, so that what a form shows and what it was made from are the same moment.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, BaseAdminDateWidget, BaseAdminTimeWidget
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.timezone import get_current_timezone, localtime, override
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opendoors.content import zones

WITH_OFFSET = re.compile(r"(?P<clock>.*?)\s*(?:UTC|GMT)?\s*(?P<sign>[+−-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?")

NEVER = gettext_lazy("There is no %(time)s on %(day)s in %(zone)s: the clocks are put forward. Do you mean %(other)s?")
TWICE = gettext_lazy(
    "%(time)s comes twice on %(day)s in %(zone)s: the clocks are put back. Write “%(first)s” or “%(second)s”."
)
IN_WHICH_ZONE = format_lazy(gettext_lazy("Times are those of the zone {zone}."), zone=lazy(zones.told, str)())
OTHER_OFFSET = gettext_lazy("%(zone)s is %(offset)s at %(time)s on %(day)s.")


class ClockInput(BaseAdminTimeWidget):
    def format_value(self, value: Any) -> str | None:
        if not isinstance(value, time) or value.tzinfo is None:
            return super().format_value(value)
        return f"{super().format_value(value.replace(tzinfo=None))} {_told_offset(value)}"


class MomentInput(AdminSplitDateTime):
    def __init__(self, attrs: dict | None = None):
        forms.MultiWidget.__init__(self, [BaseAdminDateWidget, ClockInput], attrs)

    def decompress(self, value: datetime | None) -> list:
        if not value:
            return [None, None]
        local = localtime(value)
        twice = _comes_twice(local.replace(tzinfo=None))
        return [local.date(), local.time().replace(tzinfo=timezone(local.utcoffset()) if twice else None)]


class ClockField(forms.TimeField):
    def to_python(self, value: Any) -> time | None:
        """With `tzinfo` where an offset from UTC is typed."""
        found = WITH_OFFSET.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None:
            return super().to_python(value)
        offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        if offset >= timedelta(hours=24):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        typed = super().to_python(found["clock"])
        return typed and typed.replace(tzinfo=timezone(offset if found["sign"] == "+" else -offset))


class MomentField(forms.SplitDateTimeField):
    """A date and a time of day in the current zone; the value is aware."""

    widget = MomentInput

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        day, clock = self.fields
        self.fields = (day, ClockField(required=False, error_messages=clock.error_messages))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """`data` as a form sends it, or as a moment."""
        return super().has_changed(initial, data if isinstance(data, list) else self.widget.decompress(data))

    def compress(self, data_list: list) -> datetime | None:
        if not data_list:
            return None
        for value, key in zip(data_list, ("invalid_date", "invalid_time"), strict=True):
            if value in self.empty_values:
                raise ValidationError(self.error_messages[key], code=key)
        return _moment(*data_list)


class ZonedMomentInput(MomentInput):
    """Shows a moment on the clocks of its own zone, whatever the current one is."""

    zone: Any = None

    def decompress(self, value: datetime | None) -> list:
        with override(self.zone or get_current_timezone()):
            return super().decompress(value)


class ZonedMomentField(MomentField):
    """A date and a time of day in the zone that `in_zone` says, which another field of the form asks for."""

    widget = ZonedMomentInput

    def in_zone(self, zone: Any) -> None:
        self.widget.zone = zone

    def compress(self, data_list: list) -> datetime | None:
        with override(self.widget.zone or get_current_timezone()):
            return super().compress(data_list)


class MomentForm(forms.Form):
    """Asks for a moment, and carries the zone in which it was shown."""

    at = MomentField(label=gettext_lazy("Moment"), help_text=IN_WHICH_ZONE)
    zone_shown = forms.CharField(required=False, widget=forms.HiddenInput, initial=lambda: str(get_current_timezone()))


def _moment(day: date, clock: time) -> datetime:
    typed = datetime.combine(day, clock.replace(tzinfo=None))
    try:
        local = typed.replace(tzinfo=get_current_timezone())
        meant = local.astimezone(UTC).astimezone(local.tzinfo)
        twice = _comes_twice(typed)
    except (OverflowError, ValueError):
        raise ValidationError(_("Please check the year.")) from None
    if meant.replace(tzinfo=None) != typed:
        raise ValidationError(NEVER % (_told(typed) | {"other": date_format(meant, "H:i")}))
    both = [local.replace(fold=fold) for fold in (0, 1)]
    if clock.tzinfo:
        chosen = [each for each in both if each.utcoffset() == clock.utcoffset()]
        if not chosen:
            raise ValidationError(OTHER_OFFSET % (_told(typed) | {"offset": zones.offset(local)}))
        return chosen[0].astimezone(UTC)
    if twice:
        first, second = (f"{date_format(typed, 'H:i')} {zones.offset(each)}" for each in both)
        raise ValidationError(TWICE % (_told(typed) | {"first": first, "second": second}))
    return meant.astimezone(UTC)  # in a zone, a moment of a double hour equals no other (PEP 495)


def _comes_twice(typed: datetime) -> bool:
    local = typed.replace(tzinfo=get_current_timezone(), fold=0)
    exists = local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) == typed
    return exists and local.utcoffset() != local.replace(fold=1).utcoffset()


def _told(typed: datetime) -> dict[str, str]:
    told = {"day": date_format(typed, "DATE_FORMAT"), "time": date_format(typed, "H:i")}
    return {**told, "zone": str(get_current_timezone())}


def _told_offset(clock: time) -> str:
    return zones.offset(datetime.combine(date(2000, 1, 1), clock))
