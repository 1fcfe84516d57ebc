from django.core.paginator import InvalidPage, Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from partners import browsing
from partners.models import University
from partners.nests import cut, nested

PAGE_SIZE = 30
PARTS = 10  # told of a university in the list; its own page tells them all


def university_list(request: HttpRequest) -> HttpResponse:
    found = browsing.universities(request.GET)
    page = _page(request, found.records.for_cards())
    parts = University.objects.published().below(*page.object_list).by_name() if page.object_list else ()
    return _list(
        request, "partners/university_list.html", found, page, nests=cut(nested(page.object_list, parts), PARTS)
    )


def laboratory_list(request: HttpRequest) -> HttpResponse:
    found = browsing.laboratories(request.GET)
    page = _page(request, found.records.for_cards())
    return _list(request, "partners/laboratory_list.html", found, page)


def agreement_list(request: HttpRequest) -> HttpResponse:
    found = browsing.agreements(request.GET)
    page = _page(request, found.records.for_cards())
    return _list(request, "partners/agreement_list.html", found, page)


def _list(request: HttpRequest, template: str, found: browsing.Browsing, page: Page, **context) -> HttpResponse:
    context |= {"browsing": found, "page": page, "address_query": found.query}
    return TemplateResponse(request, template, context)


def _page(request: HttpRequest, records: models.QuerySet) -> Page:
    try:
        return Paginator(records, PAGE_SIZE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
