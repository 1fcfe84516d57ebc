from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from partners import histories
from partners.drawings import matrix, worldmap
from partners.models import Agreement, Laboratory, University
from partners.models.terms import today
from partners.transitions import LaboratoryStatus

NEWEST = 6


def overview(request: HttpRequest) -> HttpResponse:
    agreements, laboratories = Agreement.objects.published(), Laboratory.objects.published()
    context = {
        "figures": _figures(agreements, laboratories),
        "map": worldmap.of(University.objects.published()),
        "matrix": matrix.of(agreements, laboratories),
        "newest": agreements.latest_entered().for_cards()[:NEWEST],
        "events": histories.of(agreements, laboratories, most=NEWEST),
    }
    return TemplateResponse(request, "partners/overview.html", context)


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
