from collections.abc import Callable

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.browsing.browsing import Browsing
from partners.browsing.filters import Among, Country, Filter, InField, Involving, Switch, Year
from partners.models import Agreement, University
from partners.models.tallies import tally
from partners.transitions import AgreementStatus
from partners.vocabulary import AgreementKind

# Where the values of a filter are found, for counting.
LOOKUPS = {
    "status": "status",
    "kind": "kind",
    "year": "signed_on__year",
    "country": "universities__country",
    "field": "fields__slug",
}

NARROWING: dict[str, Callable[[models.QuerySet, str], models.QuerySet]] = {
    "university": lambda records, value: records.involving_any_of(University.objects.with_slug(value)),
    "status": lambda records, value: records.with_status(value),
    "kind": lambda records, value: records.of_kind(value),
    "year": lambda records, value: records.signed_in(int(value)),
    "country": lambda records, value: records.with_country(value),
    "field": lambda records, value: records.in_field(value),
    "force": lambda records, value: records.in_force(),
}


class AgreementBrowsing(Browsing):
    sorts_offered = {
        "newest": pgettext_lazy("sort", "Newest first"),
        "title": pgettext_lazy("sort", "By title"),
        "expires": pgettext_lazy("sort", "By date of expiry"),
    }

    def make_filters(self) -> list[Filter]:
        return [
            Involving(),
            Among("status", pgettext_lazy("agreement", "Status"), AgreementStatus),
            Among("kind", _("Kind"), AgreementKind),
            Year("year", _("Year of signing")),
            Country(),
            InField(),
            Switch("force", _("In force today")),
        ]

    def select(self, values: dict) -> models.QuerySet:
        selected = Agreement.objects.published()
        for name, value in values.items():
            selected = NARROWING[name](selected, value)
        return selected

    def sorted(self, records: models.QuerySet) -> models.QuerySet:
        if self.sort == "title":
            return records.by_name()
        return records.soonest_to_expire() if self.sort == "expires" else records.newest_first()

    def count(self, parameter: str, others: dict) -> dict:
        if parameter == "force":
            return {"yes": self.select({**others, "force": "yes"}).count()}
        return tally(self.select(others), LOOKUPS[parameter])
