"""Two editors' changes of one sequence of pieces, put together; where both changed one piece, both are kept to choose.

Whose change comes first never matters: the result is the same with the two exchanged, but for the names of a clash's
sides. What both put in at one place stands there twice, in the order of its text.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from opendoors.content.merging.alignment import Hunk, hunks, moves
from opendoors.content.richtext.pieces import Piece, held, written

# A table has one of each: two cannot stand side by side in it.
ONCE = frozenset({"caption", "thead", "tfoot"})


@dataclass(eq=False)
class Clash:
    """A place where both changed the same, differently. `around`: the opening tags of what it stands in."""

    base: list[Piece]
    mine: list[Piece]
    theirs: list[Piece]
    around: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return "".join(piece.key for piece in [*self.base, *self.mine, *self.theirs])

    @property
    def can_be_both(self) -> bool:
        return bool(self.mine and self.theirs) and not any(piece.tag in ONCE for piece in self.mine)

    def chosen(self, choice: str) -> list[Piece]:
        """Mine unless said otherwise; what `both` cannot hold twice is mine."""
        if choice == "theirs":
            return self.theirs
        return [*self.mine, *self.theirs] if choice == "both" and (self.can_be_both or not self.mine) else self.mine


@dataclass(eq=False)
class Holder:
    """A list, table or quotation in which both changed something."""

    piece: Piece
    start: str
    inside: list["Part"]

    @property
    def key(self) -> str:
        return self.piece.key


Part = Piece | Clash | Holder


def merge(
    base: Sequence[Piece], mine: Sequence[Piece], theirs: Sequence[Piece], around: tuple[str, ...] = ()
) -> list[Part]:
    return _Merging(base, mine, theirs, around).parts()


def clashes(parts: Sequence[Part]) -> Iterator[Clash]:
    for part in parts:
        if isinstance(part, Clash):
            yield part
        elif isinstance(part, Holder):
            yield from clashes(part.inside)


def chosen(parts: Sequence[Part], choose: Callable[[Clash], str]) -> list[Piece]:
    """The pieces, once every clash is decided."""
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, Clash):
            pieces += part.chosen(choose(part))
        elif isinstance(part, Holder):
            inside = held(part.start, written(chosen(part.inside, choose)))
            pieces += [Piece(inside, inside, part.piece.tag, part.piece.tail)] if inside else []
        else:
            pieces.append(part)
    return pieces


class _Merging:
    def __init__(self, base: Sequence[Piece], mine: Sequence[Piece], theirs: Sequence[Piece], around: tuple[str, ...]):
        self.base, self.around = list(base), around
        self.mine, self.theirs = hunks(base, mine), hunks(base, theirs)
        self._settle_moves()

    def parts(self) -> list[Part]:
        parts: list[Part] = []
        at = 0
        while at <= len(self.base):
            parts += self._put_in(self._put_in_by(self.mine, at), self._put_in_by(self.theirs, at))
            if at < len(self.base):
                end = self._end(at)
                parts += self._region(at, end) if end > at else [self.base[at]]
                at = max(end, at + 1)
            else:
                break
        return parts

    @staticmethod
    def _put_in_by(side: list[Hunk], at: int) -> list:
        return [piece for hunk in side if hunk.puts_in and hunk.start == at for piece in hunk.pieces]

    def _end(self, at: int) -> int:
        """Where the changes that touch base[at] end; `at` where there is none."""
        end = at
        covering = [hunk for hunk in (*self.mine, *self.theirs) if not hunk.puts_in and hunk.end > at]
        while True:
            further = max((hunk.end for hunk in covering if hunk.start < max(end, at + 1)), default=at)
            if further <= end:
                return end
            end = further

    def _text(self, side: list[Hunk], start: int, end: int) -> tuple[list, bool]:
        """What a side has in place of base[start:end], and whether it changed anything there."""
        inside = [
            hunk
            for hunk in side
            if (start < hunk.start < end if hunk.puts_in else start <= hunk.start and hunk.end <= end)
        ]
        text, at = [], start
        for hunk in inside:
            text += [*self.base[at : hunk.start], *hunk.pieces]
            at = hunk.end
        return [*text, *self.base[at:end]], bool(inside)

    def _region(self, start: int, end: int) -> list[Part]:
        (mine, by_me), (theirs, by_them) = (self._text(side, start, end) for side in (self.mine, self.theirs))
        if not (by_me and by_them):
            return mine if by_me else theirs
        if _keys(mine) == _keys(theirs):
            return min(mine, theirs, key=_sources)
        base = self.base[start:end]
        return self._holders(base, mine, theirs) or [_clash(base, mine, theirs, self.around)]

    def _holders(self, base: list[Piece], mine: list, theirs: list) -> list[Part]:
        """A list for a list, a table for a table: what stands in them is merged. Else nothing."""
        if not (len(base) == len(mine) == len(theirs) == 1):
            return []
        one, own, other = base[0], mine[0], theirs[0]
        same = {piece.tag.replace("ol", "ul") if isinstance(piece, Piece) else "" for piece in (one, own, other)}
        if len(same) > 1 or not (one.parts and own.parts and other.parts):
            return []
        start = _one_of_three(_tag(one), _tag(own), _tag(other))
        if start is None:
            return []
        space = one.start[len(_tag(one)) :]
        inside = merge(one.parts, own.parts, other.parts, (*self.around, start))
        return [Holder(one, start + space, inside)]

    def _put_in(self, mine: list, theirs: list) -> list[Part]:
        """Both in the order of their text, and once what both put in."""
        if not (mine and theirs):
            return mine or theirs
        tags = [{piece.tag for piece in side if isinstance(piece, Piece)} & ONCE for side in (mine, theirs)]
        if tags[0] & tags[1] and _keys(mine) != _keys(theirs):
            return [_clash([], mine, theirs, self.around)]
        first, second = sorted((mine, theirs), key=lambda side: (_keys(side), _sources(side)))
        parts: list[Part] = []
        for kind, start, end, other_start, other_end in SequenceMatcher(
            None, _keys(first), _keys(second), autojunk=False
        ).get_opcodes():
            parts += first[start:end]
            parts += second[other_start:other_end] if kind != "equal" else []
        return parts

    # ---- Pieces that one moved and the other changed

    def _settle_moves(self) -> None:
        moved = moves(self.base, self.mine), moves(self.base, self.theirs)
        for number in sorted(moved[0].keys() & moved[1].keys()):
            # To two places: it stands at the first of them, once.
            mine, theirs = moved[0][number], moved[1][number]
            if mine.start != theirs.start:
                later = max(mine, theirs, key=lambda hunk: hunk.start)
                later.pieces = [piece for piece in later.pieces if piece.key != self.base[number].key]
        for number in moved[0].keys() - moved[1].keys():
            self._follow(number, moved[0][number], self.theirs, lambda one, other: (one, other))
        for number in moved[1].keys() - moved[0].keys():
            self._follow(number, moved[1][number], self.mine, lambda one, other: (other, one))

    def _follow(self, number: int, place: Hunk, others: list[Hunk], sides: Callable) -> None:
        """The other's change of a moved piece goes where it is now; that it was left out is a clash there."""
        piece = self.base[number]
        change = next((hunk for hunk in others if (hunk.start, hunk.end) == (number, number + 1)), None)
        if change is None:
            return
        if change.pieces:
            there, change.pieces = change.pieces, []
        else:
            there = [_clash([piece], *sides([piece], []), self.around)]
        at = next(position for position, inside in enumerate(place.pieces) if inside.key == piece.key)
        place.pieces[at : at + 1] = there


def _clash(base: list, mine: list, theirs: list, around: tuple[str, ...]) -> Clash:
    return Clash(base, _without_clashes(mine, "mine"), _without_clashes(theirs, "theirs"), around)


def _without_clashes(parts: list, side: str) -> list[Piece]:
    """A clash within a clash is none of its own: each side has its own text there."""
    return chosen(parts, lambda _clash: side)


def _keys(parts: Sequence) -> list[str]:
    return [part.key for part in parts]


def _sources(parts: Sequence) -> list[str]:
    return [getattr(part, "source", "") for part in parts]


def _tag(piece: Piece) -> str:
    return piece.start.partition(">")[0] + ">"


def _one_of_three(base: str, mine: str, theirs: str) -> str | None:
    if mine == theirs or theirs == base:
        return mine
    return theirs if mine == base else None
