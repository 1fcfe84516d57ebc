from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opendoors.content.references import protect
from partners.dates import Edge, PartialDate
from partners.models.agreement_queries import AgreementQuerySet
from partners.models.dated import precision_field
from partners.models.fields import Field
from partners.models.lists import validate_among
from partners.models.moved import Moved
from partners.models.nesting import comes_round
from partners.models.rules import Rule, in_order, known, partial_date
from partners.models.scoped import Scoped
from partners.models.slugs import Addressed
from partners.models.terms import Termed
from partners.models.universities import University
from partners.transitions import AGREEMENT_MOVES, AgreementEventKind, AgreementStatus
from partners.vocabulary import Activity, AgreementForm, AgreementKind, Renewal

# From here on two parties stand behind it.
SIGNED = (
    AgreementStatus.SIGNED,
    AgreementStatus.SUSPENDED,
    AgreementStatus.TERMINATED,
    AgreementStatus.SUPERSEDED,
)
ENDED = (AgreementStatus.TERMINATED, AgreementStatus.SUPERSEDED)
LONGEST = 600  # months
# What a renewal takes over as it is.
RENEWED = (
    *(f"{name}_{code}" for name in ("title", "summary") for code, _language in settings.LANGUAGES),
    "form",
    "kind",
    "renewal",
    "renewal_months",
    "notice_months",
    "activities",
    "responsible",
)


def validate_activities(value) -> None:
    validate_among(value, Activity.values)


