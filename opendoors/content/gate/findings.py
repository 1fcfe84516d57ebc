"""What a rule finds, and what publishing raises where something stops it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

QUOTED = 80  # characters of a quotation


@dataclass(frozen=True)
class Spot:
    """Where in a rich text, for the editor to show: the element with this number (from 0) among those with the tags,
    or the words, within the longer ones that say which of them are meant."""

    tags: str = ""
    number: int = 0
    words: str = ""
    within: str = ""


@dataclass(frozen=True)
class Finding:
    """`place` is a field's name; `words` are quoted from it; `about` tells apart what is waived, without numbers.

    `nth` counts, from 1, what is alike in every other respect. `record` is a row of another model to mend it in.
    """

    rule: str
    place: str
    message: str
    words: str = ""
    about: str = ""
    spot: Spot | None = None
    record: Any = field(default=None, compare=False)
    label: str = ""  # the field's, for people
    nth: int = 1

    @property
    def fingerprint(self) -> str:
        parts = (self.rule, self.place, self.about or self.words, str(self.nth))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()

    def __str__(self) -> str:
        told = f"{capfirst(self.label)}: {self.message}" if self.label else self.message
        return f"{told} {_('“%s”') % self.words}" if self.words else told


class GateClosed(ValidationError):
    """The gate stops the text; `findings` are those that do. Its messages are one sentence for each."""

    SHOWN = 20

    def __init__(self, findings: list[Finding]):
        self.findings = findings
        told = [str(finding) for finding in findings[: self.SHOWN]]
        left = len(findings) - self.SHOWN
        super().__init__([*told, *([_("… and %(count)d more.") % {"count": left}] if left > 0 else [])])


def numbered(findings: Iterable[Finding]) -> list[Finding]:
    """Those that are alike get numbers, so that a waiver of one is none of the other."""
    seen: dict[tuple[str, ...], int] = {}
    told = []
    for finding in findings:
        key = (finding.rule, finding.place, finding.about or finding.words)
        seen[key] = seen.get(key, 0) + 1
        told.append(replace(finding, nth=seen[key]) if seen[key] > 1 else finding)
    return told


def quoted(text: str) -> str:
    return Truncator(" ".join(text[: QUOTED * 4].split())).chars(QUOTED)
