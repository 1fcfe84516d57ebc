from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control

from partners import histories
from partners.models import Agreement, Laboratory, University
from partners.models.terms import REPORTS
from partners.nests import nested
from partners.standing import grouped

EVENTS = 12  # of a university; the pages of its agreements and laboratories tell the rest


def university_detail(request: HttpRequest, slug: str) -> HttpResponse:
    university = get_object_or_404(University.objects.visible_to(request.user).for_cards(), slug=slug)
    parts = list(University.objects.published().below(university).by_name())
    agreements = Agreement.objects.published().involving(university)
    laboratories = Laboratory.objects.published().involving(university)
    ours = {university.pk, *(part.pk for part in parts)}
    shown = list(laboratories.by_name().for_cards())
    events = histories.of(agreements, laboratories, most=EVENTS + 1)
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


def laboratory_detail(request: HttpRequest, slug: str) -> HttpResponse:
    laboratory = get_object_or_404(Laboratory.objects.visible_to(request.user).for_cards(), slug=slug)
    context = {
        "laboratory": laboratory,
        "agreements": laboratory.agreements.published().newest_first().for_cards(),
        "events": laboratory.events.public().newest_first(),
    }
    return _detail(request, "partners/laboratory_detail.html", laboratory, context)


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


def _detail(request: HttpRequest, template: str, record: models.Model, context: dict) -> HttpResponse:
    is_hidden = not record.is_public
    response = TemplateResponse(request, template, {**context, "is_hidden": is_hidden})
    if is_hidden:  # only staff came this far: no cache may keep it for others
        patch_cache_control(response, private=True, no_store=True)
    return response
