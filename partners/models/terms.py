"""Is an agreement in force, expired, expiring, due for notice? Computed for a day, never stored, never left to a job.

Each question is a queryset method and a method of the record side by side, tested by the same cases:

- In force are signed agreements, and agreed ones that need no signature (oral, or of a form that nobody states), from
  their start to their end. Their start is when they took effect, else when they were signed; one whose start is not
  known is in force only when a public entry of its history reports so.
- A terminated or superseded one stays in force until the day on which it ended, if that is known.
- One that renews itself does not expire.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from opendoors.content import clock
from partners.dates import add_months
from partners.models.events import AgreementEvent
from partners.transitions import AgreementEventKind, AgreementStatus

AUTOMATIC = "automatic"
UNSIGNED_FORMS = ("oral", "not_stated")
REPORTS = (AgreementEventKind.REPORTED_IN_FORCE, AgreementEventKind.ENTERED_INTO_FORCE)
ENDED = (AgreementStatus.TERMINATED, AgreementStatus.SUPERSEDED)
RUNNING = (AgreementStatus.SIGNED, AgreementStatus.SUSPENDED)


class Chapter(models.TextChoices):
    """What readers are told of together, in this order; `partners/standing.py` tells each agreement's own standing."""

    FORCE = "1-force", _("In force")
    SIGNED = "2-signed", pgettext_lazy("agreement", "Signed")
    AGREED = "3-agreed", pgettext_lazy("agreement", "Agreed")
    TALK = "4-talk", _("Under discussion")
    PAST = "5-past", _("Past and suspended")


today = clock.today  # by which terms are judged


class TermQuerySet(models.QuerySet):
    def in_force(self, day: date | None = None) -> Self:
        day = day or today()
        return self.alias(starts_on=Coalesce("effective_on", "signed_on")).filter(
            self._standing(day),
            Q(starts_on__lte=day) | (Q(starts_on__isnull=True) & Exists(_reports(day))),
            Q(expires_on__isnull=True) | Q(expires_on__gte=day) | Q(renewal=AUTOMATIC),
        )

    def reported_in_force(self, day: date | None = None) -> Self:
        """In force by report alone: nobody states when they began."""
        return self.in_force(day).filter(effective_on__isnull=True, signed_on__isnull=True)

    def expired(self, day: date | None = None) -> Self:
        return self.filter(status__in=RUNNING, expires_on__lt=day or today()).exclude(renewal=AUTOMATIC)

    def expiring(self, within_months: int = 6, day: date | None = None) -> Self:
        """Not expired yet, but within so many months, unless they renew themselves."""
        day = day or today()
        return self.filter(
            status__in=RUNNING, expires_on__gte=day, expires_on__lte=add_months(day, within_months)
        ).exclude(renewal=AUTOMATIC)

    def notice_due(self, within_months: int, day: date | None = None) -> Self:
        """Those whose notice deadline lies between `day` and so many months later."""
        day = day or today()
        last = add_months(day, within_months)
        terms = self.filter(
            Q(expires_on__gte=day) | Q(expires_on__isnull=False, renewal=AUTOMATIC),
            status=AgreementStatus.SIGNED,
            notice_months__isnull=False,
        ).values_list("pk", "expires_on", "notice_months", "renewal", "renewal_months")
        # Month arithmetic differs between databases and has to agree with the record's own: it is done once, here.
        due = [pk for pk, *term in terms if day <= deadline(day, *term) <= last]
        return self.filter(pk__in=due)

    def with_deadlines(self, earliest: date) -> Self:
        """Those whose end has to be thought of: signed, or needing no signature, with a term that ends on `earliest` or
        later, or that renews itself."""
        unsigned = Q(status=AgreementStatus.AGREED, form__in=UNSIGNED_FORMS)
        lasting = Q(expires_on__gte=earliest) | Q(expires_on__isnull=False, renewal=AUTOMATIC)
        return self.filter(Q(status__in=RUNNING) | unsigned, lasting).order_by("expires_on", "pk")

    def in_chapters(self, day: date | None = None) -> Self:
        """Each with its `chapter`."""
        day = day or today()
        running = self.model._default_manager.in_force(day).order_by().values("pk")
        expired = Q(status__in=RUNNING, expires_on__lt=day) & ~Q(renewal=AUTOMATIC)
        return self.annotate(
            chapter=Case(
                When(pk__in=running, then=Value(Chapter.FORCE)),
                When(expired, then=Value(Chapter.PAST)),
                When(status=AgreementStatus.SIGNED, then=Value(Chapter.SIGNED)),
                When(status=AgreementStatus.AGREED, then=Value(Chapter.AGREED)),
                When(status=AgreementStatus.DISCUSSED, then=Value(Chapter.TALK)),
                default=Value(Chapter.PAST),
            )
        )

    def _standing(self, day: date) -> Q:
        return (
            Q(status=AgreementStatus.SIGNED)
            | Q(status=AgreementStatus.AGREED, form__in=UNSIGNED_FORMS)
            | Q(status__in=ENDED, ended_on__gte=day)
        )


