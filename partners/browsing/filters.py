"""The kinds of filters: which values each knows, what they are called, and in which order they are offered."""

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import cached_property

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries import countries

from partners.models import Field, University

SLUG = re.compile(r"[-a-zA-Z0-9_]+")
YEAR = re.compile(r"[1-9][0-9]{3}")


class Filter(ABC):
    """One parameter of the address. The state of one request: it may remember what it has read."""

    is_switch = False
    is_offered = True

    def __init__(self, parameter: str, label: Promise):
        self.parameter = parameter
        self.label = label

    @abstractmethod
    def knows(self, value: str) -> bool:
        """Whether the value means anything."""

    @abstractmethod
    def name(self, value: str) -> str:
        """What a known value is called in the page's language."""

    def in_order(self, values: Iterable[str]) -> list[str]:
        return sorted(values, key=lambda value: alphabetical(self.name(value)))


class Country(Filter):
    def __init__(self):
        super().__init__("country", _("Country"))

    def knows(self, value: str) -> bool:
        return value in countries.countries

    def name(self, value: str) -> str:
        return str(countries.name(value) or value)

    def every_in_order(self) -> list[str]:
        return self.in_order(countries.countries)


class Leading(Filter):
    """Led to by other pages, so without a box; knows a value as long as a published university stands behind it."""

    is_offered = False

    def __init__(self, parameter: str, label: Promise):
        super().__init__(parameter, label)
        self._seen: dict[str, University | None] = {}

    @abstractmethod
    def find(self, value: str) -> University | None:
        """A published university that the value means."""

    def knows(self, value: str) -> bool:
        return self._found(value) is not None

    def _found(self, value: str) -> University | None:
        if value not in self._seen:
            self._seen[value] = self.find(value)
        return self._seen[value]


class City(Leading):
    """Led to by the map; a box of some thousand cities would help nobody."""

    def __init__(self):
        super().__init__("city", _("City"))

    def find(self, value: str) -> University | None:
        return University.objects.published().in_city(value).first() if value.isprintable() else None

    def name(self, value: str) -> str:
        return self._found(value).city or value


class Involving(Leading):
    """Led to by a university's own page, which tells only the newest of what it takes part in."""

    def __init__(self):
        super().__init__("university", _("University"))

    def find(self, value: str) -> University | None:
        return University.objects.published().for_cards().with_slug(value).first() if SLUG.fullmatch(value) else None

    def name(self, value: str) -> str:
        return self._found(value).full_name


class Among(Filter):
    """One of the choices of a field, offered in their own order."""

    def __init__(self, parameter: str, label: Promise, choices: type[models.TextChoices]):
        super().__init__(parameter, label)
        self.names = dict(choices.choices)

    def knows(self, value: str) -> bool:
        return value in self.names

    def name(self, value: str) -> str:
        return str(self.names[value])

    def in_order(self, values: Iterable[str]) -> list[str]:
        wanted = set(values)
        return [value for value in self.names if value in wanted]


class InField(Filter):
    def __init__(self):
        super().__init__("field", pgettext_lazy("filter", "Field"))

    def knows(self, value: str) -> bool:
        return value in self._fields

    def name(self, value: str) -> str:
        return self._fields[value].name

    @property
    def keys(self) -> dict[str, int]:
        return {slug: field.pk for slug, field in self._fields.items()}

    @cached_property
    def _fields(self) -> dict[str, Field]:
        return {field.slug: field for field in Field.objects.all()}


class Year(Filter):
    def __init__(self, parameter: str, label: Promise):
        super().__init__(parameter, label)

    def knows(self, value: str) -> bool:
        return YEAR.fullmatch(value) is not None

    def name(self, value: str) -> str:
        return value

    def in_order(self, values: Iterable[str]) -> list[str]:
        return sorted(values, reverse=True)


class Switch(Filter):
    """On with `yes`."""

    is_switch = True

    def knows(self, value: str) -> bool:
        return value == "yes"

    def name(self, value: str) -> str:
        return str(self.label)


def alphabetical(name: str) -> str:
    """The key by which readers look a name up: capitals, accents and ё beside е make no difference."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
