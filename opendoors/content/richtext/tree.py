"""A small tree of the strict HTML that nh3 writes: balanced, attributes in double quotes, text escaped.

It is no parser for other people's HTML. Text and attribute values stay escaped, so that writing a tree gives back the
very characters that were read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

VOID = frozenset({"br", "hr", "img"})
TABLE_PARTS = frozenset({"caption", "thead", "tbody", "tfoot", "tr", "td", "th"})
BLOCKS = TABLE_PARTS | {
    *["p", "h2", "h3", "h4", "blockquote", "pre", "hr", "div", "figure", "figcaption", "table"],
    *["ul", "ol", "li", "dl", "dt", "dd"],
}
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


@dataclass
class Node:
    """An element; `tag` is empty for the root. `attributes` and text children are escaped HTML."""

    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def elements(self) -> Iterator["Node"]:
        """Every element below this one, in reading order."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.elements()

    @property
    def text(self) -> str:
        """What it says, unescaped."""
        return "".join(unescape(child) if isinstance(child, str) else child.text for child in self.children)

    @property
    def has_content(self) -> bool:
        """Whether a reader would see anything: text, a picture, a rule or a table."""
        return bool(self.text.strip()) or any(node.tag in {"img", "hr", "td", "th"} for node in self.elements())

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


def parse(html: str) -> Node:
    """Read what `nh3.clean()` wrote. A closing tag without its opening one is ignored."""
    root = Node()
    path = [root]
    position = 0
    for token in _TOKEN.finditer(html):
        if token.start() > position:
            path[-1].children.append(html[position : token.start()])
        position = token.end()
        closing, tag, attributes = token.groups()
        if not closing:
            node = Node(tag, dict(_ATTRIBUTE.findall(attributes)))
            path[-1].children.append(node)
            if tag not in VOID:
                path.append(node)
        elif path[-1].tag == tag:
            path.pop()
    if position < len(html):
        path[-1].children.append(html[position:])
    return root


def opening(node: Node) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in node.attributes.items())
    return f"<{node.tag}{attributes}>"


def write(node: Node) -> str:
    inside = "".join(child if isinstance(child, str) else write(child) for child in node.children)
    if not node.tag:
        return inside
    return opening(node) if node.tag in VOID else f"{opening(node)}{inside}</{node.tag}>"