def _reports(day: date) -> models.QuerySet:
    return (
        AgreementEvent.objects.public()
        .filter(agreement=OuterRef("pk"), kind__in=REPORTS)
        .filter(Q(happened_on__isnull=True) | Q(happened_on__lte=day))
    )


def deadline(day: date, expires_on: date, notice_months: int, renewal: str, renewal_months: int | None) -> date:
    """The last day on which notice can be given for the end of the term; for one that renews itself, of the first term
    whose deadline is not past on `day`."""
    last = add_months(expires_on, -notice_months)
    turns = 0
    while renewal == AUTOMATIC and renewal_months and last < day:
        turns += 1
        last = add_months(expires_on, turns * renewal_months - notice_months)
    return last


class Termed(models.Model):
    """The same questions, asked of one record. `is_in_force` reads `events`, which may be prefetched."""

    class Meta:
        abstract = True

    @property
    def starts_on(self) -> date | None:
        return self.effective_on or self.signed_on

    def is_in_force(self, day: date | None = None) -> bool:
        day = day or today()
        if not self._stands(day) or self._is_past_term(day):
            return False
        return self.starts_on <= day if self.starts_on else self._is_reported(day)

    def is_reported_in_force(self, day: date | None = None) -> bool:
        return self.starts_on is None and self.is_in_force(day)

    def is_expired(self, day: date | None = None) -> bool:
        return self.status in RUNNING and self._is_past_term(day or today())

    def is_expiring(self, within_months: int = 6, day: date | None = None) -> bool:
        day = day or today()
        return (
            self.status in RUNNING
            and self.renewal != AUTOMATIC
            and self.expires_on is not None
            and day <= self.expires_on <= add_months(day, within_months)
        )

    def notice_deadline(self, day: date | None = None) -> date | None:
        """None where nothing is signed or the end or the period of notice is not known."""
        if self.status != AgreementStatus.SIGNED or self.expires_on is None or self.notice_months is None:
            return None
        return deadline(day or today(), self.expires_on, self.notice_months, self.renewal, self.renewal_months)

    def is_notice_due(self, within_months: int, day: date | None = None) -> bool:
        day = day or today()
        last = self.notice_deadline(day)
        return last is not None and day <= last <= add_months(day, within_months)

    def _stands(self, day: date) -> bool:
        if self.status in ENDED:
            return self.ended_on is not None and self.ended_on >= day
        needs_no_signature = self.status == AgreementStatus.AGREED and self.form in UNSIGNED_FORMS
        return self.status == AgreementStatus.SIGNED or needs_no_signature

    def _is_past_term(self, day: date) -> bool:
        return self.renewal != AUTOMATIC and self.expires_on is not None and self.expires_on < day

    def _is_reported(self, day: date) -> bool:
        return any(
            event.is_public and event.kind in REPORTS and (event.happened_on is None or event.happened_on <= day)
            for event in self.events.all()
        )
