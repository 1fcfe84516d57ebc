"""Whom one university cooperates with: itself in the middle, its partners around it.

Parts count with their institution: a faculty's agreement is a line to the university, drawn once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from textwrap import wrap

from partners.models import Agreement, Laboratory, University
from partners.models.scoped import PARENTS
from partners.transitions import AgreementStatus

MOST = 12  # partners in the drawing; the table has them all
LISTED = 30  # partners in the table
ROW = 52  # pixels from one partner to the next below it
EDGE = 34  # pixels above the first and below the last
LETTERS, LINES = 14, 3  # of a name in the drawing; the table tells it in full
PAST = (
    AgreementStatus.SUSPENDED,
    AgreementStatus.TERMINATED,
    AgreementStatus.SUPERSEDED,
    AgreementStatus.WITHDRAWN,
)


@dataclass
class Neighbour:
    university: University
    in_force: set[int] = field(default_factory=set)
    coming: set[int] = field(default_factory=set)  # agreed on, signed or discussed: not known to be in force
    past: set[int] = field(default_factory=set)
    laboratories: set[int] = field(default_factory=set)

    @property
    def others(self) -> int:
        return len(self.coming) + len(self.past)

    @property
    def tie(self) -> str:
        """What is strongest between the two; the style of the line."""
        if self.in_force:
            return "force"
        if self.coming:
            return "coming"
        return "laboratory" if self.laboratories else "past"

    @property
    def rank(self) -> tuple:
        order = ("force", "coming", "laboratory", "past").index(self.tie)
        return order, -len(self.in_force), -len(self.laboratories), -self.others, self.university.name


@dataclass
class Node:
    """A neighbour as it is drawn: left or right of the middle, lines of text at the height of its dot."""

    neighbour: Neighbour
    side: str
    x: str
    y: int
    lines: list[tuple[str, str]]  # a text and how far below the one before


def of(university: University) -> dict:
    """What the template `_neighbours.html` shows. Three queries."""
    root = _top(university)
    found: dict[int, Neighbour] = {}
    _add_agreements(found, university, root)
    _add_laboratories(found, university, root)
    neighbours = sorted(found.values(), key=lambda neighbour: neighbour.rank)
    drawn = neighbours[:MOST]
    rows = ceil(len(drawn) / 2)
    height = 2 * EDGE + ROW * max(rows - 1, 1)
    return {
        "university": university,
        "neighbours": neighbours[:LISTED],
        "unlisted": max(len(neighbours) - LISTED, 0),
        "nodes": list(_nodes(drawn, height)),
        "undrawn": len(neighbours) - len(drawn),
        "ties": [tie for tie in ("force", "coming", "laboratory", "past") if any(one.tie == tie for one in drawn)],
        "lines": _lines(university, is_short=True),
        "height": height,
        "middle": height // 2,
    }


def _add_agreements(found: dict, university: University, root: University) -> None:
    agreements = Agreement.objects.published().involving(university)
    in_force = set(agreements.keys_in_force())
    for party in agreements.parties().with_universities().select_related("agreement"):
        other = _other(found, party.university, root)
        if other is None:
            continue
        if party.agreement_id in in_force:
            other.in_force.add(party.agreement_id)
        elif party.agreement.status in PAST or party.agreement.is_expired():
            other.past.add(party.agreement_id)
        else:
            other.coming.add(party.agreement_id)


def _add_laboratories(found: dict, university: University, root: University) -> None:
    laboratories = Laboratory.objects.published().involving(university)
    for partner in laboratories.partnerships().with_universities().select_related(f"laboratory__host__{PARENTS}"):
        for named in (partner.university, partner.laboratory.host):
            other = _other(found, named, root)
            if other is not None:
                other.laboratories.add(partner.laboratory_id)


def _other(found: dict, named: University, root: University) -> Neighbour | None:
    top = _top(named)
    if top == root:
        return None
    return found.setdefault(top.pk, Neighbour(top))


def _top(university: University) -> University:
    return (university, *university.ancestors())[-1]


def _nodes(drawn: list[Neighbour], height: int) -> Iterable[Node]:
    """The first half on the left from top to bottom, the rest on the right; the ends of a column bend inwards."""
    left = ceil(len(drawn) / 2)
    for side, column in (("left", drawn[:left]), ("right", drawn[left:])):
        top = (height - ROW * (len(column) - 1)) // 2
        for number, neighbour in enumerate(column):
            bend = abs(number - (len(column) - 1) / 2) / max(len(column) - 1, 1)  # 0 in the middle, a half at the ends
            x = 34 + round(4 * bend)
            yield Node(
                neighbour,
                side,
                f"{x if side == 'left' else 100 - x}%",
                top + ROW * number,
                _lines(neighbour.university),
            )


def _lines(university: University, *, is_short: bool = False) -> list[tuple[str, str]]:
    """Its name broken into lines; its acronym, if it has one, where the name is too long or should be short."""
    lines = _broken(university.name)
    fits = len(lines) <= LINES and max(map(len, lines)) <= LETTERS
    if university.acronym and (is_short or not fits):
        lines = _broken(university.acronym)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], lines[LINES - 1][: LETTERS - 1] + "…"]
    lines = [line if len(line) <= LETTERS else line[: LETTERS - 1] + "…" for line in lines]
    first = f"{0.35 - 0.6 * (len(lines) - 1):.2f}em"
    return [(line, "1.2em" if number else first) for number, line in enumerate(lines)]


def _broken(text: str) -> list[str]:
    return wrap(text, LETTERS, break_long_words=False, break_on_hyphens=False)
