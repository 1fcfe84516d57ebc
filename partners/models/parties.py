"""The rows between agreements and universities, and between agreements."""

from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from partners.models.rules import Rule
from partners.models.universities import University
from partners.models.university_queries import NamingQuerySet


class PartyQuerySet(NamingQuerySet):
    def of(self, agreements: models.QuerySet) -> Self:
        return self.filter(agreement__in=agreements.order_by().values("pk"))

    def elsewhere(self, country: str) -> Self:
        """In other countries than this one."""
        return self.exclude(university__country=country)

    def agreements_by_country(self) -> dict[str, int]:
        counts = self.order_by().values_list("university__country").annotate(Count("agreement", distinct=True))
        return dict(counts)


class AgreementParty(models.Model):
    """A university, or a part of one, that takes part; named as in the document where that differs."""

    agreement = models.ForeignKey(
        "partners.Agreement", models.CASCADE, related_name="parties", verbose_name=_("agreement")
    )
    university = models.ForeignKey(
        University, models.PROTECT, related_name="agreement_parties", verbose_name=_("university")
    )
    name_as_signed = models.CharField(_("name as signed"), max_length=300, blank=True)
    own_reference = models.CharField(_("own reference"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "university"],
                name="partners_agreementparty_once",
                violation_error_message=_("This university is a party already."),
            )
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        return self.name_as_signed or self.university.full_name


class AgreementRelation(models.Model):
    """Two agreements that belong together without one renewing the other; the direction means nothing."""

    agreement = models.ForeignKey(
        "partners.Agreement", models.CASCADE, related_name="relations", verbose_name=_("agreement")
    )
    other = models.ForeignKey(
        "partners.Agreement", models.PROTECT, related_name="relations_from", verbose_name=_("relates to")
    )

    class Meta:
        verbose_name = _("related agreement")
        verbose_name_plural = _("related agreements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                Least("agreement", "other"),
                Greatest("agreement", "other"),
                name="partners_agreementrelation_once",
                violation_error_message=_("These two are related already."),
            ),
            Rule(
                field="other",
                message=_("An agreement does not relate to itself."),
                condition=~Q(agreement=F("other")),
                name="partners_agreementrelation_not_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} – {self.other}"
