"""A list with filters and a sort, read from the parameters of an address."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar
from urllib.parse import urlencode

from django.db import models
from django.utils.functional import Promise

from partners.browsing.choices import Choice, Chosen, Facet, Sort
from partners.browsing.filters import Filter

LONGEST = 120  # characters: no city and no address of a field is longer
SHOWN = 60  # characters of a value that nobody knows


class Browsing(ABC):
    """One request's view of a list; the base of the register's three.

    A subclass says which `filters` there are and which `sorts` (the default first), selects the records that given
    values leave, and counts what each value of one filter would leave beside the others.
    """

    sorts_offered: ClassVar[dict[str, Promise]] = {}

    def __init__(self, query: Mapping):
        self.filters: dict[str, Filter] = {one.parameter: one for one in self.make_filters()}
        read = {parameter: _read(query, parameter) for parameter in self.filters}
        self.values = {parameter: value for parameter, value in read.items() if value}
        default, *others = self.sorts_offered
        self.sort = sort if (sort := _read(query, "sort")) in others else default

    @abstractmethod
    def make_filters(self) -> list[Filter]:
        """The filters of the list, in the order in which they are offered."""

    @abstractmethod
    def select(self, values: dict) -> models.QuerySet:
        """The published records that known values leave, in no order."""

    @abstractmethod
    def sorted(self, records: models.QuerySet) -> models.QuerySet:
        """The records in the order of the chosen sort."""

    @abstractmethod
    def count(self, parameter: str, others: dict) -> dict:
        """How many records each value of a filter leaves together with the values of `others`."""

    @cached_property
    def records(self) -> models.QuerySet:
        return self.sorted(self._left(self.values))

    @cached_property
    def facets(self) -> list[Facet]:
        return [self._facet(one) for one in self.filters.values() if one.is_offered]

    @cached_property
    def chosen(self) -> list[Chosen]:
        return [
            Chosen(
                parameter,
                self.filters[parameter].label,
                self._name(parameter, value),
                self._address(self._without(parameter)),
                parameter not in self.unknown,
                self.filters[parameter].is_switch,
            )
            for parameter, value in self.values.items()
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Filters in use that have no box in the form: it has to send them along."""
        return [(key, value) for key, value in self.values.items() if not self.filters[key].is_offered]

    @property
    def sorts(self) -> list[Sort]:
        return [Sort(value, label, value == self.sort) for value, label in self.sorts_offered.items()]

    @property
    def is_filtered(self) -> bool:
        return bool(self.values)

    @property
    def query(self) -> str:
        """What of the address's query belongs to this list, in one order; without the page."""
        return self._address(self.values)

    @cached_property
    def unknown(self) -> set[str]:
        """The filters whose value means nothing; then there is nothing to list."""
        return {parameter for parameter, value in self.values.items() if not self.filters[parameter].knows(value)}

    def _left(self, values: dict) -> models.QuerySet:
        selected = self.select({key: value for key, value in values.items() if key not in self.unknown})
        return selected.none() if self.unknown & set(values) else selected

    def _facet(self, one: Filter) -> Facet:
        others = self._without(one.parameter)
        counts = {} if self.unknown & set(others) else self.count(one.parameter, others)
        chosen = self.values.get(one.parameter)
        counts = {str(value): count for value, count in counts.items() if count}
        offered = one.in_order(value for value in counts if one.knows(value))
        if chosen and chosen not in offered and not (one.is_switch and one.parameter in self.unknown):
            offered.append(chosen)
        choices = [
            Choice(value, self._name(one.parameter, value), counts.get(value, 0), value == chosen) for value in offered
        ]
        return Facet(one.parameter, one.label, choices, one.is_switch)

    def _name(self, parameter: str, value: str) -> str:
        one = self.filters[parameter]
        if one.knows(value):
            return one.name(value)
        return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"

    def _without(self, parameter: str) -> dict:
        return {key: value for key, value in self.values.items() if key != parameter}

    def _address(self, values: dict) -> str:
        is_default = self.sort == next(iter(self.sorts_offered))
        return urlencode(values if is_default else {**values, "sort": self.sort})


def _read(query: Mapping, parameter: str) -> str:
    """The last value given; one that is too long for any that there is, cut where it is sure to mean nothing."""
    value = query.get(parameter)
    return value.strip()[: LONGEST + 1] if isinstance(value, str) else ""
