from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from opendoors.content.caching import kept
from opendoors.content.calendars import CONTENT_TYPE
from opendoors.content.contents import contents
from opendoors.content.polling import answer
from opendoors.content.richtext import playing
from opendoors.content.site_address import absolute, of_site
from opendoors.content.visits import counted
from opendoors.pages.calendars import calendar
from opendoors.pages.links import linked
from opendoors.pages.models import Deadline, Page


@kept()
@counted("page")
def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    pages = Page.objects.in_language(translation.get_language()).with_slug(slug)
    page = pages.visible_to(request.user).first()
    if page is None:
        if pages.withdrawn().exists():
            return gone(request)
        raise Http404
    response = page_page(request, page)
    if not page.is_public:
        add_never_cache_headers(response)  # for staff alone
    return response


def page_page(request: HttpRequest, page: Page, **more) -> HttpResponse:
    context = {
        "page": page,
        "contents": contents(page.body),
        "language_links": page.language_links(),
        "is_hidden": not page.is_public,
        **more,
    }
    return playing(page.body)(TemplateResponse)(request, "pages/page_detail.html", context)


@kept()
@counted()
def deadline_list(request: HttpRequest) -> HttpResponse:
    deadlines = Deadline.objects.published()
    address = absolute(request, reverse("pages:deadline-calendar"))
    context = {
        "upcoming": linked(deadlines.upcoming(), "link"),
        "past": linked(deadlines.past(), "link"),
        "webcal": f"webcal:{address.partition(':')[2]}",  # programs subscribe to it instead of reading it once
    }
    return TemplateResponse(request, "pages/deadline_list.html", context)


@kept()
@require_safe
def deadline_calendar(request: HttpRequest) -> HttpResponse:
    return _calendar(request, Deadline.objects.published().in_order(), "open-doors-deadlines")


@kept()
@require_safe
def one_deadline_calendar(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """To be put into one's own calendar."""
    deadline = get_object_or_404(Deadline.objects.published(), public_id=public_id)
    return _calendar(request, [deadline], "open-doors-deadline")


def _calendar(request: HttpRequest, deadlines: Iterable[Deadline], name: str) -> HttpResponse:
    content = calendar(deadlines, of_site(request))
    disposition = {"Content-Disposition": f'inline; filename="{name}.ics"'}
    return answer(request, content, CONTENT_TYPE, **disposition)


def gone(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "410.html", {"switcher_view": "home", "is_page": True}, status=410)
