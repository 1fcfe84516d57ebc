"""Statuses of agreements and laboratories, the kinds of entries in their histories, and which move is legal.

A table maps (from, to) to the kinds of entry that may record the move, the usual one first. Whatever is not in a table
is refused. CORRECTED takes back a mistake and asks for its reason.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

Moves = dict[tuple[str, str], tuple[str, ...]]


class IllegalTransition(ValidationError):
    """A status that cannot follow the present one, or was changed by hand."""


class AgreementStatus(models.TextChoices):
    DISCUSSED = "discussed", pgettext_lazy("agreement", "Discussed")
    AGREED = "agreed", pgettext_lazy("agreement", "Agreed")
    SIGNED = "signed", pgettext_lazy("agreement", "Signed")
    SUSPENDED = "suspended", pgettext_lazy("agreement", "Suspended")
    TERMINATED = "terminated", pgettext_lazy("agreement", "Terminated")
    SUPERSEDED = "superseded", pgettext_lazy("agreement", "Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("agreement", "Withdrawn")


class LaboratoryStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("laboratory", "Planned")
    ACTIVE = "active", pgettext_lazy("laboratory", "Active")
    SUSPENDED = "suspended", pgettext_lazy("laboratory", "Suspended")
    CLOSED = "closed", pgettext_lazy("laboratory", "Closed")


class AgreementEventKind(models.TextChoices):
    DISCUSSED = "discussed", _("Discussed")
    AGREED = "agreed", _("Agreed")
    AGREED_TO_SIGN = "agreed_to_sign", _("Agreed to sign")
    SIGNED = "signed", _("Signed")
    ENTERED_INTO_FORCE = "entered_into_force", _("Entered into force")
    REPORTED_IN_FORCE = "reported_in_force", _("Reported in force")
    APPLICATION_SUBMITTED = "application_submitted", _("Application submitted")
    EXTENSION_DISCUSSED = "extension_discussed", _("Extension discussed")
    EXTENDED = "extended", _("Extended")
    RENEWED = "renewed", _("Renewed")
    AMENDED = "amended", _("Amended")
    NOTICE_GIVEN = "notice_given", _("Notice given")
    SUSPENDED = "suspended", _("Suspended")
    RESUMED = "resumed", _("Resumed")
    TERMINATED = "terminated", _("Terminated")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("event", "Withdrawn")
    CORRECTED = "corrected", _("Corrected")
    OTHER = "other", _("Other")


class LaboratoryEventKind(models.TextChoices):
    PLANNED = "planned", _("Planned")
    APPLICATION_SUBMITTED = "application_submitted", _("Application submitted")
    APPROVED = "approved", _("Approved")
    OPENED = "opened", _("Opened")
    REPORTED_ACTIVE = "reported_active", _("Reported active")
    PROJECT_LAUNCHED = "project_launched", _("Joint project launched")
    RENEWED = "renewed", _("Renewed")
    SUSPENDED = "suspended", _("Suspended")
    RESUMED = "resumed", _("Resumed")
    CLOSED = "closed", _("Closed")
    PLAN_DROPPED = "plan_dropped", _("Plan dropped")
    CORRECTED = "corrected", _("Corrected")
    OTHER = "other", _("Other")


_A, _AE = AgreementStatus, AgreementEventKind
_L, _LE = LaboratoryStatus, LaboratoryEventKind

AGREEMENT_MOVES: Moves = {
    (_A.DISCUSSED, _A.AGREED): (_AE.AGREED, _AE.AGREED_TO_SIGN, _AE.REPORTED_IN_FORCE),
    # "Signed" at once: often the first that is heard of an agreement.
    (_A.DISCUSSED, _A.SIGNED): (_AE.SIGNED, _AE.REPORTED_IN_FORCE),
    (_A.DISCUSSED, _A.WITHDRAWN): (_AE.WITHDRAWN,),
    (_A.AGREED, _A.DISCUSSED): (_AE.CORRECTED,),
    (_A.AGREED, _A.SIGNED): (_AE.SIGNED, _AE.REPORTED_IN_FORCE),
    (_A.AGREED, _A.TERMINATED): (_AE.TERMINATED,),
    (_A.AGREED, _A.SUPERSEDED): (_AE.SUPERSEDED,),
    (_A.AGREED, _A.WITHDRAWN): (_AE.WITHDRAWN,),
    (_A.SIGNED, _A.AGREED): (_AE.CORRECTED,),
    (_A.SIGNED, _A.SUSPENDED): (_AE.SUSPENDED,),
    (_A.SIGNED, _A.TERMINATED): (_AE.TERMINATED,),
    (_A.SIGNED, _A.SUPERSEDED): (_AE.SUPERSEDED, _AE.RENEWED),
    (_A.SUSPENDED, _A.SIGNED): (_AE.RESUMED, _AE.CORRECTED),
    (_A.SUSPENDED, _A.TERMINATED): (_AE.TERMINATED,),
    (_A.SUSPENDED, _A.SUPERSEDED): (_AE.SUPERSEDED, _AE.RENEWED),
    (_A.TERMINATED, _A.SIGNED): (_AE.CORRECTED,),
    (_A.SUPERSEDED, _A.SIGNED): (_AE.CORRECTED,),
    (_A.WITHDRAWN, _A.DISCUSSED): (_AE.DISCUSSED, _AE.CORRECTED),
}

LABORATORY_MOVES: Moves = {
    (_L.PLANNED, _L.ACTIVE): (_LE.OPENED, _LE.REPORTED_ACTIVE),
    (_L.PLANNED, _L.CLOSED): (_LE.PLAN_DROPPED,),
    (_L.ACTIVE, _L.PLANNED): (_LE.CORRECTED,),
    (_L.ACTIVE, _L.SUSPENDED): (_LE.SUSPENDED,),
    (_L.ACTIVE, _L.CLOSED): (_LE.CLOSED,),
    (_L.SUSPENDED, _L.ACTIVE): (_LE.RESUMED, _LE.CORRECTED),
    (_L.SUSPENDED, _L.CLOSED): (_LE.CLOSED,),
    (_L.CLOSED, _L.ACTIVE): (_LE.CORRECTED,),
    (_L.CLOSED, _L.PLANNED): (_LE.CORRECTED,),
}


def legal_targets(moves: Moves, status: str) -> list[str]:
    """The statuses that may follow `status`, in the order of the table."""
    return [target for source, target in moves if source == status]


def history_problem(moves: Moves, initial: str, status: str, steps: list[tuple[str, str]]) -> str:
    """What is wrong with a chain of (from, to) steps that should lead from `initial` to `status`; '' if nothing."""
    reached = initial
    for source, target in steps:
        if source != reached:
            return gettext("its history goes on from “%(found)s” where it stood at “%(expected)s”") % {
                "found": source,
                "expected": reached,
            }
        if (source, target) not in moves:
            return gettext("its history holds an illegal step from “%(source)s” to “%(target)s”") % {
                "source": source,
                "target": target,
            }
        reached = target
    if reached != status:
        return gettext("its status is “%(status)s”, but its history ends with “%(reached)s”") % {
            "status": status,
            "reached": reached,
        }
    return ""
