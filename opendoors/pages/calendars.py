"""Deadlines as a calendar: their exact moments, and in words the time of the zone in which they are told."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from opendoors.content.calendars import Event, calendar_file
from opendoors.content.site_address import Absolute
from opendoors.pages.links import linked
from opendoors.pages.models import Deadline

REMINDED = timedelta(days=1)


def calendar(deadlines: Iterable[Deadline], absolute: Absolute) -> bytes:
    name = _("%(site)s: deadlines") % {"site": settings.BRAND_NAME}
    return calendar_file(name, (_event(one, absolute) for one in linked(deadlines, "link")))


def _event(deadline: Deadline, absolute: Absolute) -> Event:
    tracks = [str(name) for name in deadline.track_names]
    url = absolute(deadline.url or reverse("pages:deadline-list"))
    return Event(
        uid=str(deadline.public_id),
        start=deadline.at,
        summary=deadline.title,
        description="\n".join([_moment(deadline), *tracks, url]),
        url=url,
        revised_at=deadline.updated_at,
        reminded=REMINDED,
        categories=tracks,
    )


def _moment(deadline: Deadline) -> str:
    return f"{date_format(deadline.local, 'j E Y, H:i')} {deadline.zone_name}"
