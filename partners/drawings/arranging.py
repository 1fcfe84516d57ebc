"""Finds room for dots and their names on a map of fixed proportions, the same way every time.

All is reckoned in CSS pixels at the smallest width at which a drawing is shown. Positions are then given in per cent,
sizes stay as they are: on a wider screen everything has more room, so what does not overlap here overlaps nowhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from math import cos, hypot, pi, sin, sqrt

TARGET = 12.5  # half of the least target: 24 pixels (WCAG 2.2, 2.5.8) and a little for rounding
GAP = 1.0  # between two targets
RINGS = 4  # pixels from one ring of tried positions to the next
# Up and down come first: the room at the sides is for names.
ANGLES = sorted((2 * pi * step / 16 for step in range(16)), key=lambda angle: (-round(abs(sin(angle)), 3), angle))
ROUNDS = 4  # of drawing neighbours together, until everything finds its room
LETTER = 7.6  # pixels, of the names' letters; wide ones, to be safe
LINE = 16  # pixels, of a line of text
LONGEST = 24  # letters
# A name has room if it has room at these enlargements: targets move apart as the map grows, names with them.
GROWTH = (1, 1.25, 1.6, 2.1)
SIDES = ("right", "left", "above", "below")

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Mark:
    """Something to show at a point of the sheet; `key` says to the caller what."""

    key: int
    x: float
    y: float
    size: int
    name: str


@dataclass(frozen=True)
class Sheet:
    """`reach`: how far a dot may stand from its true place; `largest`: the largest dot's radius."""

    width: float
    height: float
    reach: float
    largest: float


@dataclass(frozen=True)
class Dot:
    """One mark, or several that share a dot, the largest first. `true_x`, `true_y`: where that one is."""

    marks: tuple[Mark, ...]
    x: float
    y: float
    radius: float
    side: str = ""  # of the name; '' where it has no room

    @property
    def true_x(self) -> float:
        return self.marks[0].x

    @property
    def true_y(self) -> float:
        return self.marks[0].y

    @property
    def is_moved(self) -> bool:
        """So far that its true place is no longer under it."""
        return hypot(self.x - self.true_x, self.y - self.true_y) > self.radius + 2

    @property
    def size(self) -> int:
        return sum(mark.size for mark in self.marks)

    @property
    def half(self) -> float:
        return max(TARGET, self.radius)

    @property
    def label(self) -> str:
        name = self.marks[0].name
        shown = name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
        return f"{shown} +{len(self.marks) - 1}" if len(self.marks) > 1 else shown


@lru_cache(maxsize=32)
def arranged(marks: tuple[Mark, ...], sheet: Sheet) -> tuple[Dot, ...]:
    """Every mark in exactly one dot. Larger marks choose first, so the largest stand where they are."""
    groups = [(mark,) for mark in sorted(marks, key=lambda mark: (-mark.size, mark.key))]
    for turn in count(1):
        dots, homeless = _placed(groups, sheet)
        if not homeless:
            return tuple(_named(dots, sheet))
        if turn == ROUNDS:
            break
        groups = _gathered(dots, homeless)
    # Whoever is left joins a neighbour that keeps its size: nothing moves any more.
    joined = {dot: list(dot.marks) for dot in dots}
    for group in homeless:
        joined[_nearest(dots, group)].extend(group)
    settled = [replace(dot, marks=_by_size(members)) for dot, members in joined.items()]
    return tuple(_named(settled, sheet))


def radius(size: int, largest_size: int, largest: float) -> float:
    """The area grows with the number, up to that of the largest; never so small that the number does not fit in. One is
    a plain small dot."""
    if size == 1:
        return 5.0
    top = min(largest, 7.5 + 1.9 * sqrt(largest_size))
    return max(7.5 + (top - 7.5) * sqrt(size / largest_size), 5 + 2.5 * len(str(size)))


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def target(dot: Dot, growth: float = 1) -> Box:
    x, y, half = dot.x * growth, dot.y * growth, dot.half
    return x - half, y - half, x + half, y + half


def box(dot: Dot, growth: float = 1) -> Box:
    """The target together with the name beside it."""
    left, top, right, bottom = target(dot, growth)
    x, wide = dot.x * growth, LETTER * len(dot.label)
    if dot.side == "right":
        right = x + dot.radius + 4 + wide
    elif dot.side == "left":
        left = x - dot.radius - 4 - wide
    elif dot.side:
        left, right = min(left, x - wide / 2), max(right, x + wide / 2)
        top, bottom = (top - LINE, bottom) if dot.side == "above" else (top, bottom + LINE)
    return left, top, right, bottom


