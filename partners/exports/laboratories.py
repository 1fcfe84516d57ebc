from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from partners import standing
from partners.exports.columns import FIELDS, IDENTITY, NAMES, PAGES, column, dated, history, names, stands, translated
from partners.exports.editions import Edition
from partners.models import Agreement, Laboratory, LaboratoryEvent, LaboratoryPartner
from partners.transitions import LaboratoryEventKind, LaboratoryStatus
from partners.vocabulary import PartnerRole

STANDINGS = (*LaboratoryStatus.choices, ("plan_dropped", standing.PLAN_DROPPED.words))


def rows() -> models.QuerySet:
    return (
        Laboratory.objects.published()
        .select_related("host")
        .prefetch_related(
            Prefetch("partnerships", LaboratoryPartner.objects.select_related("university")),
            Prefetch("events", LaboratoryEvent.objects.public()),
            "fields",
            Prefetch("agreements", Agreement.objects.published()),
        )
    )


def _standing(laboratory: Laboratory, _edition: Edition) -> str:
    return "plan_dropped" if standing.of_laboratory(laboratory) is standing.PLAN_DROPPED else laboratory.status


def _partners(laboratory: Laboratory, edition: Edition) -> list[dict]:
    return [
        {"id": edition.identifier(row.university.public_id), **names(row.university), "role": row.role}
        for row in laboratory.partnerships.all()
    ]


COLUMNS = (
    *IDENTITY,
    *translated("name", _("Its name.")),
    *translated("description", _("What it is, in a few sentences.")),
    *stands(LaboratoryStatus.choices, _standing, STANDINGS),
    column(
        "host",
        _("The university, or the part of one, that hosts it."),
        lambda laboratory, edition: {
            "id": edition.identifier(laboratory.host.public_id),
            **names(laboratory.host),
        },
        parts=("id", *NAMES),
    ),
    column(
        "partners",
        _("Who takes part in it besides its host, and as what."),
        _partners,
        parts=("id", *NAMES, "role"),
        choices=tuple(PartnerRole.choices),
    ),
    FIELDS,
    column(
        "agreements",
        _("Identifiers of the agreements that it works under."),
        lambda laboratory, edition: [edition.identifier(one.public_id) for one in laboratory.agreements.all()],
    ),
    *dated("opened", _("When it was opened.")),
    *dated("closed", _("When it was closed.")),
    *translated("head", _("Who leads it.")),
    column("website", _("Its own site.")),
    history(LaboratoryEventKind.choices),
    *PAGES,
)
