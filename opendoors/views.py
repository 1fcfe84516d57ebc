"""Pages that belong to no app."""

import sys
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponsePermanentRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import translation

from news import listings
from news.models import OldAddress
from news.views import gone as article_gone
from opendoors.content.caching import kept
from opendoors.content.stored import StorageAway
from opendoors.content.visits import counted
from opendoors.nearest import nearest, words_of
from opendoors.pages.models import OldAddress as OldPageAddress
from opendoors.pages.views import gone as page_gone
from opendoors.searching.asked import LONGEST

AWAY_FOR = 30  # seconds after which programs may ask again
# What may have stood at an address once, and how it is told that it is there no more.
FORMER = ((OldAddress, article_gone), (OldPageAddress, page_gone))


@kept()
@counted()
def home(request: HttpRequest) -> HttpResponse:
    articles = listings.home(listings.feed(translation.get_language()).for_cards())
    return TemplateResponse(request, "home.html", {"articles": articles})


def health(request: HttpRequest) -> HttpResponse:
    """For monitors: 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An old address leads on for good, or says that what it led to was withdrawn; anything else is the 404 page."""
    for model, gone in FORMER:
        old = model.objects.for_address(request.path, request.META.get("QUERY_STRING", ""))
        if old and old.content.is_public:
            return HttpResponsePermanentRedirect(old.content.get_absolute_url())
        if old and old.content.status == "withdrawn":
            return gone(request).render()
    words = request.GET.get("q", "")[:LONGEST] or words_of(request.path)
    context = {"switcher_view": "home", "nearest": nearest(request.path), "words": words}
    return TemplateResponse(request, "404.html", context, status=404).render()


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while database or files are away, which heals by itself; 500 for a fault of ours. Neither page needs any."""
    if not isinstance(sys.exc_info()[1], (OperationalError, InterfaceError, StorageAway)):
        return HttpResponse(render_to_string("500.html"), status=500)
    page = render_to_string("503.html")  # with its style inside: nginx gives it away as well
    style = b64encode(sha256(page.partition("<style>")[2].partition("</style>")[0].encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    headers = {"Retry-After": str(AWAY_FOR), "Cache-Control": "no-store", "Content-Security-Policy": policy}
    return HttpResponse(page, status=503, headers=headers)


def visitors_not_found(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware for DEBUG, where Django would show its own page instead, and old addresses would lead nowhere.

    A page of ours that says more than “not found” has a class of its own, and stays.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return not_found(request) if isinstance(response, HttpResponseNotFound) else response

    return middleware


def brand(request: HttpRequest) -> dict:
    """Context of every page: the three brand lines."""
    return {
        "brand": {
            "name": settings.BRAND_NAME,
            "project": settings.BRAND_PROJECT,
            "association": settings.BRAND_ASSOCIATION,
        }
    }
