"""Addresses from titles: any script is written in Latin letters. And which addresses resemble a mistyped one."""

from difflib import SequenceMatcher

from anyascii import anyascii
from django.db import models
from django.utils.text import slugify

NEIGHBOURS = 40  # read before and after a mistyped slug, in the order of the index
ALIKE = 0.7  # share of letters that two slugs have in common, in order


def slug_from(text: str, max_length: int = 100) -> str:
    """A slug of at most `max_length` characters that ends with a whole word where it can; '' if nothing is left."""
    slug = slugify(anyascii(text))
    if len(slug) <= max_length:
        return slug
    return slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]


def resembling(rows: models.QuerySet, slug: str, most: int = 3) -> list[models.Model]:
    """The rows whose slugs are most alike, the closest first. Three reads by index, however many rows there are.

    What shares its beginning with the mistyped slug stands beside it in the index; a wrong first letter is not found.
    """
    slugs = rows.values_list("pk", "slug")
    after = slugs.filter(slug__gte=slug).order_by("slug")[:NEIGHBOURS]
    before = slugs.filter(slug__lt=slug).order_by("-slug")[:NEIGHBOURS]
    scored = [(_likeness(slug, other), key) for key, other in (*after, *before)]
    close = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: -pair[0])[:most]
    found = rows.order_by().in_bulk([key for _score, key in close]) if close else {}
    return [found[key] for _score, key in close if key in found]


def _likeness(typed: str, slug: str) -> float:
    """From 0 to 1. A slug that was cut off on the way is as good as whole."""
    if len(typed) >= 8 and slug.startswith(typed):
        return 1.0
    return SequenceMatcher(None, typed, slug, autojunk=False).ratio()
