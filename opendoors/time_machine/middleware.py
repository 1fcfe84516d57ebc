from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from opendoors.content import clock
from opendoors.content.due import SHOWS_NO_TEXT, apply_due
from opendoors.time_machine import session


class TimeMachineMiddleware:
    """After whoever says who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        moment = moment_of(request)
        if moment is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return hidden(HttpResponseNotAllowed(["GET", "HEAD"]))  # nothing is written from a time that is not yet
        reader, request.user, request.time_machine = request.user, AnonymousUser(), moment
        try:
            with clock.at(moment), transaction.atomic():
                apply_due()
                response = whole(self.get_response(request))
                transaction.set_rollback(True)
        finally:
            request.user = reader
        return hidden(response)


def moment_of(request: HttpRequest) -> datetime | None:
    """Which time this answer is to be of; None for now. Without a session nothing is asked for."""
    path = request.path_info
    if path.startswith(("/admin/", *SHOWS_NO_TEXT)) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    if session.KEPT_AS not in request.session:
        return None
    moment = session.read(request.session[session.KEPT_AS])
    if moment and request.user.is_staff and request.user.has_perm(session.MAY_LOOK):
        return moment
    del request.session[session.KEPT_AS]  # it has come, or is no longer theirs to see
    return None


def whole(response: HttpResponse) -> HttpResponse:
    """What is sent in pieces is written here and now, while it is that time."""
    if not response.streaming:
        return response
    written = HttpResponse(b"".join(response.streaming_content), status=response.status_code, headers=response.headers)
    written.cookies = response.cookies
    return written


def hidden(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers.pop("Access-Control-Allow-Origin", None)
    return response
