from django.core.paginator import Page
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control

from opendoors.content.caching import kept
from opendoors.content.visits import counted
from partners import chapters, histories
from partners.models import Agreement, Laboratory, University
from partners.models.tallies import tally
from partners.models.terms import REPORTS
from partners.nests import nested
from partners.views.pages import page_of

EVENTS = 12  # of a university; the pages of its agreements and laboratories tell the rest
HISTORY = 30  # entries on a page
LABORATORIES = 8
PARTS = 60


@kept()
@counted("university")
def university_detail(request: HttpRequest, slug: str) -> HttpResponse:
    university = get_object_or_404(University.objects.visible_to(request.user).for_cards(), slug=slug)
    parts = University.objects.published().below(university).by_name()
    agreements = Agreement.objects.published().involving(university)
    laboratories = Laboratory.objects.published().involving(university)
    events = histories.of(agreements, laboratories, most=EVENTS + 1)
    context = {
        "university": university,
        "nests": nested([university], parts[:PARTS])[0].parts,
        "parts_count": parts.count(),
        "parts_most": PARTS,
        "chapters": chapters.told(agreements),
        **_laboratories_of(university, laboratories),
        "events": events[:EVENTS],
        "has_more_events": len(events) > EVENTS,
        "predecessors": university.predecessors.published().by_name(),
    }
    return _detail(request, "partners/university_detail.html", university, context)


@kept(["page"])
@counted("laboratory")
def laboratory_detail(request: HttpRequest, slug: str) -> HttpResponse:
    laboratory = get_object_or_404(Laboratory.objects.visible_to(request.user).for_cards(), slug=slug)
    context = {
        "laboratory": laboratory,
        "chapters": chapters.told(laboratory.agreements.published()),
        "history": _history(request, laboratory),
    }
    return _detail(request, "partners/laboratory_detail.html", laboratory, context)


@kept(["page"])
@counted("agreement")
def agreement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user).for_cards(), slug=slug)
    public = Agreement.objects.published()
    context = {
        "agreement": agreement,
        "history": _history(request, agreement),
        "reports": [event for event in agreement.events.all() if event.is_public and event.kind in REPORTS],
        "renewed": public.renewed_by(agreement),
        "renewals": agreement.renewals.published().newest_first(),
        "relatives": agreement.relatives().published().newest_first(),
        "laboratories": agreement.laboratories.published().by_name().for_cards(),
        "documents": agreement.documents.public(),
    }
    return _detail(request, "partners/agreement_detail.html", agreement, context)


def _laboratories_of(university: University, laboratories: models.QuerySet) -> dict:
    parted = laboratories.by_part_of(university)
    counts = tally(parted, "is_hosted")
    first = list(parted.by_name().first_of_each("is_hosted", LABORATORIES).for_cards())
    return {
        "hosted": [laboratory for laboratory in first if laboratory.is_hosted],
        "joined": [laboratory for laboratory in first if not laboratory.is_hosted],
        "laboratories_count": sum(counts.values()),
        "laboratories_are_cut": sum(counts.values()) > len(first),
    }


def _history(request: HttpRequest, record: models.Model) -> Page:
    return page_of(request, record.events.public().newest_first(), HISTORY)


def _detail(request: HttpRequest, template: str, record: models.Model, context: dict) -> HttpResponse:
    is_hidden = not record.is_public
    response = TemplateResponse(request, template, {**context, "is_hidden": is_hidden})
    if is_hidden:  # only staff came this far: no cache may keep it for others
        patch_cache_control(response, private=True, no_store=True)
    return response
