"""Stored rich text as the page shows it: the only `mark_safe` of the project.

What is stored is cleaned once more: a row may have come by a hand that did not clean it, and the tree reads nothing but
the sanitiser's own form. A long article takes 3 ms in all.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from html import escape, unescape
from itertools import count
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from opendoors.content import pictures
from opendoors.content.models import Image
from opendoors.content.richtext import videos
from opendoors.content.richtext.cleaning import clean
from opendoors.content.richtext.pieces import canonical
from opendoors.content.richtext.shaping import GALLERY, shape
from opendoors.content.richtext.tree import VOID, Node, opening, parse
from opendoors.content.slugs import slug_from
from opendoors.content.typography import hold_dashes

HEADINGS = ("h2", "h3", "h4")
AS_TYPED = ("pre", "code")
IN_GALLERY = "(min-width: 48rem) 22rem, 100vw"
Images = dict[str, Image]  # by storage name
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_WORD = re.compile(r"[^\s]+")


def embedded(data: Any) -> SafeString:
    """JSON for a `<script>` that only holds data: nothing in it ends the element or begins a comment."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    return mark_safe(written)  # noqa: S308 - every sign that means something to HTML is escaped


def render(html: str) -> SafeString:
    """The page's HTML for a stored text: never raises, at most one query (for its pictures)."""
    root = parse(clean(html or ""))
    shape(root)
    return mark_safe(_Page(_images_in([root])).written(root))  # noqa: S308 - every part is nh3's output or escaped here


def render_blocks(html: str) -> list[tuple[str, str, SafeString]]:
    """What `render` makes, block by block: the name of its tag, a key that is the same for the same block, its HTML.

    A gallery is told picture by picture, as it stands in the editor.
    """
    root = parse(clean(html or ""))
    page = _Page(_images_in([root]))
    told = []
    for child in root.children:
        node = child if isinstance(child, Node) else Node("p", children=[child])
        if not isinstance(child, str) or child.strip():
            key, alone = canonical(node), Node(children=[node])
            shape(alone)
            told.append((node.tag, key, mark_safe(page.written(alone))))  # noqa: S308 - as in `render`
    return told


def render_elsewhere(texts: Sequence[tuple[str, str]]) -> list[SafeString]:
    """Stored texts, each with the absolute address of its page, for readers who do not see that page: in feeds.

    Addresses are absolute, and nothing needs this site's styles or scripts. At most one query for all of them.
    """
    roots = [parse(clean(html or "")) for html, _address in texts]
    for root in roots:
        shape(root)
    images = _images_in(roots)
    pages = [_Elsewhere(images, address) for _html, address in texts]
    return [mark_safe(page.written(root)) for page, root in zip(pages, roots, strict=True)]  # noqa: S308 - as above


def render_compared(one: str, other: str) -> tuple[SafeString, SafeString]:
    """Two texts to be read side by side, the words in which they differ marked."""
    roots = [parse(clean(text)) for text in (one, other)]
    words = [_words(root) for root in roots]
    same: tuple[set[int], set[int]] = set(), set()
    for start, other_start, length in SequenceMatcher(None, *words, autojunk=False).get_matching_blocks():
        same[0].update(range(start, start + length))
        same[1].update(range(other_start, other_start + length))
    return tuple(_marked(root, known) for root, known in zip(roots, same, strict=True))


def _words(node: Node) -> list[str]:
    children = [_WORD.findall(child) if isinstance(child, str) else _words(child) for child in node.children]
    return [word for words in children for word in words]


def _marked(root: Node, same: set[int]) -> SafeString:
    numbers = count()

    def marked(node: Node) -> str:
        inside = "".join(_WORD.sub(word, child) if isinstance(child, str) else marked(child) for child in node.children)
        if not node.tag or node.tag in VOID:
            return inside if not node.tag else opening(node)
        return f"{opening(node)}{inside}</{node.tag}>"

    def word(match: re.Match) -> str:
        return match[0] if next(numbers) in same else f"<mark>{match[0]}</mark>"

    html = re.sub(r"</mark>([ \n]+)<mark>", r"\1", marked(root))
    return mark_safe(html)  # noqa: S308 - the tree of cleaned text, with marks around words


