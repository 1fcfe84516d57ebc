"""The register, one file per subject.

`rules`, `told`, `slugs`, `dated`, `moved`, `scoped`, `terms`, `lists` and `nesting` hold what models share. `fields`
and `universities` stand on these, `staff` and `parties` on universities, `agreements` on parties, `laboratories` on
agreements. `events` and `documents` belong to agreements and laboratories and name them by string. `calendar` holds
the addresses under which staff read their deadlines.
"""

from partners.models.agreements import Agreement
from partners.models.calendar import CalendarToken
from partners.models.documents import AgreementDocument
from partners.models.events import AgreementEvent, LaboratoryEvent
from partners.models.fields import Field
from partners.models.laboratories import Laboratory, LaboratoryPartner
from partners.models.parties import AgreementParty, AgreementRelation
from partners.models.staff import StaffMembership
from partners.models.universities import University

__all__ = [
    "Agreement",
    "AgreementDocument",
    "AgreementEvent",
    "AgreementParty",
    "AgreementRelation",
    "CalendarToken",
    "Field",
    "Laboratory",
    "LaboratoryEvent",
    "LaboratoryPartner",
    "StaffMembership",
    "University",
]
