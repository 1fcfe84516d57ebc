"""Addresses in a row, of pages that can be asked for: no mail, no place within the same page."""

import re
from collections.abc import Iterator
from html import unescape

from django.db.models import Model

from opendoors.content.links.sources import Source
from opendoors.content.richtext.tree import parse

FOLLOWED = ("http://", "https://", "/")
_IN_WORDS = re.compile(r"https?://[^\s<>\"'«»“”]+")
_AFTER = ".,;:!?)…"  # what stands behind an address in a sentence


def links(source: Source, row: Model) -> set[str]:
    found = {*_prose(source, row), *_addresses(source, row), *_plain(source, row)}
    return {link for link in found if link.startswith(FOLLOWED) and not link.startswith("//")}


def _prose(source: Source, row: Model) -> Iterator[str]:
    for name in source.prose:
        nodes = parse(getattr(row, name)).elements()
        yield from (unescape(node.attributes.get("href", "")) for node in nodes if node.tag == "a")


def _addresses(source: Source, row: Model) -> Iterator[str]:
    for name in source.addresses:
        relation, _dot, field = name.rpartition(".")
        rows = getattr(row, relation).all() if relation else [row]
        yield from (getattr(one, field) or "" for one in rows)


def _plain(source: Source, row: Model) -> Iterator[str]:
    for name in source.plain:
        yield from (found.rstrip(_AFTER) for found in _IN_WORDS.findall(getattr(row, name) or ""))
