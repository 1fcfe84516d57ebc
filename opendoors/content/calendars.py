"""Events as a calendar that programs read (iCalendar, RFC 5545).

They block no time. A program takes events of one UID for the same event, so that a date that is corrected moves it
instead of doubling it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import icalendar
from django.utils.translation import get_language

from opendoors.content.characters import sendable

MEDIA_TYPE = "text/calendar"
CONTENT_TYPE = f"{MEDIA_TYPE}; charset=utf-8"
PRODUCT = "-//Open Doors//Calendars//EN"
ASKED_AGAIN = timedelta(hours=12)


@dataclass(frozen=True)
class Event:
    """`start` is a day, all of which it lasts, or an aware moment; `reminded` is how long before it."""

    uid: str
    start: date | datetime
    summary: str
    description: str
    url: str
    revised_at: datetime
    reminded: timedelta
    created_at: datetime | None = None
    categories: list[str] = field(default_factory=list)
    is_confidential: bool = False


def calendar_file(name: str, events: Iterable[Event]) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    name = sendable(name)
    calendar.add("name", name, {"LANGUAGE": get_language()})
    calendar.add("x-wr-calname", name)  # what programs older than RFC 7986 read
    calendar.add("refresh-interval", ASKED_AGAIN, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for event in events:
        calendar.add_component(_component(event))
    return calendar.to_ical()


def _component(event: Event) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", event.uid)
    component.add("dtstamp", event.revised_at)  # without a METHOD: when what it tells was last revised
    component.add("last-modified", event.revised_at)
    if event.created_at:
        component.add("created", event.created_at)
    if isinstance(event.start, datetime):
        component.add("dtstart", event.start.astimezone(UTC))  # without an end it ends as it starts
    else:
        component.add("dtstart", event.start)
        component.add("dtend", event.start + timedelta(days=1))  # the first day after it
    component.add("summary", sendable(event.summary))
    component.add("description", sendable(event.description))
    if event.categories:
        component.add("categories", event.categories)
    component.add("url", event.url)
    component.add("transp", "TRANSPARENT")
    if event.is_confidential:
        component.add("class", "CONFIDENTIAL")
    component.add_component(_reminder(event))
    return component


def _reminder(event: Event) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", sendable(event.summary))
    alarm.add("trigger", -event.reminded)
    return alarm
