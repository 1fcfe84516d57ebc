from collections.abc import Iterable
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Prefetch, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opendoors.content.fields import WebAddressField
from opendoors.content.references import protect
from partners.dates import Edge, PartialDate
from partners.models.agreements import Agreement
from partners.models.dated import precision_field
from partners.models.events import LaboratoryEvent
from partners.models.fields import Field
from partners.models.moved import Moved, MovedQuerySet
from partners.models.rules import Rule, in_order, known, partial_date, web_address
from partners.models.scoped import PARENTS, Scoped, ScopedQuerySet, topmost, upward
from partners.models.slugs import Addressed
from partners.models.universities import University
from partners.models.university_queries import NamingQuerySet
from partners.transitions import LABORATORY_MOVES, LaboratoryEventKind, LaboratoryStatus
from partners.vocabulary import PartnerRole

STATUSES = (LaboratoryStatus.ACTIVE, LaboratoryStatus.PLANNED, LaboratoryStatus.SUSPENDED, LaboratoryStatus.CLOSED)


class LaboratoryQuerySet(ScopedQuerySet, MovedQuerySet):
    owned_through = ("host", "partners")

    def _published(self) -> Q:
        """Published with all that it names: a host or partner in draft must not show through."""
        drafts = University.objects.hidden().values("pk")
        partners = LaboratoryPartner.objects.filter(university__in=drafts)
        return Q(is_published=True) & ~Q(host__in=drafts) & ~Q(pk__in=partners.values("laboratory"))

    def involving(self, *universities: University) -> Self:
        return self.involving_any_of(universities)

    def involving_any_of(self, universities: Iterable[University]) -> Self:
        """Hosted by, or with, one of these or one of their parts."""
        condition = Q()
        for lookup in [*upward("host"), *upward("partners")]:
            condition |= Q(**{f"{lookup}__in": universities})
        return self.filter(pk__in=self.model._base_manager.filter(condition).order_by().values("pk"))

    def topmost_partners(self) -> models.QuerySet:
        """Rows of: a laboratory's key, and those of the institutions that its host and a partner are or are part of."""
        return self.order_by().values_list("pk", topmost("host"), topmost("partners"))

    def with_country(self, code: str) -> Self:
        """With a host or a partner in this country."""
        partners = LaboratoryPartner.objects.filter(university__country=code)
        return self.filter(Q(host__country=code) | Q(pk__in=partners.values("laboratory")))

    def countries_involved(self) -> list[models.QuerySet]:
        """Pairs for `tallies`: a laboratory, the country of its host or of a partner."""
        ways = ("host__country", "partners__country")
        return [self.order_by().annotate(record=F("pk"), value=F(way)).values("record", "value") for way in ways]

    def in_field(self, slug: str) -> Self:
        return self.filter(pk__in=self.model.fields.through.objects.filter(field__slug=slug).values("laboratory"))

    def involved(self) -> list[models.QuerySet]:
        """Keys of the universities that are hosts or partners, and of all that these are part of."""
        return [self.order_by().values(lookup) for lookup in [*upward("host"), *upward("partners")]]

    def fields_involved(self) -> list[models.QuerySet]:
        """Pairs for `tallies`: a host or partner, the field of a laboratory."""
        ways = ("host", "partners")
        return [self.order_by().annotate(record=F(way), value=F("fields")).values("record", "value") for way in ways]

    def by_status(self) -> Self:
        """Those at work first, then what is planned, resting and closed; each by name."""
        status = Case(*(When(status=status, then=Value(place)) for place, status in enumerate(STATUSES)))
        return self.order_by(status, *self._name_order())

    def by_part_of(self, university: University) -> Self:
        """Each with `is_hosted`: whether this university or a part of it hosts it."""
        condition = Q()
        for lookup in upward("host"):
            condition |= Q(**{lookup: university})
        return self.annotate(is_hosted=Case(When(condition, then=True), default=False))

    def for_cards(self) -> Self:
        partnerships = Prefetch("partnerships", LaboratoryPartner.objects.with_universities())
        public = Prefetch("events", LaboratoryEvent.objects.public())
        return self.select_related(f"host__{PARENTS}").prefetch_related(partnerships, public, "fields")


