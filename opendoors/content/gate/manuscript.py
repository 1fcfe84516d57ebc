"""A text as the rules read it: parsed once, its pictures asked for once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from html import unescape
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.urls import NoReverseMatch

from opendoors.content import clock
from opendoors.content.models import Image
from opendoors.content.richtext.cleaning import clean
from opendoors.content.richtext.tree import BLOCKS, Node, parse

# What is told in another voice or is no prose: its letters say nothing about the language of the text.
_NOT_OUR_WORDS = {"blockquote", "q", "code", "pre"}


@dataclass(frozen=True)
class Outline:
    """Which fields of a kind of content mean what to the rules; without a name it has none of that."""

    title: str = ""
    lead: str = ""
    prose: tuple[str, ...] = ()  # rich text
    lines: tuple[str, ...] = ()  # what else readers see of it in words
    picture: str = ""  # of the library
    source: tuple[str, ...] = ()  # name and address of where it was taken from
    language: str = ""


@dataclass(frozen=True)
class Passage:
    """The words of a paragraph, heading, entry or cell; `own` without quotations and words in another language."""

    text: str
    own: str


class Prose:
    """One rich text: the tree and what the rules look for in it, in reading order."""

    def __init__(self, place: str, html: str):
        self.place = place
        self.root = parse(clean(html))
        self.elements = list(self.root.elements())

    def with_tags(self, *tags: str) -> list[Node]:
        return [node for node in self.elements if node.tag in tags]

    @cached_property
    def passages(self) -> list[Passage]:
        return list(_Passages().read(self.root))


class Manuscript:
    """The content with values of its fields as they would be published at `moment`."""

    def __init__(self, content: Any, outline: Outline, moment: datetime | None = None):
        self.content, self.outline = content, outline
        self.moment = max(moment or clock.now(), clock.now())
        self.judged: tuple[dict[str, str], dict[str, str]] | None = None  # what `links` found out, for its rules

    def value(self, name: str) -> str:
        value = getattr(self.content, name, "") if name else ""
        return value if isinstance(value, str) else ""

    @property
    def language(self) -> str:
        return self.value(self.outline.language) or settings.LANGUAGE_CODE

    @property
    def picture(self) -> Image | None:
        return getattr(self.content, self.outline.picture) if self.outline.picture else None

    @property
    def address(self) -> str:
        """Its own, which is public as soon as it is."""
        try:
            return self.content.get_absolute_url()
        except (AttributeError, NoReverseMatch):
            return ""

    @cached_property
    def prose(self) -> list[Prose]:
        return [Prose(name, self.value(name)) for name in self.outline.prose]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Names and values of the fields with plain words."""
        names = (self.outline.title, self.outline.lead, *self.outline.lines)
        return [(name, self.value(name)) for name in names if name]

    @cached_property
    def images(self) -> dict[str, Image]:
        """The library's pictures in the text, by storage name."""
        nodes = [node for prose in self.prose for node in prose.with_tags("img")]
        return Image.objects.by_name({stored_name(node.attributes["src"]) for node in nodes})


def stored_name(address: str) -> str:
    """The storage name of one of our files, from its escaped address in a text."""
    return unquote(unescape(address).partition("?")[0].partition("#")[0].removeprefix(settings.MEDIA_URL))


def words_of(node: Node) -> str:
    """What it says to somebody who hears it: its text and the alternative texts of its pictures."""
    alts = [unescape(inner.attributes.get("alt", "")) for inner in node.elements() if inner.tag == "img"]
    return " ".join(" ".join([node.text, *alts]).split())


class _Passages:
    def __init__(self) -> None:
        self.text: list[str] = []
        self.own: list[str] = []

    def read(self, node: Node, own: bool = True) -> Iterator[Passage]:
        for child in node.children:
            if isinstance(child, str):
                words = unescape(child)
                self.text.append(words)
                if own:
                    self.own.append(words)
                continue
            apart = child.tag in BLOCKS or child.tag == "br"
            if apart:
                yield from self.end()
            yield from self.read(child, own and not _is_foreign(child))
            if apart:
                yield from self.end()
        if not node.tag:
            yield from self.end()

    def end(self) -> Iterator[Passage]:
        text, own = (" ".join("".join(words).split()) for words in (self.text, self.own))
        self.text, self.own = [], []
        if text:
            yield Passage(text, own)


def _is_foreign(node: Node) -> bool:
    return node.tag in _NOT_OUR_WORDS or "lang" in node.attributes
