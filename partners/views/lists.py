from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from opendoors.content.caching import kept
from opendoors.content.visits import counted
from partners import browsing
from partners.models import University
from partners.nests import cut, nested
from partners.views.pages import page_of

PAGE_SIZE = 30
PARTS = 10  # told of a university in the list; its own page tells them all


def parameters(response: HttpResponse) -> set[str]:
    """All that a list reads from its address."""
    return {*response.context_data["browsing"].filters, "sort", "page"}


@kept(parameters)
@counted()
def university_list(request: HttpRequest) -> HttpResponse:
    found = browsing.universities(request.GET)
    page = page_of(request, found.records.for_cards(), PAGE_SIZE)
    parts = University.objects.published().below(*page.object_list).by_name() if page.object_list else ()
    return _list(
        request, "partners/university_list.html", found, page, nests=cut(nested(page.object_list, parts), PARTS)
    )


@kept(parameters)
@counted()
def laboratory_list(request: HttpRequest) -> HttpResponse:
    found = browsing.laboratories(request.GET)
    page = page_of(request, found.records.for_cards(), PAGE_SIZE)
    return _list(request, "partners/laboratory_list.html", found, page)


@kept(parameters)
@counted()
def agreement_list(request: HttpRequest) -> HttpResponse:
    found = browsing.agreements(request.GET)
    page = page_of(request, found.records.for_cards(), PAGE_SIZE)
    return _list(request, "partners/agreement_list.html", found, page)


def _list(request: HttpRequest, template: str, found: browsing.Browsing, page: Page, **context) -> HttpResponse:
    context |= {"browsing": found, "page": page, "address_query": found.query, "has_same_pages": True}
    return TemplateResponse(request, template, context)
