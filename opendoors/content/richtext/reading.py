"""A rich text as blocks of words for a comparison: what stands in it, and how it looks, told in words."""

from html import unescape

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from opendoors.content import pictures
from opendoors.content.comparison import Block, Word, words
from opendoors.content.models import Image
from opendoors.content.richtext.cleaning import clean
from opendoors.content.richtext.tree import BLOCKS, Node, parse

CELLS = {"td", "th"}
BETWEEN_CELLS = " │ "


def told_blocks(html: str) -> list[Block]:
    """Its paragraphs, headings, entries of lists, rows of tables and pictures; at most one query, for these."""
    root = parse(clean(html))
    addresses = {unescape(node.attributes["src"]) for node in root.elements() if node.tag == "img"}
    images = Image.objects.by_name({_name(address) for address in addresses})
    reader = _Reader({address: images.get(_name(address)) for address in addresses})
    reader.read(root, "", ())
    reader.end("")
    return reader.blocks


class _Reader:
    def __init__(self, images: dict[str, Image | None]):
        self.images = images
        self.blocks: list[Block] = []
        self.words: list[Word] = []
        self.is_row = False

    def read(self, node: Node, label: str, marks: tuple[str, ...]) -> None:
        for child in node.children:
            if isinstance(child, str):
                # Between two cells the editor breaks the line: that is no word of the row.
                self.words.extend(() if node.tag == "tr" and not child.strip() else words(unescape(child), marks))
            elif child.tag == "br":
                self.words.extend(words(" ", marks))
            elif child.tag == "img":
                self.picture(child)
            elif child.tag == "hr":
                self.end(label)
                self.blocks.append(Block(label=_("line across")))
            elif child.tag in CELLS and self.is_row:
                self.words.extend(words(BETWEEN_CELLS) if self.words else ())
                self.read(child, label, marks)
            elif child.tag in BLOCKS and not self.is_row:
                self.block(child, label, marks)
            else:
                self.words.extend(words(" ") if child.tag in BLOCKS else ())
                self.read(child, label, (*marks, *_marks(child)))

    def block(self, node: Node, outer: str, marks: tuple[str, ...]) -> None:
        label = _label(node, outer)
        self.end(outer)
        self.is_row = node.tag == "tr"
        self.read(node, label, marks)
        self.is_row = False
        self.end(label)

    def picture(self, node: Node) -> None:
        self.end("")
        address = unescape(node.attributes["src"])
        image = self.images.get(address)
        shown = pictures.smallest(image, 160) if image else address
        self.blocks.append(Block(words(unescape(node.attributes.get("alt", ""))), _("picture"), shown))

    def end(self, label: str) -> None:
        kept = self.words
        while kept and kept[0].text == " ":
            kept = kept[1:]
        while kept and kept[-1].text == " ":
            kept = kept[:-1]
        if kept:
            self.blocks.append(Block(tuple(kept), label))
        self.words = []


def _label(node: Node, outer: str) -> str:
    """How people call this kind of block, or else the one around it; an ordinary paragraph needs no name."""
    styled = {
        "callout-deadline": _("deadline"),
        "callout": _("important note"),
        "attribution": _("attribution"),
        "figures": _("key numbers"),
    }
    styles = [words for style, words in styled.items() if style in node.classes]
    if styles:
        return styles[0]
    labels = {
        "h2": _("heading"),
        "h3": _("second heading"),
        "h4": _("third heading"),
        "li": _("entry of a list"),
        "tr": _("row of a table"),
        "caption": _("caption"),
        "figcaption": _("caption"),
        "blockquote": _("quotation"),
        "pre": _("preformatted text"),
        "dt": pgettext("of a list of explanations", "term"),
        "dd": _("explanation"),
    }
    if node.tag == "li" and outer == styled["figures"]:
        return outer
    return labels.get(node.tag, outer)


def _marks(node: Node) -> list[str]:
    named = {
        "strong": _("bold"),
        "em": _("italic"),
        "s": _("struck through"),
        "sub": _("below the line"),
        "sup": _("above the line"),
        "code": _("code"),
        "q": _("quotation"),
    }
    marks = [named[node.tag]] if node.tag in named else []
    if node.tag == "a":
        marks.append(_("link to %(address)s") % {"address": unescape(node.attributes.get("href", ""))})
    if node.attributes.get("lang"):
        marks.append(_("language %(code)s") % {"code": node.attributes["lang"]})
    return marks


def _name(address: str) -> str:
    return address.removeprefix(settings.MEDIA_URL)
