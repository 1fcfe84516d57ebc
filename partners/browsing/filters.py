"""The kinds of filters: which values each knows, what they are called, and in which order they are offered."""

import re
import unicodedata
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


class Filter:
    """One parameter of the address. The state of one request: it may remember what it has read."""

    is_switch = False
    is_offered = True

    def __init__(self, parameter: str, label: Promise):
        self.parameter = parameter
        self.label = label

    def knows(self, value: str) -> bool:
        raise NotImplementedError

    def name(self, value: str) -> str:
        """What a known value is called in the page's language."""
        raise NotImplementedError

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


class City(Filter):
    """Led to by the map; a box of some thousand cities would help nobody."""

    is_offered = False

    def __init__(self):
        super().__init__("city", _("City"))

    def knows(self, value: str) -> bool:
        return value.isprintable() and self._found(value) is not None

    def name(self, value: str) -> str:
        return self._found(value).city or value

    def _found(self, value: str) -> University | None:
        if value not in self._seen:
            self._seen[value] = University.objects.published().in_city(value).first()
        return self._seen[value]

    @cached_property
    def _seen(self) -> dict:
        return {}


class Involving(Filter):
    """Led to by a university's own page, which tells only the newest of what it takes part in."""

    is_offered = False

    def __init__(self):
        super().__init__("university", _("University"))

    def knows(self, value: str) -> bool:
        return self.found(value) is not None

    def name(self, value: str) -> str:
        return self.found(value).full_name

    def found(self, value: str) -> University | None:
        if value not in self._seen:
            is_slug = SLUG.fullmatch(value)
            self._seen[value] = University.objects.published().for_cards().with_slug(value).first() if is_slug else None
        return self._seen[value]

    @cached_property
    def _seen(self) -> dict:
        return {}


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
