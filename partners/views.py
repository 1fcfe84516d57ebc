"""The register's public pages. Whoever opens one sees published records alone; staff also the record they came for."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control

from partners import histories
from partners.models import Agreement, AgreementEvent, Laboratory, LaboratoryEvent, University
from partners.models.terms import REPORTS, today
from partners.nests import nested
from partners.standing import grouped
from partners.transitions import LaboratoryStatus

PAGE_SIZE = 30
NEWEST = 6
EVENTS = 12  # of a university; the pages of its agreements and laboratories tell the rest


def overview(request: HttpRequest) -> HttpResponse:
    agreements, laboratories = Agreement.objects.published(), Laboratory.objects.published()
    context = {
        "figures": _figures(agreements, laboratories),
        "newest": agreements.latest_entered().for_cards()[:NEWEST],
        "events": _events_of(agreements, laboratories, NEWEST),
    }
    return TemplateResponse(request, "partners/overview.html", context)


def university_list(request: HttpRequest) -> HttpResponse:
    public = University.objects.published()
    page = _page(request, public.whole().by_name())
    parts = public.below(*page.object_list).by_name()
    return TemplateResponse(
        request, "partners/university_list.html", {"page": page, "nests": nested(page.object_list, parts)}
    )


def university_detail(request: HttpRequest, slug: str) -> HttpResponse:
    university = get_object_or_404(University.objects.visible_to(request.user).for_cards(), slug=slug)
    parts = list(University.objects.published().below(university).by_name())
    agreements = Agreement.objects.published().involving(university)
    laboratories = Laboratory.objects.published().involving(university)
    ours = {university.pk, *(part.pk for part in parts)}
    shown = list(laboratories.by_name().for_cards())
    events = _events_of(agreements, laboratories, EVENTS + 1)
    context = {
        "university": university,
        "nests": nested([university], parts)[0].parts,
        "groups": grouped(agreements.newest_first().for_cards()),
        "hosted": [laboratory for laboratory in shown if laboratory.host_id in ours],
        "joined": [laboratory for laboratory in shown if laboratory.host_id not in ours],
        "events": events[:EVENTS],
        "has_more_events": len(events) > EVENTS,
        "predecessors": university.predecessors.published().by_name(),
    }
    return _detail(request, "partners/university_detail.html", university, context)


def laboratory_list(request: HttpRequest) -> HttpResponse:
    page = _page(request, Laboratory.objects.published().by_name().for_cards())
    return TemplateResponse(request, "partners/laboratory_list.html", {"page": page})


def laboratory_detail(request: HttpRequest, slug: str) -> HttpResponse:
    laboratory = get_object_or_404(Laboratory.objects.visible_to(request.user).for_cards(), slug=slug)
    context = {
        "laboratory": laboratory,
        "agreements": laboratory.agreements.published().newest_first().for_cards(),
        "events": laboratory.events.public().newest_first(),
    }
    return _detail(request, "partners/laboratory_detail.html", laboratory, context)


def agreement_list(request: HttpRequest) -> HttpResponse:
    page = _page(request, Agreement.objects.published().newest_first().for_cards())
    return TemplateResponse(request, "partners/agreement_list.html", {"page": page})


def agreement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user).for_cards(), slug=slug)
    events = list(agreement.events.public().newest_first())
    public = Agreement.objects.published()
    context = {
        "agreement": agreement,
        "events": events,
        "reports": [event for event in events if event.kind in REPORTS],
        "renewed": public.renewed_by(agreement),
        "renewals": agreement.renewals.published().newest_first(),
        "relatives": agreement.relatives().published().newest_first(),
        "laboratories": agreement.laboratories.published().by_name().for_cards(),
        "documents": agreement.documents.public(),
    }
    return _detail(request, "partners/agreement_detail.html", agreement, context)


def _page(request: HttpRequest, records: models.QuerySet) -> Page:
    try:
        return Paginator(records, PAGE_SIZE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error


def _detail(request: HttpRequest, template: str, record: models.Model, context: dict) -> HttpResponse:
    is_hidden = not record.is_public
    response = TemplateResponse(request, template, {**context, "is_hidden": is_hidden})
    if is_hidden:  # only staff came this far: no cache may keep it for others
        patch_cache_control(response, private=True, no_store=True)
    return response


def _events_of(agreements: models.QuerySet, laboratories: models.QuerySet, most: int) -> list:
    return histories.newest(
        AgreementEvent.objects.public().of(agreements), LaboratoryEvent.objects.public().of(laboratories), most=most
    )


def _figures(agreements: models.QuerySet, laboratories: models.QuerySet) -> dict:
    """How many records are published; nothing that an article or a press release claims."""
    universities = University.objects.published()
    whole = universities.whole()
    return {
        "institutions": whole.count(),
        "countries": whole.values("country").distinct().count(),
        "parts": universities.count() - whole.count(),
        "laboratories": laboratories.count(),
        "planned": laboratories.with_status(LaboratoryStatus.PLANNED).count(),
        "agreements": agreements.count(),
        "in_force": agreements.in_force().count(),
        "day": today(),
    }
