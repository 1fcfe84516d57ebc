"""Random articles of short sentences, and random editors: what a property test of merging draws."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from hypothesis import strategies as st

WORDS = (
    *("door", "open", "campus", "winter", "portfolio", "student", "master’s", "one & two", "3 < 5", "agreement"),
    *("дверь", "олимпиада", "тур", "вуз", "ёлка", "заявка", "«да»", "магистратура", "北大", "№ 7"),
)
INLINE = (
    "{}",
    "<strong>{}</strong>",
    "<em>{}</em>",
    '<a href="/news/">{}</a>',
    '<span lang="ru">{}</span>',
    "{}&nbsp;–",
)

ACTS = ("insert", "change", "delete", "move", "move_changed", "split", "join", "inside", "inside")


@dataclass
class Block:
    """A paragraph or its like holds sentences; a list, table or quotation holds blocks."""

    tag: str
    sentences: list[str] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)

    def html(self) -> str:
        inside = " ".join(self.sentences)
        if self.tag == "tr":
            return f"<tr>{''.join(f'<td>{sentence}</td>' for sentence in self.sentences)}</tr>" if inside else ""
        if self.tag == "table":
            rows = "".join(block.html() for block in self.blocks)
            return f"<table><caption>{inside}</caption><tbody>{rows}</tbody></table>" if rows else ""
        held = "\n".join(block.html() for block in self.blocks)
        return f"<{self.tag}>{inside}{held}</{self.tag}>" if inside or held.strip() else ""

    def copy(self) -> "Block":
        return Block(self.tag, list(self.sentences), [block.copy() for block in self.blocks])

    def all_sentences(self) -> set[str]:
        if not self.html():
            return set()
        return {*self.sentences}.union(*(block.all_sentences() for block in self.blocks))


def html(blocks: list[Block], space: str = "\n") -> str:
    return space.join(block.html() for block in blocks)


def sentences(blocks: list[Block]) -> set[str]:
    return set().union(*(block.all_sentences() for block in blocks))


class Writer:
    """Writes sentences that never come twice, so that each can be looked for."""

    def __init__(self, draw):
        self.draw, self.numbers = draw, count(1)

    def sentence(self, by: str = "base") -> str:
        words = self.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
        text = " ".join(words).replace("&", "&amp;").replace("<", "&lt;")
        return self.draw(st.sampled_from(INLINE)).format(f"{text} {by}{next(self.numbers)}x.")

    def block(self, by: str = "base") -> Block:
        tag = self.draw(st.sampled_from(["p", "p", "p", "h2", "h3", "pre", "ul", "ol", "blockquote", "table"]))
        if tag in {"p", "h2", "h3", "pre"}:
            return Block(tag, [self.sentence(by) for _each in range(self.draw(st.integers(1, 3)))])
        inner = {"ul": "li", "ol": "li", "blockquote": "p", "table": "tr"}[tag]
        block = Block(tag, [self.sentence(by)] if tag == "table" else [])
        block.blocks = [self.inner(inner, by) for _each in range(self.draw(st.integers(1, 4)))]
        return block

    def inner(self, tag: str, by: str = "base") -> Block:
        block = Block(tag, [self.sentence(by) for _each in range(self.draw(st.integers(1, 2)))])
        if tag == "li" and self.draw(st.integers(0, 4)) == 0:
            block.blocks = [Block("ul", [], [Block("li", [self.sentence(by)])])]
        return block

    def document(self) -> list[Block]:
        return [self.block() for _each in range(self.draw(st.integers(0, 7)))]

    def edited(self, blocks: list[Block], by: str, acts: Sequence[str] = ACTS) -> list[Block]:
        edited = [block.copy() for block in blocks]
        for _each in range(self.draw(st.integers(0, 5))):
            self.edit(edited, by, acts)
        return edited

    def edit(self, blocks: list[Block], by: str, acts: Sequence[str]) -> None:
        act = self.draw(st.sampled_from(acts if blocks else ["insert"]))
        getattr(self, f"_{act}")(blocks, by, self.draw(st.integers(0, max(len(blocks) - 1, 0))))

    def _insert(self, blocks, by, at):
        blocks.insert(at, self.block(by))

    def _change(self, blocks, by, at):
        if blocks[at].sentences:
            number = self.draw(st.integers(0, len(blocks[at].sentences) - 1))
            blocks[at].sentences[number : number + self.draw(st.integers(0, 1))] = [self.sentence(by)]

    def _delete(self, blocks, by, at):
        del blocks[at]

    def _move(self, blocks, by, at):
        block = blocks.pop(at)
        blocks.insert(self.draw(st.integers(0, len(blocks))), block)

    def _move_changed(self, blocks, by, at):
        self._inside(blocks, by, at)
        self._move(blocks, by, min(at, len(blocks) - 1))

    def _split(self, blocks, by, at):
        block = blocks[at]
        if block.tag == "p" and len(block.sentences) > 1:
            blocks[at : at + 1] = [Block("p", block.sentences[:1]), Block("p", block.sentences[1:])]

    def _join(self, blocks, by, at):
        if at + 1 < len(blocks) and blocks[at].tag == blocks[at + 1].tag == "p":
            blocks[at : at + 2] = [Block("p", blocks[at].sentences + blocks[at + 1].sentences)]

    def _inside(self, blocks, by, at):
        inner = blocks[at].blocks
        if not inner:
            return self._change(blocks, by, at)
        place = self.draw(st.integers(0, len(inner) - 1))
        act = self.draw(st.sampled_from(["insert", "change", "delete", "move"]))
        if act == "insert":
            inner.insert(place, self.inner(inner[0].tag, by))
        else:
            getattr(self, f"_{act}")(inner, by, place)
        return None


@st.composite
def edits(draw) -> tuple[list[Block], list[Block], list[Block]]:
    """A document, and what two editors made of it."""
    writer = Writer(draw)
    base = writer.document()
    return base, writer.edited(base, "anna"), writer.edited(base, "boris")


@st.composite
def edits_of_one_order(draw) -> tuple[list[Block], list[Block], list[Block]]:
    """A document, what one made of it, and what another did who only put in or only left out."""
    writer = Writer(draw)
    base = writer.document()
    return (
        base,
        writer.edited(base, "anna"),
        writer.edited(base, "boris", [draw(st.sampled_from(["insert", "delete"]))]),
    )
