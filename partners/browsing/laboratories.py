from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.browsing.browsing import Browsing
from partners.browsing.filters import Among, Country, Filter, InField, Involving
from partners.models import Laboratory, University
from partners.models.tallies import tally, tally_pairs
from partners.transitions import LaboratoryStatus


class LaboratoryBrowsing(Browsing):
    sorts_offered = {
        "name": pgettext_lazy("sort", "By name"),
        "status": pgettext_lazy("sort", "By status"),
    }

    def make_filters(self) -> list[Filter]:
        return [Involving(), Country(), Among("status", _("Status"), LaboratoryStatus), InField()]

    def select(self, values: dict) -> models.QuerySet:
        selected = Laboratory.objects.published()
        if "university" in values:
            selected = selected.involving_any_of(University.objects.with_slug(values["university"]))
        if "country" in values:
            selected = selected.with_country(values["country"])
        if "status" in values:
            selected = selected.with_status(values["status"])
        if "field" in values:
            selected = selected.in_field(values["field"])
        return selected

    def sorted(self, records: models.QuerySet) -> models.QuerySet:
        return records.by_status() if self.sort == "status" else records.by_name()

    def count(self, parameter: str, others: dict) -> dict:
        records = self.select(others)
        if parameter == "country":
            homes = records.annotate(record=F("pk"), home=F("pk")).values("record", "home")
            return tally_pairs(homes, *Laboratory.objects.countries_involved())
        return tally(records, "fields__slug" if parameter == "field" else parameter)
