from django.core.paginator import InvalidPage, Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from partners.models import Agreement, Laboratory, University
from partners.nests import nested

PAGE_SIZE = 30


def university_list(request: HttpRequest) -> HttpResponse:
    public = University.objects.published()
    page = _page(request, public.whole().by_name())
    parts = public.below(*page.object_list).by_name()
    return TemplateResponse(
        request, "partners/university_list.html", {"page": page, "nests": nested(page.object_list, parts)}
    )


def laboratory_list(request: HttpRequest) -> HttpResponse:
    page = _page(request, Laboratory.objects.published().by_name().for_cards())
    return TemplateResponse(request, "partners/laboratory_list.html", {"page": page})


def agreement_list(request: HttpRequest) -> HttpResponse:
    page = _page(request, Agreement.objects.published().newest_first().for_cards())
    return TemplateResponse(request, "partners/agreement_list.html", {"page": page})


def _page(request: HttpRequest, records: models.QuerySet) -> Page:
    try:
        return Paginator(records, PAGE_SIZE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
