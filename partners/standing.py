"""Where an agreement or a laboratory stands today, told by a word, a shape and a sentence.

The status says what people did; this says what it means on a given day. A reader must not take an agreement to sign for
a signature, nor a planned laboratory for one that exists.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.models import Agreement, Laboratory
from partners.models.terms import today
from partners.transitions import AgreementEventKind, AgreementStatus, LaboratoryEventKind, LaboratoryStatus


@dataclass(frozen=True)
class Standing:
    words: Promise
    shape: str  # of the badge, and thereby its class in register.css
    sense: Promise


IN_FORCE = Standing(_("In force"), "force", _("It is in force today by its dates."))
REPORTED = Standing(
    pgettext_lazy("standing", "Reported in force"),
    "force",
    _("A source reports that it is in force; since when is not stated."),
)
EXPIRING = Standing(_("In force, expires soon"), "expiring", _("It is in force and expires within six months."))
ENDING = Standing(_("In force, ending"), "expiring", _("Its end is settled, and until then it is in force."))
AHEAD = Standing(_("Signed, not yet in force"), "signed", _("It is signed and takes effect later."))
SIGNED = Standing(
    pgettext_lazy("agreement", "Signed"), "signed", _("It is signed; since when it is in force is not stated.")
)
AGREED_TO_SIGN = Standing(
    pgettext_lazy("standing", "Agreed to sign"),
    "agreed",
    _("The parties agreed to sign. That is not a signature: no signing is reported."),
)
EXPIRED = Standing(_("Expired"), "ended", _("Its term has run out, and no extension is recorded here."))
PLAN_DROPPED = Standing(pgettext_lazy("standing", "Plan dropped"), "ended", _("It was planned and never opened."))

BY_STATUS = {
    AgreementStatus.DISCUSSED: ("talk", _("The parties have talked about it. Nothing is reported as agreed.")),
    AgreementStatus.AGREED: ("agreed", _("The parties have agreed on it. No signing is reported.")),
    AgreementStatus.SUSPENDED: ("paused", _("It rests for the time being.")),
    AgreementStatus.TERMINATED: ("ended", _("It has been ended.")),
    AgreementStatus.SUPERSEDED: ("ended", _("Another one has taken its place.")),
    AgreementStatus.WITHDRAWN: ("ended", _("The plan was dropped before anything was signed.")),
}
LABORATORIES = {
    LaboratoryStatus.PLANNED: Standing(
        pgettext_lazy("laboratory", "Planned"), "talk", _("It does not exist yet: its partners plan to open it.")
    ),
    LaboratoryStatus.ACTIVE: Standing(
        pgettext_lazy("laboratory", "Active"), "force", _("It has been opened and is at work.")
    ),
    LaboratoryStatus.SUSPENDED: Standing(
        pgettext_lazy("laboratory", "Suspended"), "paused", _("Its work rests for the time being.")
    ),
    LaboratoryStatus.CLOSED: Standing(pgettext_lazy("laboratory", "Closed"), "ended", _("It no longer exists.")),
}


def of_agreement(agreement: Agreement, day: date | None = None) -> Standing:
    """Reads `events`, which may be prefetched."""
    day = day or today()
    if agreement.is_in_force(day):
        return _in_force(agreement, day)
    if agreement.is_expired(day):
        return EXPIRED
    if agreement.status == AgreementStatus.SIGNED:
        return AHEAD if agreement.starts_on and agreement.starts_on > day else SIGNED
    if agreement.status == AgreementStatus.AGREED and last_step(agreement) == AgreementEventKind.AGREED_TO_SIGN:
        return AGREED_TO_SIGN
    shape, sense = BY_STATUS[agreement.status]
    return Standing(agreement.get_status_display(), shape, sense)


def of_laboratory(laboratory: Laboratory) -> Standing:
    """Reads `events`, which may be prefetched."""
    if laboratory.status == LaboratoryStatus.CLOSED and last_step(laboratory) == LaboratoryEventKind.PLAN_DROPPED:
        return PLAN_DROPPED
    return LABORATORIES[laboratory.status]


def of(record: Agreement | Laboratory) -> Standing:
    return of_agreement(record) if isinstance(record, Agreement) else of_laboratory(record)


def last_step(record: Agreement | Laboratory) -> str:
    """The kind of the newest public entry that changed the status; '' without one."""
    steps = [event for event in record.events.all() if event.is_public and event.is_step]
    return max(steps, key=lambda event: event.pk).kind if steps else ""


def _in_force(agreement: Agreement, day: date) -> Standing:
    if agreement.status in (AgreementStatus.TERMINATED, AgreementStatus.SUPERSEDED):
        return ENDING
    if agreement.is_reported_in_force(day):
        return REPORTED
    return EXPIRING if agreement.is_expiring(day=day) else IN_FORCE
