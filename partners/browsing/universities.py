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
        own = {name: value for name, value in values.items() if name in OWN}
        selected = University.objects.published().topmost(**own)
        for name in values.keys() - set(OWN):
            selected = selected.among(*_having(name, values[name]))
        return selected

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
            return tally_pairs(self.select(others), *_fields())
        return {"yes": self.select({**others, parameter: "yes"}).count()}


def _having(name: str, value: str) -> list[models.QuerySet]:
    """Keys of the universities that a filter asks for, those included whose parts it means."""
    laboratories, agreements = Laboratory.objects.published(), Agreement.objects.published()
    if name == "laboratory":
        return laboratories.involved()
    if name == "force":
        return agreements.in_force().involved()
    return [*laboratories.in_field(value).involved(), *agreements.in_field(value).involved()]


def _fields() -> list[models.QuerySet]:
    return [*Laboratory.objects.published().fields_involved(), *Agreement.objects.published().fields_involved()]
