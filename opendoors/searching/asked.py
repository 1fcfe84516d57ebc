"""A search as its address asks for it, and the addresses to which each further step leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from opendoors.content.search.sources import facet_labels
from partners.browsing.choices import Chosen, Sort
from partners.browsing.filters import YEAR

LONGEST = 200  # characters of a question
LONGEST_VALUE = 18  # of a filter: nothing that is known is longer, and no longer number fits a key
FILTERS = {
    "kind": pgettext_lazy("search", "Kind"),
    "topic": _("Topic"),
    "country": _("Country"),
    "year": _("Year"),
}
SORTS = {"relevance": pgettext_lazy("search", "Best first"), "date": pgettext_lazy("search", "Newest first")}


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: `text` as they typed it, values of facets, and the sort."""

    text: str
    filters: dict[str, str] = field(default_factory=dict)
    sort: str = "relevance"

    @classmethod
    def read(cls, query: Mapping) -> "Asked":
        """What makes no sense in an address is kept to be told, cut where it is too long for any sense."""
        given = {name: " ".join(query.get(name, "").split())[: LONGEST_VALUE + 1] for name in FILTERS}
        sort = "date" if query.get("sort") == "date" else "relevance"
        filters = {name: value for name, value in given.items() if value}
        return cls(" ".join(query.get("q", "").split())[:LONGEST], filters, sort)

    def query(self, **changes: str) -> str:
        """Of an address: this question with some of `q`, the filters and the sort changed; "" takes one away."""
        asked = {"q": self.text, **{name: self.filters.get(name, "") for name in FILTERS}, "sort": self.sort, **changes}
        if asked["sort"] == "relevance":
            asked["sort"] = ""
        return urlencode({name: value for name, value in asked.items() if value})

    def without(self, name: str) -> dict[str, str]:
        return {other: value for other, value in self.filters.items() if other != name}

    @cached_property
    def labels(self) -> dict[str, str]:
        """What the value of each filter in use is called; "" for one that nobody knows."""
        return {name: _label(name, value) for name, value in self.filters.items()}

    @property
    def is_known(self) -> bool:
        return all(self.labels.values())

    @property
    def chosen(self) -> list[Chosen]:
        return [
            Chosen(name, FILTERS[name], label or self.filters[name], self.query(**{name: ""}), bool(label), False)
            for name, label in self.labels.items()
        ]

    @property
    def sorts(self) -> list[tuple[Sort, str]]:
        """Each with the query of its address."""
        return [(Sort(name, label, name == self.sort), self.query(sort=name)) for name, label in SORTS.items()]

    @property
    def unfiltered(self) -> str:
        return self.query(**dict.fromkeys(FILTERS, ""))


def _label(name: str, value: str) -> str:
    if len(value) > LONGEST_VALUE or (name == "year" and not YEAR.fullmatch(value)):
        return ""
    return str(facet_labels()[name]([value]).get(value, ""))
