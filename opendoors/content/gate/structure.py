"""Rules about what a text is built of: pictures, headings, the words of links, tables."""

import re
from collections.abc import Iterator
from html import unescape

from django.conf import settings
from django.utils.translation import gettext as _

from opendoors.content.gate.findings import Finding, Spot, quoted
from opendoors.content.gate.manuscript import Manuscript, Prose, stored_name, words_of
from opendoors.content.richtext import videos
from opendoors.content.richtext.rendering import HEADINGS
from opendoors.content.richtext.tree import Node

# Words of links that tell nothing without the sentence around them, in small letters and without marks at the ends.
_VAGUE = (
    "here|click|click here|click this|click on this link|this|this link|link|the link|follow the link|this page|"
    "see here|see more|more|more here|read|read more|read on|learn more|find out more|details|more details|more info|"
    "more information|further information|continue|continue reading|go|open|download|view|watch|"
    "здесь|тут|вот|вот здесь|вот тут|сюда|там|ссылка|эта ссылка|ссылке|по ссылке|по этой ссылке|на ссылку|нажмите|"
    "нажмите здесь|нажмите сюда|нажать|кликните|кликните здесь|кликните сюда|жмите|жмите сюда|щелкните здесь|перейти|"
    "перейти по ссылке|подробнее|подробно|подробности|еще|больше|далее|дальше|читать|читать далее|читать дальше|"
    "читать подробнее|узнать больше|узнать подробнее|смотреть|смотреть здесь|открыть|скачать|см. здесь|эта страница|"
    "на этой странице"
)
VAGUE = frozenset(_VAGUE.split("|"))
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_FILE_NAME = re.compile(r"[\w .()+-]{1,100}\.(?:jpe?g|png|gif|webp|avif|heic|tiff?|bmp)", re.IGNORECASE).fullmatch
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE).fullmatch
LONGEST = 300  # characters of a link's words that are looked at


def alt_text(manuscript: Manuscript) -> Iterator[Finding]:
    """Every picture has an alternative text in the text's language, or is marked as decorative in the library."""
    cover, column = manuscript.picture, f"alt_{manuscript.language}"
    language = dict(settings.LANGUAGES).get(manuscript.language, manuscript.language)
    if cover is not None and not cover.is_decorative:
        alt = getattr(cover, column) or ""
        problem = _alt_problem(
            alt, _("It has no alternative text in this language: %(language)s.") % {"language": language}
        )
        if problem:
            about = f"{cover.pk} {alt}"
            yield Finding("alt-text", manuscript.outline.picture, problem, words=alt, about=about, record=cover)
    for prose in manuscript.prose:
        for number, node in enumerate(prose.with_tags("img")):
            address = unescape(node.attributes.get("src", ""))
            image = manuscript.images.get(stored_name(node.attributes.get("src", "")))
            if image is not None and image.is_decorative:
                continue
            alt = unescape(node.attributes.get("alt", "")) or (getattr(image, column) if image else "") or ""
            problem = _alt_problem(alt, _("A picture has no alternative text."))
            if problem:
                spot = Spot("img", number, words=address)
                yield Finding("alt-text", prose.place, problem, words=alt, about=f"{address} {alt}", spot=spot)


def _alt_problem(alt: str, missing: str) -> str:
    if not alt.strip():
        return missing
    return _("The alternative text is the name of a file.") if _FILE_NAME(alt.strip()) else ""


def heading_order(manuscript: Manuscript) -> Iterator[Finding]:
    """Headings go down one level at a time, from the title; cleaning has made an h1 an h2 and taken out empty ones."""
    for prose in manuscript.prose:
        level = 1
        for number, node in enumerate(prose.with_tags(*HEADINGS)):
            own, words = int(node.tag[1]), words_of(node)
            problem = ""
            if not words:
                problem = _("A heading has no words.")
            elif own > level + 1:
                problem = _("Heading %(level)d stands where no Heading %(missing)d is above it.")
            level = own
            if problem:
                told = problem % {"level": own, "missing": own - 1}
                spot = Spot(",".join(HEADINGS), number, words=words)
                about = f"{node.tag} {words}"
                yield Finding("heading-order", prose.place, told, words=quoted(words), about=about, spot=spot)


def link_text(manuscript: Manuscript) -> Iterator[Finding]:
    """A link's words say where it leads."""
    for prose, number, node, words in _links(manuscript):
        plain = _EDGES.sub("", words).casefold().replace("ё", "е")
        if not plain:
            problem = _("A link has no words.")
        elif plain in VAGUE:
            problem = _("The words of the link do not say where it leads.")
        else:
            continue
        yield _about_link("link-text", prose, number, node, words, problem)


def bare_address(manuscript: Manuscript) -> Iterator[Finding]:
    """A link's words are words."""
    for prose, number, node, words in _links(manuscript):
        if _ADDRESS(words):
            yield _about_link(
                "bare-address", prose, number, node, words, _("A link shows its address instead of words.")
            )


def _links(manuscript: Manuscript) -> Iterator[tuple[Prose, int, Node, str]]:
    for prose in manuscript.prose:
        players = {id(link) for paragraph in prose.with_tags("p") for link in _player(paragraph)}
        for number, node in enumerate(prose.with_tags("a")):
            if id(node) not in players:
                yield prose, number, node, words_of(node)[:LONGEST]


def _player(paragraph: Node) -> list[Node]:
    """The link, where the page makes a film's player of this paragraph."""
    inside = [child for child in paragraph.children if not (isinstance(child, str) and not unescape(child).strip())]
    if len(inside) != 1 or isinstance(inside[0], str) or inside[0].tag != "a":
        return []
    return inside if videos.video_at(unescape(inside[0].attributes.get("href", ""))) else []


def _about_link(rule: str, prose: Prose, number: int, node: Node, words: str, problem: str) -> Finding:
    address = unescape(node.attributes.get("href", ""))
    spot = Spot("a", number, words=words)
    return Finding(rule, prose.place, problem, words=quoted(words or address), about=f"{words} {address}", spot=spot)


def table_headers(manuscript: Manuscript) -> Iterator[Finding]:
    """A table has header cells with words in them."""
    for prose in manuscript.prose:
        for number, table in enumerate(prose.with_tags("table")):
            own = list(_cells(table))
            if not any(cell.tag == "th" and words_of(cell) for cell in own):
                words = " │ ".join(filter(None, (words_of(cell) for cell in own[:4])))
                spot = Spot("table", number)
                about = words_of(table)
                problem = _("A table has no header cells.")
                yield Finding("table-headers", prose.place, problem, words=quoted(words), about=about, spot=spot)


def _cells(node: Node) -> Iterator[Node]:
    """Of this table, and of none within it."""
    for child in node.children:
        if isinstance(child, str) or child.tag == "table":
            continue
        if child.tag in {"td", "th"}:
            yield child
        else:
            yield from _cells(child)
