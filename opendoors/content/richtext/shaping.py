"""What several blocks of a stored text are on the page: galleries, callouts, quotations with their attribution.

The stored text keeps each block by itself, as the editor writes it and merging needs it. So two people may add a
picture each to one gallery, and nothing has to be closed.
"""

from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from operator import itemgetter

from django.utils.translation import gettext as _

from opendoors.content.richtext.tree import BLOCKS, Node

GALLERY = "gallery"  # the tag of a run of figures: the page writes it, no text holds it
ASIDE = {"image-left", "image-right", "image-center"}


def shape(parent: Node) -> None:
    """Put together, in place, what stands together below `parent`."""
    for child in parent.children:
        if isinstance(child, Node):
            shape(child)
    shaped: list[Node | str] = []
    for kind, run in groupby(_with_kinds(parent.children), key=itemgetter(0)):
        children = [child for _kind, child in run]
        shaped += _SHAPES[kind](children) if kind else map(_quotation, children)
    parent.children = shaped


def _with_kinds(children: list[Node | str]) -> Iterator[tuple[str, Node | str]]:
    """Each child with the kind of its run; the white space within a run belongs to it."""
    kinds = [_kind(child) for child in children]
    for index, child in enumerate(children):
        around = kinds[index - 1 : index] + kinds[index + 1 : index + 2]
        is_within = isinstance(child, str) and not child.strip() and len(around) == 2 and around[0] == around[1]
        yield (around[0] if is_within else kinds[index]), child


def _kind(child: Node | str) -> str:
    if isinstance(child, str):
        return ""
    if child.tag == "figure":
        return GALLERY if _is_plain_picture(child) else ""
    if child.tag != "div":
        return ""
    return next((kind for kind in ("callout-deadline", "callout") if kind in child.classes), "")


def _is_plain_picture(figure: Node) -> bool:
    """One picture that leads nowhere, in its place in the text."""
    pictures = [node for node in figure.elements() if node.tag == "img"]
    return len(pictures) == 1 and pictures[0] in figure.children and not ASIDE & {*figure.classes}


def _gallery(run: list[Node | str]) -> list[Node | str]:
    figures = [child for child in run if isinstance(child, Node)]
    return [Node(GALLERY, children=[*figures])] if len(figures) > 1 else run


def _callouts(run: list[Node | str]) -> list[Node | str]:
    """The editor makes a callout of each paragraph; those of one kind that follow each other are one."""
    first = next(child for child in run if isinstance(child, Node))
    label = _("Deadline") if "callout-deadline" in first.classes else _("Important")
    inside = [part for child in run for part in (_paragraphs(child) if isinstance(child, Node) else [child])]
    return [Node("div", first.attributes | {"role": "note", "aria-label": escape(label)}, inside)]


def _paragraphs(block: Node) -> list[Node | str]:
    if any(isinstance(child, Node) and child.tag in BLOCKS for child in block.children):
        return block.children
    own = {name: value for name, value in block.attributes.items() if name in {"lang", "dir"}}
    return [Node("p", own, block.children)]


def _quotation(child: Node | str) -> Node | str:
    """A quotation whose last paragraph says whose words they are: a figure with that as its caption."""
    if isinstance(child, str) or child.tag != "blockquote":
        return child
    inside = [part for part in child.children if isinstance(part, Node)]
    if len(inside) < 2 or inside[-1].tag != "p" or "attribution" not in inside[-1].classes:
        return child
    child.children.remove(inside[-1])
    said_by = Node("figcaption", inside[-1].attributes, inside[-1].children)
    return Node("figure", {"class": "quotation"}, [child, said_by])


_SHAPES: dict[str, Callable[[list[Node | str]], list[Node | str]]] = {
    GALLERY: _gallery,
    "callout": _callouts,
    "callout-deadline": _callouts,
}
