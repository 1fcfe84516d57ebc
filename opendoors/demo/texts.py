"""Reads the demo's texts: `articles/NN-name.<language>.html`, TOML between lines of +++ and then the body in HTML.

The same NN in two languages is one article and its translation. A picture in a body is `<img src="demo:<drawing>">`.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from html import unescape
from itertools import groupby
from operator import attrgetter
from pathlib import Path

FOLDER = Path(__file__).parent / "articles"
_PICTURE = re.compile(r'<img src="demo:([\w-]+)" alt="([^"]*)">')


@dataclass(frozen=True)
class Text:
    """One article in one language.

    `state` is public, draft, scheduled or expired; the moments of the last two follow from the day of loading.
    An attachment is a PDF of the `drawing` with that name, under a `title`.
    """

    number: str
    language: str
    body: str
    title: str
    slug: str
    lead: str
    topics: list[str]
    byline: str
    source_name: str
    source_url: str
    cover_alt: str
    state: str
    is_featured: bool
    cover: bool = True
    published_at: datetime | None = None
    attachments: list[dict[str, str]] = field(default_factory=list)
    corrections: list[dict[str, str]] = field(default_factory=list)

    @property
    def pictures(self) -> dict[str, str]:
        """The drawings in the body, each with its alternative text."""
        return {name: unescape(alt) for name, alt in _PICTURE.findall(self.body)}

    def body_with(self, addresses: dict[str, str]) -> str:
        """The body with each drawing's address in the place of its name."""
        return _PICTURE.sub(lambda found: f'<img src="{addresses[found[1]]}" alt="{found[2]}">', self.body)


@dataclass(frozen=True)
class Story:
    """An article with its translations."""

    number: str
    texts: list[Text] = field(default_factory=list)

    def drawings(self) -> dict[str, dict[str, str]]:
        """Names of what has to be drawn, each with alternative texts by language. The cover has the number."""
        alts: dict[str, dict[str, str]] = {}
        for text in self.texts:
            covers = {self.number: text.cover_alt} if text.cover else {}
            for name, alt in (covers | text.pictures).items():
                alts.setdefault(name, {})[text.language] = alt
        return alts


@cache
def stories() -> list[Story]:
    texts = [_read(path) for path in sorted(FOLDER.glob("*.html"))]
    return [Story(number, list(group)) for number, group in groupby(texts, key=attrgetter("number"))]


@cache
def topics() -> list[dict[str, str]]:
    """Topics as `topics.toml` has them: key, and name_ and slug_ in each language."""
    return tomllib.loads((FOLDER / "topics.toml").read_text("utf-8"))["topic"]


def _read(path: Path) -> Text:
    _before, front, body = path.read_text("utf-8").split("+++\n", 2)
    name, language, _suffix = path.name.split(".")
    return Text(number=name.partition("-")[0], language=language, body=body.strip(), **tomllib.loads(front))