class Laboratory(Addressed, Moved, Scoped):
    """A laboratory of one host with its partners; a planned one has a record before it exists."""

    Status = LaboratoryStatus
    partial_dates = {"opened": Edge.START, "closed": Edge.END}
    moves = LABORATORY_MOVES
    initial_status = LaboratoryStatus.PLANNED
    dated_by = {LaboratoryEventKind.OPENED: "opened", LaboratoryEventKind.CLOSED: "closed"}
    undated_in = {
        LaboratoryStatus.PLANNED: ("opened", "closed"),
        LaboratoryStatus.ACTIVE: ("closed",),
        LaboratoryStatus.SUSPENDED: ("closed",),
    }

    name = models.CharField(_("name"), max_length=250)
    description = models.TextField(_("description"), blank=True, max_length=4000)
    status = models.CharField(
        _("status"), max_length=12, choices=LaboratoryStatus, default=LaboratoryStatus.PLANNED, editable=False
    )
    host = models.ForeignKey(University, models.PROTECT, related_name="hosted_laboratories", verbose_name=_("host"))
    partners = models.ManyToManyField(
        University, through="LaboratoryPartner", related_name="partner_laboratories", verbose_name=_("partners")
    )
    fields = models.ManyToManyField(Field, blank=True, related_name="laboratories", verbose_name=_("fields"))
    agreements = models.ManyToManyField(
        Agreement, blank=True, related_name="laboratories", verbose_name=_("under the agreements")
    )
    opened_on = models.DateField(_("opened"), null=True, blank=True)
    opened_precision = precision_field()
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    closed_precision = precision_field()
    head = models.CharField(_("head"), max_length=200, blank=True)
    website = WebAddressField(_("website"), max_length=300, blank=True)
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("Only staff see them."))

    objects = LaboratoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("laboratory")
        verbose_name_plural = _("laboratories")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["status"], name="partners_laboratory_status")]
        constraints = [
            *Addressed.rules("partners_laboratory", "name"),
            known("partners_laboratory", "status", LaboratoryStatus.values),
            *partial_date("partners_laboratory", "opened", Edge.START),
            *partial_date("partners_laboratory", "closed", Edge.END),
            in_order("partners_laboratory", "opened_on", "closed_on", _("It cannot close before it opened.")),
            Rule(
                field="opened_on",
                message=_("A planned laboratory has not opened yet: use “Open” instead of typing the date."),
                condition=Q(opened_on__isnull=True) | ~Q(status=LaboratoryStatus.PLANNED),
                name="partners_laboratory_opened_when_not_planned",
            ),
            Rule(
                field="closed_on",
                message=_("Only a closed laboratory has this date: use “Close” instead of typing it."),
                condition=Q(closed_on__isnull=True) | Q(status=LaboratoryStatus.CLOSED),
                name="partners_laboratory_closed_when_closed",
            ),
            web_address("partners_laboratory", "website"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self):
        super().clean()
        problems = {}
        partners = () if self.rows_come_along or not self.pk else self.partners.select_related("parent")
        if self.host_id and self.host in partners:
            problems["host"] = _("The host is among the partners too.")
        if self.is_published and self.host_id:
            named = [self.host, *partners]
            drafts = [str(university) for university in named if not university.is_public]
            if drafts:
                problems["is_published"] = _("Not published yet: %s.") % ", ".join(drafts)
        if problems:
            raise ValidationError(problems)

    def get_absolute_url(self) -> str:
        return reverse("partners:laboratory-detail", args=[self.slug])

    @property
    def is_public(self) -> bool:
        named = [self.host, *(row.university for row in self.partnerships.all())]
        return self.is_published and all(university.is_public for university in named)

    @property
    def opened(self) -> PartialDate:
        return self.when("opened")

    @property
    def closed(self) -> PartialDate:
        return self.when("closed")


protect(Laboratory.fields, "field")
protect(Laboratory.agreements, "agreement")


class LaboratoryPartner(models.Model):
    Role = PartnerRole

    laboratory = models.ForeignKey(
        Laboratory, models.CASCADE, related_name="partnerships", verbose_name=_("laboratory")
    )
    university = models.ForeignKey(
        University, models.PROTECT, related_name="laboratory_partnerships", verbose_name=_("university")
    )
    role = models.CharField(_("role"), max_length=12, choices=PartnerRole, default=PartnerRole.PARTNER)

    objects = NamingQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner of a laboratory")
        verbose_name_plural = _("partners of a laboratory")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["laboratory", "university"],
                name="partners_laboratorypartner_once",
                violation_error_message=_("This university is among the partners already."),
            ),
            known("partners_laboratorypartner", "role", PartnerRole.values),
        ]

    def __str__(self) -> str:
        return str(self.university)

    def clean(self):
        if self.laboratory_id and self.university_id and self.laboratory.host_id == self.university_id:
            raise ValidationError({"university": _("This university is the host already.")})
