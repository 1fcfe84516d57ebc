"""What rich text may hold. nh3 is the boundary: everything that is kept is its own output, unchanged.

Around it, refused elements give way to what they mean here (`h1` becomes `h2`, a film's frame a link) and Word's litter
goes. The words of a refused element stay, except those of scripts and style sheets.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import urlsplit

import nh3
from django.conf import settings

from opendoors.content.characters import UNWANTED, sendable
from opendoors.content.richtext import videos
from opendoors.content.richtext.tree import BLOCKS, TABLE_PARTS, Node, parse, write

KEPT = BLOCKS | {"strong", "em", "s", "sub", "sup", "a", "img", "code", "br", "abbr", "span", "q"}
RENAMED = {
    "h1": "h2",
    **dict.fromkeys(["h5", "h6"], "h4"),
    "b": "strong",
    "i": "em",
    **dict.fromkeys(["del", "strike"], "s"),
    **dict.fromkeys(["kbd", "samp", "tt"], "code"),
    **dict.fromkeys(["menu", "dir"], "ul"),
    **dict.fromkeys(["article", "section", "main", "header", "footer", "aside", "nav"], "div"),
    **dict.fromkeys(["center", "address", "details", "summary", "fieldset", "form"], "div"),
}
CLASSES = {
    "figure": {"image", "image-left", "image-right", "image-center"},
    "img": {"image-left", "image-right"},
    "p": {"image-center", "attribution"},
    "div": {"callout", "callout-deadline", "image-center"},
    "dl": {"figures"},
    "ul": {"figures"},
}
_NUMBER = re.compile(r"\d{1,4}").fullmatch
_CHOICES: dict[str, Callable[[str], object]] = {
    "lang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*").fullmatch,
    "dir": {"ltr", "rtl", "auto"}.__contains__,
    "scope": {"col", "row", "colgroup", "rowgroup"}.__contains__,
    **dict.fromkeys(["colspan", "rowspan", "start", "value", "width", "height"], _NUMBER),
}
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_EMPTY_GOES = BLOCKS - TABLE_PARTS - {"table", "hr", "dt", "dd"}
# None of these may look twice at the same characters: texts that make one do so would keep the server busy for hours.
_TAG = re.compile(r"</?[a-zA-Z][^<>]*+>")
_TAG_BEGINS = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)")
_FRAME = re.compile(r"<iframe\b([^<>]*+)>(?:(?!</?iframe\b).)*+</iframe\s*+>", re.IGNORECASE | re.DOTALL)
_SOURCE = re.compile(r"\ssrc\s*+=\s*+[\"']?([^\"'\s]++)", re.IGNORECASE)
_FOREIGN = re.compile(
    r"</?(?:svg|g|text|tspan|textpath|foreignobject|switch"
    r"|math|semantics|m(?:i|n|o|s|text|row|sup|sub|subsup|frac|sqrt|root|over|under|underover|table|tr|td|style))\b[^<>]*+>",
    re.IGNORECASE,
)
# What authors leave open: it says nothing about depth.
_UNNESTED = {"p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "o:p"} | {
    *["br", "hr", "img", "input", "meta", "link", "col", "wbr"]
}
MAX_DEPTH = 100  # elements within elements; real text has fewer than twenty
MAX_ROUNDS = 8


def clean(html: str) -> str:
    """Safe HTML that says the same. Cleaning what was cleaned changes nothing; plain text stays as it is."""
    html = sendable(html)
    if _depth(html) > MAX_DEPTH:
        return _flat(html)
    # Outside drawings and formulas their words are words like any other, and nh3 does not drop them.
    cleaned = _settle(_wide.clean(_FOREIGN.sub("", _frames_to_links(html))))
    if cleaned is None or _depth(cleaned) > MAX_DEPTH:
        return _flat(html)
    return cleaned


def is_own_picture(address: str) -> bool:
    """Whether it lies with our uploads: a text loads nothing from anywhere else."""
    return address.startswith(settings.MEDIA_URL) and ".." not in address and "\\" not in address


def _settle(html: str) -> str | None:
    """Tidy and sanitise until nothing changes; None for the rare knot that never settles."""
    for _round in range(MAX_ROUNDS):
        again = UNWANTED.sub("", _strict.clean(_tidy(html)))
        if again == html:
            return html
        html = again
    return None


def _flat(html: str) -> str:
    """The words alone, for what is nested beyond reason."""
    return escape(unescape(UNWANTED.sub("", _TAG.sub(" ", html))), quote=False).replace("\xa0", "&nbsp;")


def _depth(html: str) -> int:
    """The deepest nesting, guessed high: it guards the parsers, whose time grows with its square."""
    depth = deepest = 0
    for closing, tag in _TAG_BEGINS.findall(html):
        if tag.lower() not in _UNNESTED:
            depth = max(depth - 1, 0) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _frames_to_links(html: str) -> str:
    """A film is stored as a link to it; the page makes the player."""

    def link(frame: re.Match) -> str:
        source = _SOURCE.search(frame[1])
        page = videos.page_of(unescape(source[1])) if source else None
        return f'<p><a href="{escape(page)}">{escape(page)}</a></p>' if page else ""

    return _FRAME.sub(link, html)


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return _address(value)
    if name == "src":
        return value if is_own_picture(value) else None
    if name in _CHOICES:
        return value if _CHOICES[name](value) else None
    return UNWANTED.sub("", value)


def _address(value: str) -> str | None:
    """A link's address, absolute, from our root or within the page; None for everything else.

    Browsers read a backslash as a slash and skip line breaks, so both are settled before anything is judged.
    """
    value = re.sub(r"[\t\r\n]", "", value).strip()
    if re.match(r"[/\\]{2}", value):
        value = "https://" + value.lstrip("/\\")
    elif re.match(r"www\.[\w-]+\.", value):
        value = "https://" + value
    if re.match(r"(?i)(mailto:|tel:).", value) or re.match(r"(/(?![/\\])|#)", value):
        return value
    if not re.match(r"(?i)https?://[^/\\\s]", value):
        return None
    try:
        return value if urlsplit(value).hostname else None
    except ValueError:
        return None


def _tidy(html: str) -> str:
    root = parse(html)
    root.children = _tidied(root)
    return write(root)


def _tidied(parent: Node) -> list[Node | str]:
    """The children that stay, in their new shape."""
    kept: list[Node | str] = []
    for child in parent.children:
        if isinstance(child, str):
            kept.append(child)
            continue
        child.tag = RENAMED.get(child.tag, child.tag)
        child.children = _tidied(child)
        if not child.classes:
            child.attributes.pop("class", None)
        if _goes(child):
            continue
        if child.tag == "figure" and not child.classes and any(node.tag == "img" for node in child.elements()):
            child.attributes["class"] = "image"  # without it the editor would take the picture out of its figure
        kept.extend(child.children if _dissolves(child, parent) else [child])
    return kept


def _goes(node: Node) -> bool:
    """Pictures that are not ours, and blocks that hold nothing but space."""
    if node.tag == "img":
        return "src" not in node.attributes
    return node.tag in _EMPTY_GOES and not node.has_content


def _dissolves(node: Node, parent: Node) -> bool:
    """Whether the element gives way to what it holds: it has lost its meaning, its words stay."""
    if node.tag not in KEPT:
        return True
    if node.tag == "div" and not node.classes and parent.tag != "dl":
        if not any(isinstance(child, Node) and child.tag in BLOCKS for child in node.children):
            node.tag = "p"
            return False
        return True
    if node.tag == "span":
        return not node.attributes or not node.has_content
    if node.tag == "a":
        return "href" not in node.attributes or not node.has_content
    return node.tag in {"strong", "em", "s", "sub", "sup", "code", "q", "abbr"} and not node.has_content


def _sanitiser(tags: set[str] | frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        attributes=_ATTRIBUTES,
        attribute_filter=_filter,
        allowed_classes={tag: names for tag, names in CLASSES.items() if tag in tags},
        clean_content_tags={"script", "style"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


# The first look keeps what has a better name here; the strict one has the last word.
_wide = _sanitiser(KEPT | set(RENAMED))
_strict = _sanitiser(KEPT)
