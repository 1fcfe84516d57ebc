"""The headings of a long text, for the list of contents above it."""

from typing import NamedTuple

from opendoors.content import richtext
from opendoors.content.richtext.rendering import HEADINGS, Anchors
from opendoors.content.richtext.tree import parse

FEWEST = 4  # of headings; a text with fewer is read without a list


class Entry(NamedTuple):
    anchor: str
    words: str


def contents(html: str, fewest: int = FEWEST) -> list[Entry]:
    """Its headings of the first level with the ids that the page gives them; nothing for a short text."""
    anchors = Anchors()
    headings = [node for node in parse(richtext.clean(html)).elements() if node.tag in HEADINGS]
    named = [(node, anchors.of(node)) for node in headings]  # all of them: ids count what stands before
    entries = [Entry(anchor, " ".join(node.text.split())) for node, anchor in named if node.tag == "h2"]
    return entries if len(entries) >= fewest else []