class Anchors:
    """Gives the headings of one text their ids, in reading order."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.numbers: dict[str, int] = {}  # the last that was put behind each id

    def of(self, heading: Node) -> str:
        """From its words, so that a link to it lives as long as they do."""
        wanted = name = f"h-{slug_from(heading.text, 60) or 'section'}"
        number = self.numbers.get(wanted, 1)
        while name in self.ids:
            number += 1
            name = f"{wanted}-{number}"
        self.numbers[wanted] = number
        self.ids.add(name)
        return name

    def of_all(self, elements: Iterable[Node]) -> set[str]:
        return {self.of(node) for node in elements if node.tag in HEADINGS}


class _Page:
    """Writes one text; knows which ids it has given and which pictures it shows."""

    def __init__(self, images: Images):
        self.anchors = Anchors()
        self.images = images
        self.special: dict[str, Callable[[Node], str]] = {
            **dict.fromkeys(HEADINGS, self.heading),
            "table": self.table,
            "a": self.link,
            "img": self.picture,
            "p": self.paragraph,
            GALLERY: self.gallery,
        }
        self.in_table = 0

    def written(self, node: Node) -> str:
        """What is inside `node`."""
        held = str if node.tag in AS_TYPED else hold_dashes
        return "".join(held(child) if isinstance(child, str) else self.element(child) for child in node.children)

    def element(self, node: Node) -> str:
        return self.special.get(node.tag, self.plain)(node)

    def plain(self, node: Node) -> str:
        return opening(node) if node.tag in VOID else f"{opening(node)}{self.written(node)}</{node.tag}>"

    def heading(self, node: Node) -> str:
        node.attributes["id"] = self.anchors.of(node)
        return self.plain(node)

    def table(self, node: Node) -> str:
        """In a region that scrolls by itself, also by keyboard; a table within a table scrolls with the outer one."""
        self.in_table += 1
        table = self.plain(node)
        self.in_table -= 1
        if self.in_table:
            return table
        caption = next((inner.text for inner in node.elements() if inner.tag == "caption"), "")
        label = escape(" ".join(caption.split()) or _("Table"))
        return f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}">{table}</div>'

    def link(self, node: Node) -> str:
        if not _is_external(unescape(node.attributes.get("href", ""))):
            return self.plain(node)
        node.attributes |= {"class": "external", "rel": "noopener noreferrer"}
        hint = f'<span class="visually-hidden"> {escape(_("(external site)"))}</span>'
        return f"{opening(node)}{self.written(node)}{hint}</a>"

    def gallery(self, node: Node) -> str:
        """Pictures side by side, each a link to its large self: `static/js/gallery.js` shows that within the page."""
        figures = [child for child in node.children if isinstance(child, Node)]
        shown = [mark_safe(self.enlarged(figure, number)) for number, figure in enumerate(figures, 1)]  # noqa: S308
        return render_to_string("content/gallery.html", {"figures": shown}).strip()

    def enlarged(self, figure: Node, number: int) -> str:
        index, img = next((at, node) for at, node in enumerate(figure.children) if _is_picture(node))
        image = self.images.get(_name(img.attributes["src"]))
        for chosen in ("width", "height"):  # for a picture by itself
            img.attributes.pop(chosen, None)
        link = Node("a", {"href": escape(pictures.largest(image)) if image else img.attributes["src"]})
        if not (img.attributes.get("alt") or (image and image.alt)):
            link.attributes["aria-label"] = escape(_("Picture %(number)d") % {"number": number})
        figure.children[index] = f"{opening(link)}{self.picture(img, sizes=IN_GALLERY)}</a>"
        return self.plain(figure)

    def picture(self, node: Node, sizes: str = pictures.SIZES) -> str:
        image = self.images.get(_name(node.attributes["src"]))
        if image is None:
            node.attributes |= {"loading": "lazy", "decoding": "async"}
            return opening(node)
        context = pictures.shown(image, sizes=sizes, css=node.attributes.get("class", ""))
        context["alt"] = unescape(node.attributes.get("alt", "")) or context["alt"]
        chosen = int(node.attributes.get("width") or 0)
        if 0 < chosen < image.width:
            context |= {"width": chosen, "height": max(1, round(chosen * image.height / image.width))}
            context["sizes"] = f"(min-width: 48rem) {chosen}px, 100vw"
        return render_to_string("content/picture.html", context).strip()

    def paragraph(self, node: Node) -> str:
        """A paragraph that is nothing but a link to a film becomes its player, which loads at a click."""
        meaning = [child for child in node.children if not (isinstance(child, str) and not unescape(child).strip())]
        link = meaning[0] if len(meaning) == 1 else None
        if not isinstance(link, Node) or link.tag != "a":
            return self.plain(node)
        address = unescape(link.attributes.get("href", ""))
        video = videos.video_at(address)
        if not video:
            return self.plain(node)
        words = " ".join(link.text.split())
        return self.video(video, _("Video") if not words or "//" in words or videos.video_at(words) else words)

    def video(self, video: videos.Video, title: str) -> str:
        return render_to_string("content/video.html", {"video": video, "title": title}).strip()


class _Elsewhere(_Page):
    """Writes one text for others' programs; `address` is that of its page."""

    dropped = {"class", "role", "aria-label"}

    def __init__(self, images: Images, address: str):
        super().__init__(images)
        self.address = address

    def plain(self, node: Node) -> str:
        label = node.attributes.get("aria-label") if node.attributes.get("role") == "note" else ""
        bare = Node(node.tag, {name: value for name, value in node.attributes.items() if name not in self.dropped})
        for name in {"href", "src"} & {*bare.attributes}:
            bare.attributes[name] = escape(urljoin(self.address, unescape(bare.attributes[name])))
        if node.tag in VOID:
            return opening(bare)
        named = f"<p><strong>{label}</strong></p>" if label else ""
        return f"{opening(bare)}{named}{self.written(node)}</{node.tag}>"

    heading = table = link = plain

    def gallery(self, node: Node) -> str:
        return "".join(self.plain(figure) for figure in node.children if isinstance(figure, Node))

    def picture(self, node: Node, sizes: str = "") -> str:
        image = self.images.get(_name(node.attributes["src"]))
        if image is None:
            return self.plain(node)
        shown = pictures.elsewhere(image, alt=unescape(node.attributes.get("alt", "")))
        return self.plain(Node("img", {name: escape(str(value)) for name, value in shown.items()}))

    def video(self, video: videos.Video, title: str) -> str:
        return f'<p><a href="{escape(video.page)}">{escape(title)}</a></p>'


def _images_in(roots: Iterable[Node]) -> Images:
    """Our pictures that these texts show."""
    shown = (node for root in roots for node in root.elements() if node.tag == "img")
    return Image.objects.by_name({_name(node.attributes["src"]) for node in shown})


def _name(address: str) -> str:
    """The storage name of one of our pictures, from its address in a text."""
    return unquote(unescape(address).removeprefix(settings.MEDIA_URL))


def _is_picture(node: Node | str) -> bool:
    return isinstance(node, Node) and node.tag == "img"


def _is_external(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and not validate_host(parts.hostname or "", settings.ALLOWED_HOSTS)
