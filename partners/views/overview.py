from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from opendoors.content.caching import kept
from opendoors.content.visits import counted
from partners import glance, histories
from partners.drawings import matrix, worldmap
from partners.models import Agreement, Laboratory, University

NEWEST = 6


@kept()
@counted()
def overview(request: HttpRequest) -> HttpResponse:
    agreements, laboratories = Agreement.objects.published(), Laboratory.objects.published()
    context = {
        "figures": glance.figures(),
        "map": worldmap.of(University.objects.published()),
        "matrix": matrix.of(agreements, laboratories),
        "newest": agreements.latest_entered().for_cards()[:NEWEST],
        "events": histories.of(agreements, laboratories, most=NEWEST),
    }
    return TemplateResponse(request, "partners/overview.html", context)