def _placed(groups: Sequence[tuple[Mark, ...]], sheet: Sheet) -> tuple[list[Dot], list[tuple[Mark, ...]]]:
    dots, homeless, crowd = [], [], _Crowd()
    most = max((_size(group) for group in groups), default=1)
    for group in groups:
        dot = _home(group, most, sheet, crowd)
        if dot is None:
            homeless.append(group)
        else:
            dots.append(dot)
            crowd.add(dot)
    return dots, homeless


def _home(group: tuple[Mark, ...], most: int, sheet: Sheet, crowd: "_Crowd") -> Dot | None:
    """The free position nearest to the true one."""
    first = group[0]
    dot = Dot(group, first.x, first.y, round(radius(_size(group), most, sheet.largest), 1))
    half = dot.half + GAP
    near = crowd.near(first.x, first.y, sheet.reach + 2 * half + sheet.largest)
    for ring in range(int(sheet.reach // RINGS) + 1):
        for angle in ANGLES if ring else ANGLES[:1]:
            x = min(max(first.x + ring * RINGS * cos(angle), half), sheet.width - half)
            y = min(max(first.y + ring * RINGS * sin(angle), half), sheet.height - half)
            if _has_room(x, y, half, near):
                return replace(dot, x=round(x, 2), y=round(y, 2))
    return None


def _has_room(x: float, y: float, half: float, near: Iterable[tuple[float, float, float]]) -> bool:
    for there_x, there_y, there in near:
        if -there - half < there_x - x < there + half and -there - half < there_y - y < there + half:
            return False
    return True


def _gathered(dots: Sequence[Dot], homeless: Iterable[tuple[Mark, ...]]) -> list[tuple[Mark, ...]]:
    joined = {dot: list(dot.marks) for dot in dots}
    for group in homeless:
        joined[_nearest(dots, group)].extend(group)
    groups = [_by_size(members) for members in joined.values()]
    return sorted(groups, key=lambda group: (-_size(group), group[0].key))


def _nearest(dots: Sequence[Dot], group: tuple[Mark, ...]) -> Dot:
    return min(dots, key=lambda dot: (hypot(dot.true_x - group[0].x, dot.true_y - group[0].y), dot.marks[0].key))


def _size(group: Iterable[Mark]) -> int:
    return sum(mark.size for mark in group)


def _by_size(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: (-mark.size, mark.key)))


def _named(dots: Sequence[Dot], sheet: Sheet) -> list[Dot]:
    """With a name beside each dot that has room for it, the largest first."""
    named = list(dots)
    for i, dot in enumerate(dots):
        near = [
            other
            for j, other in enumerate(named)
            if j != i and abs(other.x - dot.x) < LETTER * 2 * (LONGEST + 6) and abs(other.y - dot.y) < 5 * LINE
        ]
        for side in SIDES:
            tried = replace(dot, side=side)
            if _is_inside(box(tried), sheet) and not any(_meet(tried, other) for other in near):
                named[i] = tried
                break
    return named


def _meet(one: Dot, other: Dot) -> bool:
    return any(overlap(box(one, growth), box(other, growth)) for growth in GROWTH)


def _is_inside(one: Box, sheet: Sheet) -> bool:
    return one[0] >= 0 and one[1] >= 0 and one[2] <= sheet.width and one[3] <= sheet.height


class _Crowd:
    """Placed dots, found by the square of the sheet they stand in."""

    SQUARE = 48.0  # pixels

    def __init__(self):
        self.squares: dict[tuple[int, int], list[tuple[float, float, float]]] = {}

    def add(self, dot: Dot) -> None:
        square = (int(dot.x // self.SQUARE), int(dot.y // self.SQUARE))
        self.squares.setdefault(square, []).append((dot.x, dot.y, dot.half))

    def near(self, x: float, y: float, distance: float) -> list[tuple[float, float, float]]:
        """Middle and half of every dot within this distance, and of some beyond."""
        columns = range(int((x - distance) // self.SQUARE), int((x + distance) // self.SQUARE) + 1)
        rows = range(int((y - distance) // self.SQUARE), int((y + distance) // self.SQUARE) + 1)
        return [dot for column in columns for row in rows for dot in self.squares.get((column, row), ())]
