from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.exports.columns import IDENTITY, KINDS, PAGES, column, dated, stated, translated
from partners.exports.editions import Edition
from partners.models import University
from partners.models.scoped import PARENTS

PLACE = ("latitude", "longitude")  # GeoJSON has a place of its own for them


def rows() -> models.QuerySet:
    return University.objects.published().select_related("parent", f"became__{PARENTS}")


def keys(chosen: models.QuerySet) -> list[int]:
    """Each institution with its parts after it, as the list shows them."""
    below: dict[int, list[int]] = {}
    for key, parent in University.objects.published().by_name().values_list("pk", "parent"):
        below.setdefault(parent, []).append(key)
    found: dict[int, None] = {}
    waiting = list(chosen.values_list("pk", flat=True))[::-1]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found[key] = None
            waiting += below.get(key, ())[::-1]
    return list(found)


def _degrees(name: str):
    def value(university: University, _edition: Edition) -> float | None:
        degrees = getattr(university, name)
        return None if degrees is None else float(degrees)

    return value


def _member_from(university: University) -> Any:
    """Shown of members only."""
    return university.when("member_from") if university.is_member else type(university.when("member_from"))()


def _part_of(university: University, edition: Edition) -> str | None:
    return edition.identifier(university.parent.public_id) if university.parent else None


def _became(university: University, edition: Edition) -> str | None:
    became = university.became
    return edition.identifier(became.public_id) if became and became.is_public else None


COLUMNS = (
    *IDENTITY,
    column("kind", _("What it is."), choices=KINDS),
    *translated("name", _("Its name.")),
    column("own_name", _("Its name in its own language.")),
    column("own_language", _("That language, as a tag of BCP 47.")),
    column("acronym", _("Its abbreviation.")),
    column("aliases", _("Other names it goes by, in any language.")),
    *translated("description", _("What it is, in a few sentences.")),
    column("part_of", _("Identifier of the institution that it is a part of."), _part_of),
    column(
        "country",
        _("Country, by its two letters in ISO 3166-1."),
        lambda university, _edition: stated(university.country.code),
    ),
    *translated("city", _("City.")),
    *(column(name, _("Where it is, in degrees (WGS 84)."), _degrees(name)) for name in PLACE),
    column("founded", _("Year in which it was founded.")),
    column("website", _("Its own site.")),
    column("ror", _("Its entry in the Research Organization Registry."), lambda it, _edition: stated(it.ror_url)),
    column("wikidata", _("Its entry in Wikidata."), lambda it, _edition: stated(it.wikidata_url)),
    column("is_member", _("Whether it is a member of the association.")),
    *dated("member_from", _("Since when it is a member."), _member_from),
    column("became", _("Identifier of the institution that it has become or become part of."), _became),
    *PAGES,
)
