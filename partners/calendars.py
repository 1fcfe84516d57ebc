"""What has to be thought of before an agreement ends, as a calendar that people subscribe to.

All events last a whole day. Their UID is the record's identifier and what the event is about. What is past stays for a
year.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opendoors.content.calendars import Event, calendar_file
from partners.dates import Precision
from partners.models import Agreement
from partners.models.terms import AUTOMATIC, deadline

KEPT = 12  # months that a past event stays
REMINDED = {"notice": timedelta(days=14), "expiry": timedelta(days=30), "renewal": timedelta(days=30)}  # before it


@dataclass(frozen=True)
class Deadline:
    agreement: Agreement
    kind: str  # a key of REMINDED
    on: date

    @property
    def uid(self) -> str:
        return f"{self.agreement.public_id}-{self.kind}"

    @property
    def summary(self) -> str:
        words = {
            "notice": _("Last day to give notice: %(title)s"),
            "expiry": _("Expires: %(title)s"),
            "renewal": _("Renews itself: %(title)s"),
        }
        return words[self.kind] % {"title": self.agreement.title}


def deadlines(agreement: Agreement, day: date) -> Iterator[Deadline]:
    """Of one that has an end; of one that renews itself, those of the first term that is not past on `day`."""
    end = agreement.expires_on
    if agreement.renewal == AUTOMATIC:
        end = deadline(day, end, 0, agreement.renewal, agreement.renewal_months)
        yield Deadline(agreement, "renewal", end)
    else:
        yield Deadline(agreement, "expiry", end)
    notice = agreement.notice_deadline(day)
    if notice:
        yield Deadline(agreement, "notice", notice)


def calendar(agreements: Iterable[Agreement], root: str, day: date) -> bytes:
    """`root`: scheme and host of this site."""
    name = _("%(site)s: deadlines of agreements") % {"site": settings.BRAND_NAME}
    return calendar_file(name, (_event(one, root) for agreement in agreements for one in deadlines(agreement, day)))


def _event(one: Deadline, root: str) -> Event:
    agreement = one.agreement
    url = root + reverse("admin:partners_agreement_change", args=[agreement.pk])
    return Event(
        uid=one.uid,
        start=one.on,
        summary=one.summary,
        description="\n".join([*_told(one), url]),
        url=url,
        revised_at=agreement.updated_at,
        reminded=REMINDED[one.kind],
        created_at=agreement.created_at,
        is_confidential=True,
    )


def _told(one: Deadline) -> Iterator[str]:
    agreement = one.agreement
    yield _("Parties: %(names)s") % {"names": "; ".join(str(party) for party in agreement.parties.all())}
    yield _("Status: %(status)s") % {"status": agreement.get_status_display()}
    if not agreement.is_published:
        yield _("Not published")
    yield _end(agreement) % {"date": agreement.expires}
    months = agreement.notice_months
    if months is not None:
        words = ngettext("Notice: %(months)s month before the end", "Notice: %(months)s months before the end", months)
        yield words % {"months": months}
    if agreement.renewal == AUTOMATIC:
        yield ngettext(
            "It renews itself for %(months)s month unless notice is given.",
            "It renews itself for %(months)s months unless notice is given.",
            agreement.renewal_months,
        ) % {"months": agreement.renewal_months}


def _end(agreement: Agreement) -> str:
    if agreement.expires_precision == Precision.MONTH:
        return _("Of the end of its term only the month is known: %(date)s. Taken for the last day of that month.")
    if agreement.expires_precision == Precision.YEAR:
        return _("Of the end of its term only the year is known: %(date)s. Taken for the last day of that year.")
    return _("End of its term as entered: %(date)s")
