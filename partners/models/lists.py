"""Validators of short lists that are kept as JSON, and of language tags."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# BCP 47 (RFC 5646): language, script, region, variants; without extensions, which no name needs.
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*\Z")
LOCKABLE = (
    "name",
    "description",
    "acronym",
    "aliases",
    "own_name",
    "country",
    "city",
    "latitude",
    "longitude",
    "founded",
    "website",
    "wikidata_id",
)


def validate_language_tag(tag: str) -> None:
    if not LANGUAGE_TAG.match(tag):
        raise ValidationError(
            _("“%(tag)s” is no language tag (BCP 47), like ru, zh-Hans or pt-BR."), params={"tag": tag}
        )


def validate_words(value: Any) -> None:
    """A list of different texts, none of them empty or longer than 250 characters."""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ValidationError(_("A list of texts is expected."))
    if not all(word.strip() and len(word) <= 250 for word in value):
        raise ValidationError(_("A text of the list is empty or longer than 250 characters."))
    if len(set(value)) < len(value):
        raise ValidationError(_("A text of the list comes twice."))


def validate_among(value: Any, allowed: list[str]) -> None:
    """A list of different values out of `allowed`."""
    validate_words(value)
    unknown = [word for word in value if word not in allowed]
    if unknown:
        raise ValidationError(_("Not known: %(values)s."), params={"values": ", ".join(unknown)})


def validate_locked_fields(value: Any) -> None:
    validate_among(value, list(LOCKABLE))
