"""What readers open most, for staff: of all that can be edited only what they find in the admin themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe
from django_countries import countries

from news.models import Article, Topic
from opendoors.content import clock
from opendoors.content.models import VisitCount
from opendoors.pages.models import Page
from partners.models import Agreement, Field, Laboratory, University

DAYS = (7, 30, 365)
USUAL = 30
MOST = 50  # rows of the table
LANGUAGES = dict(settings.LANGUAGES)
MODELS = {model._meta.label_lower: model for model in (Article, Page, Topic, University, Laboratory, Agreement, Field)}
COUNTRY = "partners:country-detail"  # of all rows, the key says which country
# Pages that are about no single thing, by the names of their addresses.
NAMED = {
    "home": _("Home page"),
    "news:article-list": _("All news"),
    "news:article-archive": _("News of a month"),
    "pages:deadline-list": _("Deadlines"),
    "search": pgettext_lazy("page", "Search"),
    "partners:overview": _("Partners"),
    "partners:university-list": _("Universities"),
    "partners:laboratory-list": _("Laboratories"),
    "partners:agreement-list": _("Agreements"),
    "partners:country-list": _("Countries"),
    "partners:field-list": _("Fields of cooperation"),
    "partners:data": _("Open data"),
}
WITHOUT_ADDRESS = {"news:article-archive"}  # there are many


@dataclass(frozen=True)
class Row:
    """`url` leads to the form of what has one, else to the page."""

    page: Any
    noun: Any
    language: str
    visits: int
    url: str
    page_language: str = ""  # in which `page` is written, where it is known


@require_safe
def most_read(request: HttpRequest) -> HttpResponse:
    days = int(request.GET["days"]) if request.GET.get("days") in map(str, DAYS) else USUAL
    language = request.GET.get("language", "")
    counts = VisitCount.objects.since(clock.today() - timedelta(days=days - 1)).among(_found_by(request))
    shown = counts.in_language(language) if language in LANGUAGES else counts
    totals = counts.by_language()
    context = {
        **admin.site.each_context(request),
        "title": _("What is read most"),
        "days": days,
        "choices": DAYS,
        "language": language if language in LANGUAGES else "",
        "languages": [(code, name, totals.get(code, 0)) for code, name in LANGUAGES.items()],
        "total": sum(totals.values()),
        "rows": _rows(list(shown.by_page()[:MOST])),
        "most": MOST,
    }
    return TemplateResponse(request, "admin/most_read.html", context)


def _found_by(request: HttpRequest) -> dict[str, QuerySet | None]:
    """Rows by kind; None where all of it is for everybody."""
    desks = {label: admin.site.get_model_admin(model) for label, model in MODELS.items()}
    rows = {label: desk.get_queryset(request) for label, desk in desks.items() if desk.has_view_permission(request)}
    return {**dict.fromkeys(NAMED), COUNTRY: None, **rows}


def _rows(counted: list[dict]) -> list[Row]:
    keys = {label: [one["key"] for one in counted if one["kind"] == label] for label in MODELS}
    known = {label: _in_bulk(MODELS[label], some) for label, some in keys.items() if some}
    return [_row(known.get(one["kind"], {}).get(one["key"]), **one) for one in counted]


def _in_bulk(model: type[Model], keys: Iterable[int]) -> dict[int, Model]:
    rows = University.objects.for_cards() if model is University else model.objects.all()
    return rows.in_bulk(keys)


def _row(subject: Model | None, kind: str, key: int, language: str, total: int) -> Row:
    told = LANGUAGES.get(language, language)
    if subject is not None:
        opts = subject._meta
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[key])
        name = getattr(subject, "full_name", "") or str(subject)
        return Row(name, capfirst(opts.verbose_name), told, total, url, getattr(subject, "language", ""))
    if kind == COUNTRY:
        code = countries.alpha2(key)
        name, noun, arguments = countries.name(code), _("Country"), [code]
    else:
        name, noun, arguments = NAMED[kind], _("List"), []
    with translation.override(language):
        url = "" if kind in WITHOUT_ADDRESS else reverse(kind, args=arguments)
    return Row(name, noun, told, total, url)
