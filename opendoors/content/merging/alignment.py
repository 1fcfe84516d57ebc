"""What one editor did to a text: which pieces were changed, left out, put in, split, joined and moved."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from opendoors.content.richtext.pieces import Piece

SIMILAR = 0.5  # of the words in common: a piece that was changed, not another one in its place
TAKEN_OVER = 0.6  # of a piece's words stand in the other: it was split off it, or joined to it
MOST_PAIRS = 40_000  # more are not compared one by one
_HEADING = re.compile(r"h[234]").fullmatch


@dataclass
class Hunk:
    """`pieces` in the place of base[start:end]; put in before base[start] where the two are one."""

    start: int
    end: int
    pieces: list

    @property
    def puts_in(self) -> bool:
        return self.start == self.end


def hunks(base: Sequence[Piece], side: Sequence[Piece]) -> list[Hunk]:
    """In order, each as small as it can be told."""
    matcher = SequenceMatcher(None, [piece.key for piece in base], [piece.key for piece in side], autojunk=False)
    runs = [places for kind, *places in matcher.get_opcodes() if kind != "equal"]
    left = {piece.key for start, end, _side_start, _side_end in runs for piece in base[start:end]}
    moved = left & {piece.key for _start, _end, start, end in runs for piece in side[start:end]}
    found: list[Hunk] = []
    for start, end, side_start, side_end in runs:
        found += _run(base[start:end], side[side_start:side_end], start, moved)
    return list(_with_moved_apart(base, found))


def _with_moved_apart(base: Sequence[Piece], found: Sequence[Hunk]) -> Iterator[Hunk]:
    """A piece that was moved into the place of another is put in there: the other was left out or changed, not it."""
    gone = {base[hunk.start].key for hunk in found if hunk.end - hunk.start == 1 and not hunk.pieces}
    for hunk in found:
        if hunk.puts_in:
            yield hunk
            continue
        pieces = list(hunk.pieces)
        before, after = [], []
        while pieces and pieces[0].key in gone:
            before.append(pieces.pop(0))
        while pieces and pieces[-1].key in gone:
            after.insert(0, pieces.pop())
        yield from [Hunk(hunk.start, hunk.start, before)] if before else []
        yield Hunk(hunk.start, hunk.end, pieces)
        yield from [Hunk(hunk.end, hunk.end, after)] if after else []


def moves(base: Sequence[Piece], found: Sequence[Hunk]) -> dict[int, Hunk]:
    """Pieces that left their place and stand, unchanged, where the hunk puts them in: by their number in `base`."""
    known = Counter(piece.key for piece in base)
    put_in = Counter(piece.key for hunk in found for piece in hunk.pieces)
    places = {piece.key: hunk for hunk in found if hunk.puts_in for piece in hunk.pieces}
    moved = {}
    for hunk in found:
        if hunk.end - hunk.start == 1 and not hunk.pieces:
            key = base[hunk.start].key
            if key in places and known[key] == put_in[key] == 1:
                moved[hunk.start] = places[key]
    return moved


def _run(base: Sequence[Piece], side: Sequence[Piece], offset: int, moved: set[str]) -> list[Hunk]:
    """The hunks of a run in which no piece is the same. `moved` stand elsewhere as they were."""
    if not base or not side:
        gone = [Hunk(offset + number, offset + number + 1, []) for number in range(len(base))]
        return [*([Hunk(offset, offset, list(side))] if side else []), *gone]
    pairs = _pairs(base, side)
    found: list[Hunk] = []
    at, side_at = 0, 0
    for number, side_number in [*pairs, (len(base), len(side))]:
        _between(base, side, range(at, number), range(side_at, side_number), found)
        if number < len(base):
            found.append(Hunk(number, number + 1, [side[side_number]]))
        at, side_at = number + 1, side_number + 1
    found = _with_split_off(base, found)
    found = _with_joined(base, found, moved)
    return [Hunk(offset + hunk.start, offset + hunk.end, hunk.pieces) for hunk in found]


def _between(base: Sequence[Piece], side: Sequence[Piece], left: range, right: range, found: list[Hunk]) -> None:
    """Pieces without a partner: as many as before were written anew, one for one; others came or went."""
    if len(left) == len(right):
        found += [Hunk(number, number + 1, [side[other]]) for number, other in zip(left, right, strict=True)]
        return
    if right:
        found.append(Hunk(left.start, left.start, [side[other] for other in right]))
    found += [Hunk(number, number + 1, []) for number in left]


def _pairs(base: Sequence[Piece], side: Sequence[Piece]) -> list[tuple[int, int]]:
    """Which piece became which: the pairs, in order, that have most in common together."""
    if len(base) * len(side) > MOST_PAIRS:
        return []
    counts, side_counts = [Counter(piece.words) for piece in base], [Counter(piece.words) for piece in side]
    likes = [[_likeness(*pair) for pair in zip([one] * len(side), side_counts, strict=True)] for one in counts]
    best = [[0.0] * (len(side) + 1) for _row in range(len(base) + 1)]
    for i in reversed(range(len(base))):
        for j in reversed(range(len(side))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likes[i][j] + best[i + 1][j + 1] if likes[i][j] else 0)
    pairs, i, j = [], 0, 0
    while i < len(base) and j < len(side):
        if likes[i][j] and best[i][j] == likes[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(one: Counter, other: Counter) -> float:
    total = one.total() + other.total()
    likeness = 2 * (one & other).total() / total if total else 0.0
    return likeness if likeness >= SIMILAR else _part_of(one, other)


def _part_of(one: Counter, other: Counter) -> float:
    """A little for what holds the other whole: the first half of a paragraph that was split, say."""
    common, shorter = (one & other).total(), min(one.total(), other.total())
    return 0.25 * common / shorter if shorter > 3 and common >= 0.9 * shorter else 0.0


def _with_split_off(base: Sequence[Piece], found: list[Hunk]) -> list[Hunk]:
    """What was put in beside a changed piece and is made of its words belongs to that change."""
    kept: list[Hunk] = []
    for hunk in found:
        before = kept[-1] if kept else None
        if before and not before.puts_in and hunk.puts_in and before.end == hunk.start and before.pieces:
            while hunk.pieces and _stands_in(hunk.pieces[0], base[before.start : before.end]):
                before.pieces.append(hunk.pieces.pop(0))
        if before and before.puts_in and not hunk.puts_in and hunk.pieces:
            while before.pieces and _stands_in(before.pieces[-1], base[hunk.start : hunk.end]):
                hunk.pieces.insert(0, before.pieces.pop())
        kept.append(hunk)
    return [hunk for hunk in kept if hunk.pieces or not hunk.puts_in]


def _with_joined(base: Sequence[Piece], found: list[Hunk], moved: set[str]) -> list[Hunk]:
    """What was left out beside a changed piece that has its words now belongs to that change, unless it was moved."""
    kept: list[Hunk] = []
    for hunk in found:
        before = kept[-1] if kept else None
        if before and before.end == hunk.start and not before.puts_in and not hunk.puts_in:
            gone, stays = (hunk, before) if not hunk.pieces else (before, hunk)
            is_joined = not gone.pieces and stays.pieces and base[gone.start].key not in moved
            if is_joined and _stands_in(base[gone.start], stays.pieces):
                kept[-1] = Hunk(before.start, hunk.end, stays.pieces)
                continue
        kept.append(hunk)
    return kept


def _stands_in(piece: Piece, others: Sequence[Piece]) -> bool:
    words = Counter(piece.words)
    there = sum((Counter(other.words) for other in others), Counter())
    return words.total() > 1 and (words & there).total() >= TAKEN_OVER * words.total()