class Agreement(Addressed, Moved, Termed, Scoped):
    """A record of cooperation, signed or not. What nobody states stays empty and is told so."""

    Status = AgreementStatus
    Form = AgreementForm
    Kind = AgreementKind
    Renewal = Renewal
    Activity = Activity
    named_by = "title"
    partial_dates = {"signed": Edge.START, "effective": Edge.START, "expires": Edge.END, "ended": Edge.END}
    moves = AGREEMENT_MOVES
    initial_status = AgreementStatus.DISCUSSED
    dated_by = {
        AgreementEventKind.SIGNED: "signed",
        AgreementEventKind.TERMINATED: "ended",
        AgreementEventKind.SUPERSEDED: "ended",
        AgreementEventKind.RENEWED: "ended",
    }
    undated_in = {
        AgreementStatus.DISCUSSED: ("signed", "ended"),
        AgreementStatus.AGREED: ("signed", "ended"),
        AgreementStatus.SIGNED: ("ended",),
    }

    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), blank=True, max_length=2000)
    reference = models.CharField(
        _("reference"), max_length=80, blank=True, help_text=_("The association's own number.")
    )
    form = models.CharField(_("form"), max_length=12, choices=AgreementForm, default=AgreementForm.NOT_STATED)
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind, default=AgreementKind.OTHER)
    status = models.CharField(
        _("status"), max_length=12, choices=AgreementStatus, default=AgreementStatus.DISCUSSED, editable=False
    )
    universities = models.ManyToManyField(
        University, through="AgreementParty", related_name="agreements", verbose_name=_("parties")
    )
    signed_on = models.DateField(_("signed"), null=True, blank=True)
    signed_precision = precision_field()
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    effective_precision = precision_field()
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    expires_precision = precision_field()
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    ended_precision = precision_field()
    renewal = models.CharField(_("renewal"), max_length=12, choices=Renewal, default=Renewal.NOT_STATED)
    renewal_months = models.PositiveSmallIntegerField(
        _("renewed for, months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )
    notice_months = models.PositiveSmallIntegerField(
        _("notice, months"), null=True, blank=True, validators=[MaxValueValidator(LONGEST)]
    )
    renews = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="renewals", verbose_name=_("renews")
    )
    related = models.ManyToManyField(
        "self",
        through="AgreementRelation",
        symmetrical=False,
        related_name="related_from",
        verbose_name=_("related to"),
    )
    fields = models.ManyToManyField(Field, blank=True, related_name="agreements", verbose_name=_("fields"))
    activities = models.JSONField(_("activities"), default=list, blank=True, validators=[validate_activities])
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
        help_text=_("Only staff see who it is."),
    )
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("Only staff see them."))

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["title", "pk"]
        indexes = [
            models.Index(fields=["status", "expires_on"], name="partners_agreement_expiry"),
            models.Index(fields=["signed_on"], name="partners_agreement_signed"),
        ]
        constraints = [
            *Addressed.rules("partners_agreement", "title"),
            known("partners_agreement", "status", AgreementStatus.values),
            known("partners_agreement", "form", AgreementForm.values),
            known("partners_agreement", "kind", AgreementKind.values),
            known("partners_agreement", "renewal", Renewal.values),
            *partial_date("partners_agreement", "signed", Edge.START),
            *partial_date("partners_agreement", "effective", Edge.START),
            *partial_date("partners_agreement", "expires", Edge.END),
            *partial_date("partners_agreement", "ended", Edge.END),
            in_order("partners_agreement", "effective_on", "expires_on", _("It cannot expire before it is in force.")),
            in_order("partners_agreement", "signed_on", "expires_on", _("It cannot expire before it is signed.")),
            in_order("partners_agreement", "signed_on", "ended_on", _("It cannot end before it is signed.")),
            Rule(
                field="signed_on",
                message=_("It is not signed yet: use “Signed” instead of typing the date."),
                condition=Q(signed_on__isnull=True) | Q(status__in=SIGNED),
                name="partners_agreement_signed_when_signed",
            ),
            Rule(
                field="ended_on",
                message=_("It has not ended: use “Terminated” or “Superseded” instead of typing the date."),
                condition=Q(ended_on__isnull=True) | Q(status__in=ENDED),
                name="partners_agreement_ended_when_ended",
            ),
            Rule(
                field="renewal_months",
                message=_("Say for how many months it renews itself (1 to 600)."),
                condition=(~Q(renewal=Renewal.AUTOMATIC) | Q(renewal_months__isnull=False))
                & (Q(renewal_months__isnull=True) | Q(renewal_months__gte=1, renewal_months__lte=LONGEST)),
                name="partners_agreement_renewal_months_stated",
            ),
            Rule(
                field="notice_months",
                message=_("At most 600 months."),
                condition=Q(notice_months__isnull=True) | Q(notice_months__gte=0, notice_months__lte=LONGEST),
                name="partners_agreement_notice_months_range",
            ),
            Rule(
                field="renews",
                message=_("It cannot renew itself."),
                condition=Q(renews__isnull=True) | ~Q(renews=F("pk")),
                name="partners_agreement_not_own_renewal",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partners:agreement-detail", args=[self.slug])

    def clean(self):
        super().clean()
        problems = {}
        if comes_round(self, "renews"):
            problems["renews"] = _("These would renew one another in a circle.")
        if not self.rows_come_along:
            problems |= self._row_problems()
        if problems:
            raise ValidationError(problems)

    @property
    def is_public(self) -> bool:
        return self.is_published and all(party.university.is_public for party in self.parties.all())

    @property
    def noun(self) -> str:
        """What to call it. Whoever says “agreement” of something whose form nobody states has made it up."""
        return _("Cooperation") if self.form == AgreementForm.NOT_STATED else self.get_form_display()

    @property
    def activity_names(self) -> list[str]:
        names = dict(Activity.choices)
        return [names[activity] for activity in self.activities if activity in names]

    @property
    def signed(self) -> PartialDate:
        return self.when("signed")

    @property
    def effective(self) -> PartialDate:
        return self.when("effective")

    @property
    def expires(self) -> PartialDate:
        return self.when("expires")

    @property
    def ended(self) -> PartialDate:
        return self.when("ended")

    def relatives(self) -> AgreementQuerySet:
        """The agreements related to it, whichever way round that was entered."""
        return Agreement.objects.filter(Q(relations__other=self) | Q(relations_from__agreement=self)).distinct()

    def create_renewal(self, *, by=None) -> "Agreement":
        """A draft that renews this one: the same parties, fields and activities, from the day after its end."""
        with transaction.atomic():
            renewal = Agreement(renews=self, created_by=by)
            for name in RENEWED:
                setattr(renewal, name, getattr(self, name))
            renewal.set_when("effective", self.expires.following())
            renewal.full_clean()
            renewal.save()
            renewal.fields.set(self.fields.all())
            for party in self.parties.all():
                renewal.parties.create(
                    university=party.university, name_as_signed=party.name_as_signed, order=party.order
                )
        return renewal

    def _row_problems(self) -> dict[str, str]:
        problems = {}
        if self.status in SIGNED and (not self.pk or self.parties.count() < 2):
            problems[NON_FIELD_ERRORS] = _("It takes two parties to sign: please add them.")
        if self.is_published and self.pk:
            drafts = [str(party) for party in self.universities.select_related("parent") if not party.is_public]
            if drafts:
                problems["is_published"] = _("Not published yet: %s.") % ", ".join(drafts)
        return problems


protect(Agreement.fields, "field")
