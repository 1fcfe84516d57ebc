"""What one editor did to a text: which pieces were changed, left out, put in, split, joined and moved."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from opendoors.content.richtext.pieces import Piece

SIMILAR = 0.5  # of the words in common: a piece that was changed, not another one in its place
TAKEN_OVER = 0.6  # of a piece's words were lost or won by the other: it was split off it, or joined to it
FEW_WORDS = 3  # so few may be the same by chance
MOST_PAIRS = 40_000  # more are not compared one by one


@dataclass
class Hunk:
    """`pieces` in the place of base[start:end]; put in before base[start] where the two are one.

    A piece that was moved makes two hunks of its own, where it left and where it was put in: `moved` is its number. It
    may have been changed as well.
    """

    start: int
    end: int
    pieces: list
    moved: int | None = None

    @property
    def puts_in(self) -> bool:
        return self.start == self.end

    @property
    def joins(self) -> bool:
        return self.end - self.start > 1

    def is_within(self, start: int, end: int) -> bool:
        """What is put in at the edge is not."""
        return start < self.start < end if self.puts_in else start <= self.start and self.end <= end

    @property
    def arrives(self) -> bool:
        return self.puts_in and self.moved is not None

    def comes_from_outside(self, start: int, end: int) -> bool:
        return self.arrives and not start <= self.moved < end


def hunks(base: Sequence[Piece], side: Sequence[Piece]) -> list[Hunk]:
    """In order, each as small as it can be told."""
    keys, side_keys = [piece.key for piece in base], [piece.key for piece in side]
    matcher = SequenceMatcher(None, keys, side_keys, autojunk=False)
    runs = [places for kind, *places in matcher.get_opcodes() if kind != "equal"]
    times, side_times = Counter(keys), Counter(side_keys)
    left = [number for start, end, *_side in runs for number in range(start, end)]
    moved = {keys[number]: number for number in left if times[keys[number]] == side_times[keys[number]] == 1}
    found = _hunks(base, side, runs, moved)
    both = _moved_and_changed(base, found, {key for key in side_times if side_times[key] == 1} - {*keys})
    return _hunks(base, side, runs, moved | both) if both else found


def _hunks(base: Sequence[Piece], side: Sequence[Piece], runs: list[list[int]], moved: dict[str, int]) -> list[Hunk]:
    found: list[Hunk] = []
    for start, end, side_start, side_end in runs:
        found += _Run(base, side, moved).hunks(range(start, end), range(side_start, side_end))
    return found


def _moved_and_changed(base: Sequence[Piece], found: list[Hunk], new_keys: set[str]) -> dict[str, int]:
    """What was left out at one place and put in at another with most of its words; those most alike first."""
    loose = [hunk for hunk in found if hunk.moved is None and not _is_change(base, hunk)]
    gone = {hunk.start: Counter(base[hunk.start].words) for hunk in loose if not hunk.puts_in}
    new = {piece.key: Counter(piece.words) for hunk in loose for piece in hunk.pieces if piece.key in new_keys}
    if len(gone) * len(new) > MOST_PAIRS:
        return {}
    likes = [(_likeness(words, others), number, key) for number, words in gone.items() for key, others in new.items()]
    moved: dict[str, int] = {}
    for likeness, number, key in sorted(likes, key=lambda like: -like[0]):
        is_same = likeness >= TAKEN_OVER and min(gone[number].total(), new[key].total()) > FEW_WORDS
        if is_same and key not in moved and number not in moved.values():
            moved[key] = number
    return moved


def _is_change(base: Sequence[Piece], hunk: Hunk) -> bool:
    """Not where a piece was left out, put in, or another one stands in its place."""
    if hunk.puts_in or not hunk.pieces:
        return False
    if hunk.joins or len(hunk.pieces) > 1:
        return True
    return _likeness(*(Counter(piece.words) for piece in (base[hunk.start], hunk.pieces[0]))) > 0


class _Run:
    """A run in which no piece is the same as before. `moved`: the number of each moved piece by its key now."""

    def __init__(self, base: Sequence[Piece], side: Sequence[Piece], moved: dict[str, int]):
        self.base, self.side, self.moved, self.away = base, side, moved, set(moved.values())

    def hunks(self, left: range, right: range) -> list[Hunk]:
        went = [number for number in left if number not in self.away]
        came = [number for number in right if self.side[number].key not in self.moved]
        pairs = _alike([self.base[number] for number in went], [self.side[number] for number in came])
        found: list[Hunk] = []
        before = None
        at, side_at = left.start, right.start
        for number, other in [*((went[i], came[j]) for i, j in pairs), (left.stop, right.stop)]:
            after = Hunk(number, number + 1, [self.side[other]]) if number < left.stop else None
            came_here = self._without_split_off(range(side_at, other), before, after)
            went_here = self._without_joined(range(at, number), before, after)
            found += self._between(went_here, came_here)
            found += [after] if after else []
            before, at, side_at = after, number + 1, other + 1
        return found

    def _without_split_off(self, came: range, before: Hunk | None, after: Hunk | None) -> range:
        """What was put in beside a changed piece and has the words that this lost belongs to that change."""
        while before and came and self._is_split_off(came[0], before):
            before.pieces.append(self.side[came[0]])
            came = came[1:]
        while after and came and self._is_split_off(came[-1], after):
            after.pieces.insert(0, self.side[came[-1]])
            came = came[:-1]
        return came

    def _without_joined(self, went: range, before: Hunk | None, after: Hunk | None) -> range:
        """What was left out beside a changed piece that won its words belongs to that change."""
        while before and went and self._is_joined(went[0], before):
            before.end += 1
            went = went[1:]
        while after and went and self._is_joined(went[-1], after):
            after.start -= 1
            went = went[:-1]
        return went

    def _is_split_off(self, number: int, change: Hunk) -> bool:
        lost = _words(self.base[change.start : change.end]) - _words(change.pieces)
        return self.side[number].key not in self.moved and _is_of(self.side[number], lost)

    def _is_joined(self, number: int, change: Hunk) -> bool:
        won = _words(change.pieces) - _words(self.base[change.start : change.end])
        return number not in self.away and _is_of(self.base[number], won)

    def _between(self, went: range, came: range) -> list[Hunk]:
        """What came and what went. As many as before were written anew, one for one."""
        left_out = [number for number in went if number not in self.away]
        new = [number for number in came if self.side[number].key not in self.moved]
        anew = dict(zip(new, left_out, strict=True)) if len(new) == len(left_out) else {}
        gone = [number for number in went if number not in anew.values()]
        found = [Hunk(number, number + 1, [], number if number in self.away else None) for number in gone]
        at = went.start
        for number in came:
            if number in anew:
                at = anew[number] + 1
                found.append(Hunk(anew[number], at, [self.side[number]]))
            else:
                found.append(Hunk(at, at, [self.side[number]], self.moved.get(self.side[number].key)))
        return sorted(found, key=lambda hunk: (hunk.start, hunk.end))


def _alike(base: Sequence[Piece], side: Sequence[Piece]) -> list[tuple[int, int]]:
    """The pairs, in order, that have most in common together."""
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


def _words(pieces: Sequence[Piece]) -> Counter:
    return sum((Counter(piece.words) for piece in pieces), Counter())


def _is_of(piece: Piece, there: Counter) -> bool:
    words = Counter(piece.words)
    return words.total() > 1 and (words & there).total() >= TAKEN_OVER * words.total()


def _likeness(one: Counter, other: Counter) -> float:
    total = one.total() + other.total()
    likeness = 2 * (one & other).total() / total if total else 0.0
    return likeness if likeness >= SIMILAR else _part_of(one, other)


def _part_of(one: Counter, other: Counter) -> float:
    """A little for what holds the other whole: the first half of a paragraph that was split, say."""
    common, shorter = (one & other).total(), min(one.total(), other.total())
    return 0.25 * common / shorter if shorter > FEW_WORDS and common >= 0.9 * shorter else 0.0
