from django.core.paginator import InvalidPage, Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest


def page_of(request: HttpRequest, records: models.QuerySet, size: int) -> Page:
    """The page that `?page=` asks for; 404 where there is none."""
    try:
        return Paginator(records, size).page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404 from error
