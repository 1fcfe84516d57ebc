"""Countries and fields of cooperation: a little of everything that has to do with one, and the way to the rest."""

from operator import attrgetter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django_countries.fields import Country

from opendoors.content.caching import kept
from opendoors.content.visits import counted
from partners import browsing, chapters, countries
from partners.models import AgreementParty, Field, University
from partners.models.tallies import tally

UNIVERSITIES = 18
LABORATORIES = 8


@kept()
@counted()
def country_list(request: HttpRequest) -> HttpResponse:
    context = {"rows": countries.counted(tally(University.objects.published().whole(), "country"))}
    return TemplateResponse(request, "partners/country_list.html", context)


@kept()
@counted("country", key=attrgetter("numeric"))
def country_detail(request: HttpRequest, code: str) -> HttpResponse:
    known = countries.known(code)
    if known is None or not browsing.universities({"country": known}).records.exists():
        raise Http404
    if code != known:
        return redirect("partners:country-detail", known, permanent=True)
    parties = AgreementParty.objects.of(browsing.agreements({"country": code}).records).elsewhere(code)
    context = {"country": Country(code), "rows": countries.counted(parties.agreements_by_country())}
    return TemplateResponse(request, "partners/country_detail.html", {**context, **_everything({"country": code})})


@kept()
@counted()
def field_list(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "partners/field_list.html", {"fields": Field.objects.in_use().by_name()})


@kept()
@counted("field")
def field_detail(request: HttpRequest, slug: str) -> HttpResponse:
    field = get_object_or_404(Field.objects.visible_to(request.user), slug=slug)
    response = TemplateResponse(request, "partners/field_detail.html", {"field": field, **_everything({"field": slug})})
    if request.user.is_authenticated:  # staff also see fields that nothing public names yet
        patch_cache_control(response, private=True, no_store=True)
    return response


def _everything(query: dict[str, str]) -> dict:
    universities, laboratories = (browse(query).records for browse in (browsing.universities, browsing.laboratories))
    return {
        "universities": universities.for_cards()[:UNIVERSITIES],
        "universities_count": universities.count(),
        "laboratories": laboratories.for_cards()[:LABORATORIES],
        "laboratories_count": laboratories.count(),
        "chapters": chapters.told(browsing.agreements(query).records),
    }
