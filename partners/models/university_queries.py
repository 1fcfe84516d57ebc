"""Which universities: whole ones, parts, what is below or above others, and what a reader's filters ask for."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest, StrIndex

from partners.models.scoped import PARENTS, ScopedQuerySet, hidden, upward

# What leads from a university to itself and to each that it is part of.
UP = ["", *(f"{lookup}__" for lookup in upward("")[1:])]


class UniversityQuerySet(ScopedQuerySet):
    owned_through = ("",)

    def _published(self) -> Q:
        return Q(is_published=True) & ~hidden("parent")

    def with_slug(self, slug: str) -> Self:
        return self.filter(slug=slug)

    def hidden(self) -> Self:
        """In draft, or part of a draft: no business of visitors yet."""
        return self.filter(Q(is_published=False) | hidden("parent"))

    def with_keys(self, keys: Iterable[int]) -> Self:
        return self.filter(pk__in=keys)

    def whole(self) -> Self:
        """Institutions that are no part of another."""
        return self.filter(parent__isnull=True)

    def busiest_cities(self) -> models.QuerySet:
        """Names of cities, in the current language, those with the most of these universities first."""
        named = self.filter(city__gt="").order_by().values_list("city", flat=True)
        return named.annotate(amount=models.Count("pk")).order_by("-amount", "city")

    def members(self) -> Self:
        return self.filter(is_member=True)

    def with_parts(self) -> Self:
        """These and all that is part of them, at any depth."""
        return self._at_or_below(self.order_by().values("pk"))

    def of_staff(self, user) -> Self:
        """Those to which this member of staff belongs, and all that is part of them."""
        return self._at_or_below(user.staff_memberships.order_by().values("university"))

    def _at_or_below(self, keys: models.QuerySet) -> Self:
        condition = Q()
        for lookup in upward(""):
            condition |= Q(**{f"{lookup}__in": keys})
        return self.model.objects.filter(condition)

    def lineage(self, keys: Iterable[int | None]) -> set[int]:
        """The keys of these universities and of all that they are part of."""
        return {key for row in self.with_keys(filter(None, keys)).values_list(*upward("")) for key in row if key}

    def parts_of(self, university: models.Model) -> Self:
        return self.filter(parent=university)

    def below(self, *universities: models.Model) -> Self:
        """All that is part of these, at any depth."""
        condition = Q()
        for lookup in upward("")[1:]:
            condition |= Q(**{f"{lookup}__in": universities})
        return self.filter(condition)

    def topmost(self, *, country=None, kind=None, city: str | None = None) -> Self:
        """Those that match, without the parts of those that match: a campus comes under its university, and by itself
        where the university is not asked for. Of all of them, these are the whole ones. F() matches each to its own."""
        mine, *above = [_alike(path, country, city, kind) for path in UP]
        if country is kind is city is None:
            return self.whole()
        for condition in above:
            mine &= ~condition
        return self.filter(mine)

    def with_topmost(self, **own) -> Self:
        """Each with the key of the `topmost` one that it is part of or is itself; there is one at most."""
        steps = [When(_alike(path, **own), then=F(f"{path}pk")) for path in reversed(UP)]
        return self.alias(topmost=Case(*steps)).filter(topmost__isnull=False)

    def in_city(self, name: str) -> Self:
        return self.filter(_alike("", city=name))

    def among(self, key: str, *keys: models.QuerySet) -> Self:
        """Those whose `key` is in one of these."""
        return self.filter(**{f"{key}__in": keys[0].union(*keys[1:])})

    def by_country(self, codes: Iterable[str]) -> Self:
        """In the order of `codes`; each country by name."""
        place = StrIndex(Value(" ".join(codes)), Cast("country", models.CharField()))
        return self.order_by(place, *self._name_order())

    def country_codes(self) -> models.QuerySet:
        """Of the countries that any of these is in, in the order of the codes."""
        return self.order_by("country").values_list("country", flat=True).distinct()

    def newest_agreement_first(self, agreements: models.QuerySet) -> Self:
        """By the newest day on which one of `agreements` was signed, parts included; those without one come last."""
        newest = [
            Coalesce(_newest(agreements, lookup), Value(date.min), output_field=models.DateField())
            for lookup in upward("universities")
        ]
        return self.order_by(Greatest(*newest).desc(), *self._name_order())

    def for_cards(self) -> Self:
        return self.select_related(PARENTS, "logo")


def _alike(path: str, country=None, city: str | None = None, kind=None) -> Q:
    """Whether there is a university at `path` and it has these."""
    condition = Q(**{f"{path}pk__isnull": False})
    if country is not None:
        condition &= Q(**{f"{path}country": country})
    if kind is not None:
        condition &= Q(**{f"{path}kind": kind})
    if city is not None:
        names = Q()
        for code, _language in settings.LANGUAGES:
            names |= Q(**{f"{path}city_{code}": city})
        condition &= names
    return condition


def _newest(agreements: models.QuerySet, lookup: str) -> Subquery:
    mine = agreements.filter(**{lookup: OuterRef("pk")}, signed_on__isnull=False)
    return Subquery(mine.order_by("-signed_on").values("signed_on")[:1])


class NamingQuerySet(models.QuerySet):
    """Of rows that name a `university`."""

    def with_universities(self) -> Self:
        # A join, because Django 5.2 prefetches a foreign key by one OR per row, and SQLite refuses a thousand of them.
        return self.select_related(f"university__{PARENTS}")
