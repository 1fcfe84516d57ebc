"""What a visitor may have looked for at an address that leads nowhere: public pages whose addresses resemble it."""

import re

from django.db.models import QuerySet
from django.utils import translation

from news import listings
from opendoors.content.slugs import resembling
from opendoors.pages.models import Page
from partners.models import Agreement, Laboratory, University

MOST = 5
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 120


def nearest(path: str) -> list[tuple[str, str]]:
    """Addresses and titles, the closest first; nothing for a path that no page of ours could have."""
    parts = [part for part in path.lower().split("/") if part]
    slug = parts[-1] if parts else ""
    if not SLUG.fullmatch(slug) or slug.isdigit() or not 4 <= len(slug) <= LONGEST:
        return []
    found = [row for rows in _rows(parts) for row in resembling(rows, slug)]
    return [(row.get_absolute_url(), str(row)) for row in found[:MOST]]


def words_of(path: str) -> str:
    """The last part of an address as words to search for."""
    parts = [part for part in path.split("/") if part]
    name = re.sub(r"\.\w{1,5}$", "", parts[-1]) if parts else ""
    return " ".join(re.findall(r"[^\W\d_]+|\d+", name))[:LONGEST]


def _rows(parts: list[str]) -> list[QuerySet]:
    """Of the section that the path names, else of all that have slugs."""
    language = translation.get_language()
    sections = {
        "universities": University.objects.published(),
        "labs": Laboratory.objects.published(),
        "agreements": Agreement.objects.published(),
        "news": listings.feed(language),
    }
    named = next(([sections[part]] for part in parts if part in sections), None)
    return named or [Page.objects.published().in_language(language), *sections.values()]
