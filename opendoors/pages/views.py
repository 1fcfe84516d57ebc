from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from opendoors.content.contents import contents
from opendoors.pages.links import linked
from opendoors.pages.models import Deadline, Page


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
        **more,
    }
    return TemplateResponse(request, "pages/page_detail.html", context)


def deadline_list(request: HttpRequest) -> HttpResponse:
    deadlines = Deadline.objects.published()
    context = {"upcoming": linked(deadlines.upcoming(), "link"), "past": linked(deadlines.past(), "link")}
    return TemplateResponse(request, "pages/deadline_list.html", context)


def gone(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "410.html", {"switcher_view": "home", "is_page": True}, status=410)
