from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.browsing.browsing import Browsing
from partners.browsing.filters import Among, City, Country, Filter, InField, Switch
from partners.models import Agreement, Laboratory, University
from partners.models.tallies import tally, tally_pairs
from partners.vocabulary import UniversityKind

OWN = ("country", "city", "kind")  # asked of the record itself; the others, of its parts too


class UniversityBrowsing(Browsing):
    sorts_offered = {
        "name": pgettext_lazy("sort", "By name"),
        "country": pgettext_lazy("sort", "By country"),
        "newest": pgettext_lazy("sort", "By the newest agreement"),
    }

    def make_filters(self) -> list[Filter]:
        self.country = Country()
        return [
            self.country,
            City(),
            Among("kind", _("Kind"), UniversityKind),
            InField(),
            Switch("laboratory", _("Has a laboratory or plans one")),
            Switch("force", _("Has cooperation in force")),
        ]

    def select(self, values: dict) -> models.QuerySet:
        return _having(values, University.objects.published().topmost(**_own(values)), "pk")

    def sorted(self, records: models.QuerySet) -> models.QuerySet:
        if self.sort == "country":
            return records.by_country(self.country.every_in_order())
        if self.sort == "newest":
            return records.newest_agreement_first(Agreement.objects.published())
        return records.by_name()

    def count(self, parameter: str, others: dict) -> dict:
        if parameter in OWN:
            return tally(self.select({**others, parameter: F(parameter)}), parameter)
        if parameter == "field":
            return self._fields(others)
        return {"yes": self.select({**others, parameter: "yes"}).count()}

    def _fields(self, others: dict) -> dict:
        told = [*Laboratory.objects.published().fields_involved(), *Agreement.objects.published().fields_involved()]
        homes = _having(others, University.objects.published().with_topmost(**_own(others)), "topmost")
        counts = tally_pairs(homes.annotate(record=F("pk"), home=F("topmost")).values("record", "home"), *told)
        return {slug: counts[key] for slug, key in self.filters["field"].keys.items() if key in counts}


def _own(values: dict) -> dict:
    return {name: value for name, value in values.items() if name in OWN}


def _having(values: dict, universities: models.QuerySet, key: str) -> models.QuerySet:
    """Those of `universities` whose `key` is of one that has what is asked for, itself or in a part of it."""
    for name in sorted(values.keys() - set(OWN)):
        universities = universities.among(key, *_involved(name, values[name]))
    return universities


def _involved(name: str, value: str) -> list[models.QuerySet]:
    laboratories, agreements = Laboratory.objects.published(), Agreement.objects.published()
    if name == "laboratory":
        return laboratories.involved()
    if name == "force":
        return agreements.in_force().involved()
    return [*laboratories.in_field(value).involved(), *agreements.in_field(value).involved()]
