"""The words of a rich text: for search, descriptions and feeds."""

import re

from django.utils.text import Truncator

from opendoors.content.richtext.cleaning import clean
from opendoors.content.richtext.tree import BLOCKS, Node, parse

_CELLS = {"td", "th"}


def plain_text(html: str) -> str:
    """The words, one line for each block; cells of a table row stand on one line."""
    lines = re.sub(r"[^\S\n]+", " ", _words(parse(clean(html)))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def blocks(html: str) -> str:
    """The words, one line for each paragraph, heading, list item or cell; line breaks of the source are spaces."""
    lines = _apart(parse(clean(html))).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def excerpt(html: str, length: int) -> str:
    """The beginning, at most `length` characters with its ellipsis, cut after a whole word where there is one."""
    words = " ".join(plain_text(html).split())
    if len(words) <= length:
        return words
    cut = words[:length].rpartition(" ")[0].rstrip(" ,;:–—-")
    return f"{cut}…" if cut else Truncator(words).chars(length)


def _words(node: Node) -> str:
    parts = []
    for child in node.children:
        if isinstance(child, str):
            parts.append(Node(children=[child]).text)
        elif child.tag == "br":
            parts.append("\n")
        elif child.tag in _CELLS:
            parts.append(f" {' '.join(_words(child).split())} ")
        elif child.tag in BLOCKS:
            parts.append(f"\n{_words(child)}\n")
        else:
            parts.append(_words(child))
    return "".join(parts)


def _apart(node: Node) -> str:
    parts = []
    for child in node.children:
        if isinstance(child, str):
            parts.append(Node(children=[child]).text.replace("\n", " "))
        elif child.tag == "br" or child.tag in BLOCKS:
            parts.append(f"\n{_apart(child)}\n")
        else:
            parts.append(f" {_apart(child)} " if child.tag == "sup" else _apart(child))  # a note's number is no letter
    return "".join(parts)
