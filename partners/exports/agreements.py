from django.db import models
from django.db.models import OuterRef, Prefetch, Subquery
from django.utils.translation import gettext_lazy as _

from partners import standing
from partners.exports.columns import (
    FIELDS,
    IDENTITY,
    NAMES,
    PAGES,
    column,
    dated,
    history,
    names,
    stands,
    stated,
    translated,
)
from partners.exports.editions import Edition, address
from partners.models import Agreement, AgreementDocument, AgreementEvent, AgreementParty, Laboratory
from partners.transitions import AgreementEventKind, AgreementStatus
from partners.vocabulary import Activity, AgreementForm, AgreementKind, Renewal

# Where dates and history say more than the status; else the status itself stands.
CODES = {
    "in_force": standing.IN_FORCE,
    "reported_in_force": standing.REPORTED,
    "expires_soon": standing.EXPIRING,
    "ending": standing.ENDING,
    "not_yet_in_force": standing.AHEAD,
    "signed": standing.SIGNED,
    "agreed_to_sign": standing.AGREED_TO_SIGN,
    "expired": standing.EXPIRED,
}
STANDINGS = (
    *((code, one.words) for code, one in CODES.items()),
    *((code, words) for code, words in AgreementStatus.choices if code not in CODES),
)


def rows() -> models.QuerySet:
    """Without what universities are parts of: cards need it, files do not."""
    published = Agreement.objects.published()
    return published.annotate(renewed_id=renewed_id()).prefetch_related(
        Prefetch("parties", AgreementParty.objects.select_related("university")),
        Prefetch("events", AgreementEvent.objects.public()),
        "fields",
        Prefetch("related", published, to_attr="related_here"),
        Prefetch("related_from", published, to_attr="related_there"),
        Prefetch("laboratories", Laboratory.objects.published()),
        Prefetch("documents", AgreementDocument.objects.marked_public()),
    )


def renewed_id() -> Subquery:
    return Subquery(Agreement.objects.published().filter(pk=OuterRef("renews")).order_by().values("public_id")[:1])


def _standing(agreement: Agreement, edition: Edition) -> str:
    stands = standing.of_agreement(agreement, edition.day)
    return next((code for code, one in CODES.items() if one is stands), agreement.status)


def _parties(agreement: Agreement, edition: Edition) -> list[dict]:
    return [
        {
            "id": edition.identifier(party.university.public_id),
            **names(party.university),
            "name_as_signed": stated(party.name_as_signed),
            "own_reference": stated(party.own_reference),
        }
        for party in agreement.parties.all()
    ]


def _related(agreement: Agreement, edition: Edition) -> list[str]:
    others = {one.pk: one for one in (*agreement.related_here, *agreement.related_there)}
    return [edition.identifier(others[key].public_id) for key in sorted(others)]


def _documents(agreement: Agreement, edition: Edition) -> list[dict]:
    return [
        {"title": one.title, "language": one.language, "url": edition.root + address("document", one.pk)}
        for one in agreement.documents.all()
    ]


COLUMNS = (
    *IDENTITY,
    *translated("title", _("Its title.")),
    *translated("summary", _("What it is about.")),
    column("reference", _("The association's own number.")),
    column("form", _("In what form it was made."), choices=tuple(AgreementForm.choices)),
    column("kind", _("What kind it is of."), choices=tuple(AgreementKind.choices)),
    column(
        "parties",
        _("Who takes part; the name as it stands in the document where that differs; the party's own number for it."),
        _parties,
        parts=("id", *NAMES, "name_as_signed", "own_reference"),
    ),
    *stands(AgreementStatus.choices, _standing, STANDINGS),
    column(
        "in_force",
        _("Whether it is in force on the day of the file, by its dates or by a public report."),
        lambda agreement, edition: agreement.is_in_force(edition.day),
    ),
    *dated("signed", _("When it was signed.")),
    *dated("effective", _("From when it is in force.")),
    *dated("expires", _("When its term ends.")),
    *dated("ended", _("When it was ended.")),
    column("renewal", _("What happens at the end of its term."), choices=tuple(Renewal.choices)),
    column("renewal_months", _("For how many months it renews itself.")),
    column(
        "renews",
        _("Identifier of the agreement that it renews."),
        lambda agreement, edition: edition.identifier(agreement.renewed_id) if agreement.renewed_id else None,
    ),
    column("related", _("Identifiers of agreements that belong to it."), _related),
    FIELDS,
    column("activities", _("What is done under it."), choices=tuple(Activity.choices)),
    column(
        "laboratories",
        _("Identifiers of the laboratories that work under it."),
        lambda agreement, edition: [edition.identifier(one.public_id) for one in agreement.laboratories.all()],
    ),
    column("documents", _("Its public documents."), _documents, parts=("title", "language", "url")),
    history(AgreementEventKind.choices),
    *PAGES,
)
