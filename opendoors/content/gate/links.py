"""Rules about where links lead, on this site; what stands elsewhere is not asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.conf import settings
from django.utils.translation import gettext as _

from opendoors.content import clock
from opendoors.content.gate import destinations
from opendoors.content.gate.findings import Finding, Spot, quoted
from opendoors.content.gate.manuscript import Manuscript, Prose, stored_name, words_of
from opendoors.content.richtext.rendering import Anchors
from opendoors.content.richtext.tree import Node
from opendoors.content.stored import is_stored

TOP = {"top", "main"}  # what every page has


@dataclass
class Link:
    prose: Prose
    number: int
    node: Node
    address: str  # as written, unescaped
    path: str  # on this site

    def finding(self, rule: str, message: str) -> Finding:
        words = words_of(self.node)
        told = quoted(words or self.address)
        spot = Spot("a", self.number, words=words[:300])
        return Finding(rule, self.prose.place, message, words=told, about=f"{words} {self.address}", spot=spot)


def dead_link(manuscript: Manuscript) -> Iterator[Finding]:
    """A link to this site leads to what readers find at the moment of publishing."""
    yield from _dead_anchors(manuscript)
    links = _own_links(manuscript)
    lost, former = _judged(manuscript, {link.path for link in links})
    for link in links:
        shown = {"address": quoted(link.address)}
        if destinations.is_for_staff(link.path):
            yield link.finding("dead-link", _("Only staff can open %(address)s.") % shown)
        elif link.path in lost and link.path not in former:
            yield link.finding("dead-link", lost[link.path] % shown)


def old_address(manuscript: Manuscript) -> Iterator[Finding]:
    """A link leads to an address of today."""
    links = _own_links(manuscript)
    lost, former = _judged(manuscript, {link.path for link in links})
    for link in links:
        if link.path in lost and link.path in former:
            told = _("%(address)s is an old address that leads on to %(today)s: link there.")
            yield link.finding("old-address", told % {"address": quoted(link.address), "today": former[link.path]})


def missing_file(manuscript: Manuscript) -> Iterator[Finding]:
    """Pictures and files in the text exist. What the library knows was written before it knew it."""
    for prose in manuscript.prose:
        for number, node in enumerate(prose.with_tags("img")):
            name = stored_name(node.attributes["src"])
            if name not in manuscript.images and not is_stored(name):
                address = unescape(node.attributes["src"])
                told, spot = _("The file of a picture is missing."), Spot("img", number, words=address)
                yield Finding("missing-file", prose.place, told, words=quoted(address), about=address, spot=spot)
    files = [link for link in _links(manuscript) if link.path.startswith(settings.MEDIA_URL)]
    missing = {path for path in {link.path for link in files} if not is_stored(path.removeprefix(settings.MEDIA_URL))}
    for link in files:
        if link.path in missing:
            yield link.finding(
                "missing-file", _("The file at %(address)s is missing.") % {"address": quoted(link.path)}
            )


def _links(manuscript: Manuscript) -> list[Link]:
    """Those that lead to this site."""
    links = []
    for prose in manuscript.prose:
        for number, node in enumerate(prose.with_tags("a")):
            address = unescape(node.attributes.get("href", ""))
            path = None if address.startswith("#") else destinations.own_path(address)
            if path is not None:
                links.append(Link(prose, number, node, address, path))
    return links


def _own_links(manuscript: Manuscript) -> list[Link]:
    files = (settings.MEDIA_URL, settings.STATIC_URL)
    return [link for link in _links(manuscript) if not link.path.startswith(files)]


def _judged(manuscript: Manuscript, paths: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Paths that lead to nothing, with what to say of it; and those of them that lead on, with where to."""
    if manuscript.judged is None:
        manuscript.judged = _judge(manuscript, paths)
    return manuscript.judged


def _judge(manuscript: Manuscript, paths: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    own = manuscript.address.rstrip("/")
    asked = {path for path in paths if path.rstrip("/") != own and not destinations.is_for_staff(path)}
    with clock.at(manuscript.moment):
        pages = {path: destinations.page_at(path) for path in asked}
        hidden = destinations.missing({path: page for path, page in pages.items() if page})
        lost = {path: _("%(address)s leads to no page of this site.") for path, page in pages.items() if page is None}
        lost |= {
            path: _("%(address)s leads to nothing that readers find at the moment of publishing.") for path in hidden
        }
        return lost, destinations.former(lost)


def _dead_anchors(manuscript: Manuscript) -> Iterator[Finding]:
    for prose in manuscript.prose:
        links = [
            Link(prose, number, node, unescape(node.attributes["href"]), "")
            for number, node in enumerate(prose.with_tags("a"))
            if node.attributes.get("href", "").startswith("#")
        ]
        names = TOP | Anchors().of_all(prose.elements) if links else TOP
        for link in links:
            if link.address[1:] not in names:
                told = _("%(address)s leads to no heading of this text.") % {"address": quoted(link.address)}
                yield link.finding("dead-link", told)
