"""Whom one university cooperates with: itself in the middle, its partners around it.

Parts count with their institution: a faculty's agreement is a line to the university, drawn once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from textwrap import wrap

from partners.models import Agreement, Laboratory, University
from partners.models.terms import Chapter

MOST = 12  # partners in the drawing; the table has them all
LISTED = 30  # partners in the table
ROW = 52  # pixels from one partner to the next below it
EDGE = 34  # pixels above the first and below the last
LETTERS, LINES = 14, 3  # of a name in the drawing; the table tells it in full


@dataclass
class Neighbour:
    university: University | None = None
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
        return order, -len(self.in_force), -len(self.laboratories), -self.others


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
    found: dict[int, Neighbour] = defaultdict(Neighbour)
    _add_agreements(found, university)
    _add_laboratories(found, university)
    found.pop(_top(university).pk, None)
    first = sorted(found, key=lambda key: (found[key].rank, key))[:LISTED]
    for one in University.objects.with_keys(first):
        found[one.pk].university = one
    neighbours = sorted(
        (found[key] for key in first), key=lambda neighbour: (neighbour.rank, neighbour.university.name)
    )
    drawn = neighbours[:MOST]
    rows = ceil(len(drawn) / 2)
    height = 2 * EDGE + ROW * max(rows - 1, 1)
    return {
        "university": university,
        "neighbours": neighbours,
        "unlisted": len(found) - len(neighbours),
        "nodes": list(_nodes(drawn, height)),
        "undrawn": len(found) - len(drawn),
        "ties": [tie for tie in ("force", "coming", "laboratory", "past") if any(one.tie == tie for one in drawn)],
        "lines": _lines(university, is_short=True),
        "height": height,
        "middle": height // 2,
    }


def _add_agreements(found: dict, university: University) -> None:
    for agreement, chapter, top in Agreement.objects.published().involving(university).in_chapters().topmost_parties():
        if chapter == Chapter.FORCE:
            found[top].in_force.add(agreement)
        elif chapter == Chapter.PAST:
            found[top].past.add(agreement)
        else:
            found[top].coming.add(agreement)


def _add_laboratories(found: dict, university: University) -> None:
    for laboratory, *tops in Laboratory.objects.published().involving(university).topmost_partners():
        for top in filter(None, tops):
            found[top].laboratories.add(laboratory)


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
    """Its name broken into lines; its abbreviation, if it has one, where the name is too long or should be short."""
    lines = _broken(university.name)
    fits = len(lines) <= LINES and max(map(len, lines)) <= LETTERS
    if university.abbreviation and (is_short or not fits):
        lines = _broken(university.abbreviation)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], lines[LINES - 1][: LETTERS - 1] + "…"]
    lines = [line if len(line) <= LETTERS else line[: LETTERS - 1] + "…" for line in lines]
    first = f"{0.35 - 0.6 * (len(lines) - 1):.2f}em"
    return [(line, "1.2em" if number else first) for number, line in enumerate(lines)]


def _broken(text: str) -> list[str]:
    return wrap(text, LETTERS, break_long_words=False, break_on_hyphens=False)
