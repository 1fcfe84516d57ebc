"""Which page an answer is, and whether it counts. A view says the first, the middleware decides the second.

What the view says stays with the answer, so that a cache that keeps it can count the page as well.
"""

from collections.abc import Callable
from functools import wraps
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from opendoors.content.readers import is_person
from opendoors.content.visits.counting import count, visit

View = Callable[..., HttpResponse]


def counted(about: str = "", key: Callable[[Any], int] = attrgetter("pk")) -> Callable[[View], View]:
    """Visits of the pages of this view are counted: of each, if `about` names in its context what it is about.

    A row is counted by its model and key, anything else by the name of the address.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def named(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if response.status_code == 200:
                subject = response.context_data[about] if about else None
                kind = subject._meta.label_lower if isinstance(subject, Model) else request.resolver_match.view_name
                response.page_counted = (kind, key(subject) if about else 0, translation.get_language())
            return response

        return named

    return decorate


class VisitsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        page = getattr(response, "page_counted", None)
        if page and response.status_code == 200 and _counts(request):
            count(visit(*page))
        return response


def _counts(request: HttpRequest) -> bool:
    """Nobody but staff has a session: whoever brings the cookie of one is not counted, and nobody is looked up."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and is_person(request.META)
