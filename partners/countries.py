"""Countries (ISO 3166-1) by the names that readers know them by, with how much there is of each."""

from dataclasses import dataclass

from django_countries import countries
from django_countries.fields import Country

from partners.browsing.filters import alphabetical


@dataclass(frozen=True)
class Counted:
    country: Country
    count: int


def known(code: str) -> str | None:
    """The code in capitals, if there is such a country."""
    return code.upper() if code.isascii() and code.upper() in countries.countries else None


def counted(counts: dict[str, int]) -> list[Counted]:
    """From counts by code, in the order of the names in the page's language."""
    rows = [Counted(Country(code), count) for code, count in counts.items()]
    return sorted(rows, key=lambda row: alphabetical(row.country.name))
