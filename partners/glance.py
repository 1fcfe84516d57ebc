"""The register in a few numbers: for its own front page, and for the site's."""

from datetime import date

from partners.models import Agreement, Laboratory, University
from partners.models.terms import today
from partners.transitions import LaboratoryStatus


def figures() -> dict[str, int | date]:
    """How many records are published today; nothing that an article or a press release claims."""
    universities, laboratories = University.objects.published(), Laboratory.objects.published()
    agreements, whole = Agreement.objects.published(), universities.whole()
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
