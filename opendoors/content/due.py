"""Scheduled changes come out before the first request at or after their moment is answered: no job, no worker.

Each request asks the database once (an indexed table that is nearly empty): whatever is kept in the memory of one
process would be stale in another.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from opendoors.content.desk import acts
from opendoors.content.models import ScheduledChange

logger = logging.getLogger(__name__)

# Nothing there tells of any text.
SHOWS_NO_TEXT = (settings.STATIC_URL, settings.MEDIA_URL, "/health/")


class DueChangesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(SHOWS_NO_TEXT):
            apply_due()
        return self.get_response(request)


def apply_due() -> None:
    """Apply what is due, each change by itself: one that cannot be applied neither stops the others nor the request."""
    for change in ScheduledChange.objects.due():
        try:
            if change.apply():
                acts.note_change(change)
        except Exception:  # whatever is wrong with one, the site goes on
            logger.exception("A scheduled change could not be applied now: %s", change)
