"""The rules by name, each with why it matters, and what a text looks like to them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from opendoors.content.gate import links, structure, words
from opendoors.content.gate.findings import Finding, numbered
from opendoors.content.gate.manuscript import Manuscript
from opendoors.content.gate.severities import Severity, severities

MOST = 500  # findings of one rule: a text with more has to be mended first, and nobody reads them


@dataclass(frozen=True)
class Rule:
    why: Any
    find: Callable[[Manuscript], Iterator[Finding]]


RULES: dict[str, Rule] = {
    "lead": Rule(_("Lists, search results and shared links show it."), words.lead),
    "title-length": Rule(_("Readers of lists see only its beginning."), words.title_length),
    "placeholder": Rule(_("Readers would see a note to yourself."), words.placeholder),
    "script": Rule(_("Who chose this language may not read the other."), words.script),
    "source": Rule(_("Readers want to know who says so, and to read it there."), words.source),
    "alt-text": Rule(_("Who cannot see the picture learns nothing of it."), structure.alt_text),
    "heading-order": Rule(_("Screen readers find their way by the levels of headings."), structure.heading_order),
    "link-text": Rule(_("In a list of links nobody can tell what such words mean."), structure.link_text),
    "bare-address": Rule(_("A screen reader spells it out letter by letter."), structure.bare_address),
    "table-headers": Rule(_("Without them a screen reader cannot say what a cell is about."), structure.table_headers),
    "dead-link": Rule(_("Readers would come to an error page."), links.dead_link),
    "old-address": Rule(_("It works, but takes readers a step round."), links.old_address),
    "missing-file": Rule(_("Readers would see a gap or an error page."), links.missing_file),
}


def findings(manuscript: Manuscript) -> list[tuple[Severity, Finding]]:
    """All that the rules which are on find, with what each means for publishing; in the order of the rules."""
    found = []
    for name, severity in severities().items():
        if severity != Severity.OFF:
            some = islice(RULES[name].find(manuscript), MOST)
            found += [(severity, _labelled(manuscript, each)) for each in numbered(some)]
    return found


def _labelled(manuscript: Manuscript, finding: Finding) -> Finding:
    label = manuscript.content._meta.get_field(finding.place).verbose_name
    return replace(finding, label=str(label))
