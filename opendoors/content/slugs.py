"""Addresses from titles: any script is written in Latin letters."""

from anyascii import anyascii
from django.utils.text import slugify


def slug_from(text: str, max_length: int = 100) -> str:
    """A slug of at most `max_length` characters that ends with a whole word where it can; '' if nothing is left."""
    slug = slugify(anyascii(text))
    if len(slug) <= max_length:
        return slug
    return slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]
