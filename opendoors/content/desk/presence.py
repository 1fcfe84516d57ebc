from datetime import timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from opendoors.content import clock
from opendoors.content.desk.people import told_name
from opendoors.content.desk.tabs import Message
from opendoors.content.keeping import Place, Presence

ASKED_EVERY = 12_000  # milliseconds, while somebody looks at the tab
ASKED_IN_BACKGROUND = 30_000  # browsers let a tab that nobody looks at speak once a minute at most
ALIVE_FOR = timedelta(seconds=40)  # after the last word of a tab: three of its messages are lost by then
ALIVE_IN_BACKGROUND = timedelta(seconds=150)


class Presences:
    """Part of `RevisableAdmin`: who else has it open, and whether they have unsaved changes."""

    def note_presence(self, request: HttpRequest, message: Message, place: Place) -> None:
        if message.closing:
            Presence.objects.of(request.user).of_tabs([message.tab]).delete()
            return
        until = clock.now() + (ALIVE_IN_BACKGROUND if message.hidden else ALIVE_FOR)
        Presence.objects.note(request.user, message.tab, place, has_changes=message.changed, until=until)

    def others_present(self, request: HttpRequest, tab: str, place: Place) -> list[str]:
        """A sentence for each person who has it open in another tab than this one."""
        rows = Presence.objects.at(place).alive().besides(request.user, tab).by_name()
        by_person = [(user, list(tabs)) for user, tabs in groupby(rows, key=lambda row: row.user)]
        return [_told(user, request.user, any(row.has_changes for row in tabs)) for user, tabs in by_person]


def _told(user: Any, reader: Any, has_changes: bool) -> str:
    if user == reader:
        if has_changes:
            return _("You have this open in another tab, with unsaved changes.")
        return _("You have this open in another tab.")
    name = told_name(user)
    if has_changes:
        return _("%(name)s has this open and has unsaved changes.") % {"name": name}
    return _("%(name)s has this open.") % {"name": name}
