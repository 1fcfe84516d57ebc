"""Which agreements: those of a university, of a country, a field, a year; and what a card of one needs."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Prefetch, Q

from partners.models.events import AgreementEvent
from partners.models.moved import MovedQuerySet
from partners.models.parties import AgreementParty
from partners.models.scoped import ScopedQuerySet, topmost, upward
from partners.models.terms import TermQuerySet
from partners.models.universities import University


class AgreementQuerySet(TermQuerySet, ScopedQuerySet, MovedQuerySet):
    owned_through = ("universities",)

    def _published(self) -> Q:
        """Published with all that it names: a party in draft must not show through."""
        # Asked the other way round, from the few universities in draft, this takes a third of the time.
        drafts = AgreementParty.objects.filter(university__in=University.objects.hidden().values("pk"))
        return Q(is_published=True) & ~Q(pk__in=drafts.values("agreement"))

    def involving(self, *universities: University) -> Self:
        return self.involving_any_of(universities)

    def involving_any_of(self, universities: Iterable[University]) -> Self:
        """With one of these or one of their parts as a party."""
        condition = Q()
        for lookup in upward("universities"):
            condition |= Q(**{f"{lookup}__in": universities})
        return self.filter(pk__in=self.model._base_manager.filter(condition).order_by().values("pk"))

    def newest_first(self) -> Self:
        """By the day of signing; those without one come last."""
        return self.order_by(F("signed_on").desc(nulls_last=True), "-pk")

    def for_cards(self) -> Self:
        """With what a card shows, `is_in_force` included."""
        parties = AgreementParty.objects.with_universities()
        public = AgreementEvent.objects.public()
        return self.prefetch_related(Prefetch("parties", parties), Prefetch("events", public), "fields")

    def renewed_by(self, agreement: models.Model) -> Self:
        return self.filter(renewals=agreement)

    def topmost_parties(self) -> models.QuerySet:
        """Rows of: an agreement's key, its chapter, and the key of the institution that a party is or is part of."""
        return self.order_by().annotate(top=topmost("universities")).values_list("pk", "chapter", "top")

    def with_country(self, code: str) -> Self:
        """With a party in this country."""
        parties = AgreementParty.objects.filter(university__country=code)
        return self.filter(pk__in=parties.values("agreement"))

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def in_field(self, slug: str) -> Self:
        return self.filter(pk__in=self.model.fields.through.objects.filter(field__slug=slug).values("agreement"))

    def signed_in(self, year: int) -> Self:
        return self.filter(signed_on__year=year)

    def soonest_to_expire(self) -> Self:
        """By the day on which they expire; those without one come last."""
        return self.order_by(F("expires_on").asc(nulls_last=True), "-pk")

    def party_countries(self) -> models.QuerySet:
        """The key of an agreement and a country for each of its parties, in no order."""
        return self.parties().values_list("agreement_id", "university__country")

    def parties(self) -> models.QuerySet:
        return AgreementParty.objects.filter(agreement__in=self.order_by().values("pk")).order_by()

    def keys_in_force(self) -> models.QuerySet:
        return self.in_force().order_by().values_list("pk", flat=True)

    def involved(self) -> list[models.QuerySet]:
        """Keys of the universities that are parties, and of all that these are part of."""
        return [self.order_by().values(lookup) for lookup in upward("universities")]

    def fields_involved(self) -> list[models.QuerySet]:
        """Pairs for `tallies`: a party, the field of an agreement."""
        return [self.order_by().annotate(record=F("universities"), value=F("fields")).values("record", "value")]
