"""The rules by name, each with what it is called and why it matters, and what a text looks like to them."""

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
    label: Any
    why: Any
    find: Callable[[Manuscript], Iterator[Finding]]


RULES: dict[str, Rule] = {
    "lead": Rule(_("Lead"), _("Lists, search results and shared links show it."), words.lead),
    "title-length": Rule(_("Length of the title"), _("Readers of lists see only its beginning."), words.title_length),
    "placeholder": Rule(_("Unfinished words"), _("Readers would see a note to yourself."), words.placeholder),
    "script": Rule(_("Letters of the language"), _("Who chose this language may not read the other."), words.script),
    "source": Rule(_("Source"), _("Readers want to know who says so, and to read it there."), words.source),
    "alt-text": Rule(_("Alternative text"), _("Who cannot see the picture learns nothing of it."), structure.alt_text),
    "heading-order": Rule(
        _("Order of headings"), _("Screen readers find their way by the levels of headings."), structure.heading_order
    ),
    "link-text": Rule(
        _("Words of links"), _("In a list of links nobody can tell what such words mean."), structure.link_text
    ),
    "bare-address": Rule(
        _("Addresses as words"), _("A screen reader spells it out letter by letter."), structure.bare_address
    ),
    "table-headers": Rule(
        _("Header cells"), _("Without them a screen reader cannot say what a cell is about."), structure.table_headers
    ),
    "dead-link": Rule(_("Links within the site"), _("Readers would come to an error page."), links.dead_link),
    "old-address": Rule(_("Old addresses"), _("It works, but takes readers a step round."), links.old_address),
    "missing-file": Rule(_("Missing files"), _("Readers would see a gap or an error page."), links.missing_file),
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
