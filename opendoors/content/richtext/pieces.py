"""A rich text as the pieces that people change: paragraphs and their like, entries of lists, rows of tables.

Pieces hold the very characters that were read, white space between them included: joining them again changes nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from opendoors.content.richtext.tree import BLOCKS, VOID, Node, opening, parse, write

# Those whose children are pieces themselves. An entry or a row is one piece, whatever stands in it.
HOLDERS = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "blockquote", "div"})
_SPACE = re.compile(r"[ \t\n]+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Piece:
    """`source` is what stands there, `tail` the white space after it; two pieces with one `key` say the same."""

    source: str
    key: str
    tag: str = ""  # empty for words outside of any block
    tail: str = ""
    start: str = ""  # of a holder: its opening tag and the white space after it
    parts: tuple["Piece", ...] = field(default=())

    @property
    def is_holder(self) -> bool:
        return bool(self.parts)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(_WORD.findall(unescape(re.sub(r"<[^<>]*>", " ", self.source)).lower()))


def split(html: str) -> tuple[str, list[Piece]]:
    """The white space before the first piece, and the pieces of a cleaned text."""
    return _pieces(parse(html).children)


def join(start: str, pieces: Iterable[Piece]) -> str:
    return start + "".join(piece.source + piece.tail for piece in pieces)


def written(pieces: Iterable[Piece]) -> str:
    """As a text of its own. Words outside of any block become a paragraph, lest they run into their neighbours."""
    shown = list(pieces)
    if len(shown) == 1:
        return shown[0].source + shown[0].tail
    return "".join((piece.source if piece.tag else f"<p>{piece.source}</p>") + piece.tail for piece in shown)


def held(start: str, inside: str) -> str:
    """A holder with this inside; nothing is left of one that holds nothing."""
    tag = start[1:].partition(">")[0].partition(" ")[0]
    return f"{start}{inside}</{tag}>" if inside.strip() else ""


def _pieces(children: list[Node | str]) -> tuple[str, list[Piece]]:
    pieces: list[Piece] = []
    start, run = "", []
    for child in children:
        if _is_block(child):
            start, run = _end_run(start, run, pieces), []
            pieces.append(_piece(child))
        else:
            run.append(child)
    return _end_run(start, run, pieces), pieces


def _end_run(start: str, run: list[Node | str], pieces: list[Piece]) -> str:
    """Close a run of words and white space outside of blocks. Returns what stands before the first piece."""
    source = write(Node(children=run))
    if not source.strip(" \t\n"):
        if not pieces:
            return start + source
        if source:
            last = pieces.pop()
            pieces.append(Piece(last.source, last.key, last.tag, last.tail + source, last.start, last.parts))
        return start
    bare = source.strip(" \t\n")
    before, _bare, after = source.partition(bare)
    inside = _inside(Node("p", children=run)).strip(" ")
    piece = Piece(bare, f"<p>{inside}</p>", tail=after)
    if pieces and before:
        last = pieces.pop()
        pieces.append(Piece(last.source, last.key, last.tag, last.tail + before, last.start, last.parts))
    elif before:
        start += before
    pieces.append(piece)
    return start


def _piece(node: Node) -> Piece:
    source, key = write(node), canonical(node)
    if node.tag not in HOLDERS or not _holds_pieces(node):
        return Piece(source, key, node.tag)
    start, parts = _pieces(node.children)
    return Piece(source, key, node.tag, start=opening(node) + start, parts=tuple(parts))


def _holds_pieces(node: Node) -> bool:
    """Not so where words stand between its blocks: they belong to no piece."""
    blocks = [child for child in node.children if _is_block(child)]
    return bool(blocks) and all(child in blocks or not write_one(child).strip(" \t\n") for child in node.children)


def write_one(child: Node | str) -> str:
    return child if isinstance(child, str) else write(child)


def _is_block(child: Node | str) -> bool:
    """Also what holds blocks in words' clothing: a link or a span around a paragraph."""
    if isinstance(child, str):
        return False
    return child.tag in BLOCKS or any(inner.tag in BLOCKS for inner in child.elements())


def canonical(node: Node) -> str:
    """The same for the same text, however an editor has set its white space and the order of attributes."""
    if node.tag == "pre":
        return write(node)
    attributes = "".join(f' {name}="{value}"' for name, value in sorted(node.attributes.items()))
    if node.tag in VOID:
        return f"<{node.tag}{attributes}>"
    inside = _inside(node)
    return f"<{node.tag}{attributes}>{inside.strip(' ') if node.tag in BLOCKS else inside}</{node.tag}>"


def _inside(node: Node) -> str:
    parts: list[str] = []
    after_block = False
    for child in node.children:
        if isinstance(child, str):
            text = _SPACE.sub(" ", child)
            parts.append(text.lstrip(" ") if after_block else text)
            after_block = after_block and not text.strip(" ")
        else:
            after_block = child.tag in BLOCKS or child.tag == "br"
            if after_block and parts:
                parts[-1] = parts[-1].rstrip(" ")
            parts.append(canonical(child))
    return "".join(parts)
