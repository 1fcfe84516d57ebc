"""Two editors' changes of one sequence of pieces, put together; where both changed one piece, both are kept to choose.

Whose change comes first never matters: the result is the same with the two exchanged, but for the names of a clash's
sides. What both put in at one place stands there, in the order of its text; a piece that both have stands there once.
"""

from collections.abc import Sequence

from opendoors.content.merging.alignment import Hunk, hunks
from opendoors.content.merging.once import each_once, shared
from opendoors.content.merging.parts import ONCE, Clash, Holder, Part, chosen, in_order, keys, sources, together
from opendoors.content.richtext.pieces import Piece


def merge(
    base: Sequence[Piece], mine: Sequence[Piece], theirs: Sequence[Piece], around: tuple[str, ...] = ()
) -> list[Part]:
    parts = _Merging(base, mine, theirs, around).parts()
    return list(each_once(parts, shared(base, mine, theirs)))


class _Merging:
    def __init__(self, base: Sequence[Piece], mine: Sequence[Piece], theirs: Sequence[Piece], around: tuple[str, ...]):
        self.base, self.around = list(base), around
        self.mine, self.theirs = hunks(base, mine), hunks(base, theirs)
        self._follow_moves()

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

    def _text(self, side: list[Hunk], other: list[Hunk], start: int, end: int) -> tuple[list, bool]:
        """What a side has in place of base[start:end], and whether it changed anything there.

        What was moved there from elsewhere is no change of it, and stands at the end of the text of the other side.
        """
        inside = [hunk for hunk in side if hunk.is_within(start, end)]
        moved = [hunk for hunk in other if hunk.is_within(start, end) and hunk.comes_from_outside(start, end)]
        text, at = [], start
        for hunk in inside:
            text += [*self.base[at : hunk.start], *hunk.pieces]
            at = hunk.end
        text += self.base[at:end]
        known = {*keys(text)}
        text += [piece for hunk in moved for piece in hunk.pieces if piece.key not in known]
        return text, not all(hunk.comes_from_outside(start, end) for hunk in inside)

    def _region(self, start: int, end: int) -> list[Part]:
        mine, by_me = self._text(self.mine, self.theirs, start, end)
        theirs, by_them = self._text(self.theirs, self.mine, start, end)
        if not (by_me and by_them):
            return mine if by_me else theirs
        return self._both_changed(self.base[start:end], mine, theirs)

    def _both_changed(self, base: list[Piece], mine: list, theirs: list) -> list[Part]:
        if keys(mine) == keys(theirs):
            return min(mine, theirs, key=sources)
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
        if tags[0] & tags[1] and keys(mine) != keys(theirs):
            return [_clash([], mine, theirs, self.around)]
        return together(*in_order(mine, theirs))

    # ---- Pieces that somebody moved

    def _follow_moves(self) -> None:
        """What the other made of a moved piece goes where it is now: the earlier place, if both moved it.

        If the other joined it to its neighbour, it is left out of its new place.
        """
        mine, theirs = ({hunk.moved: hunk for hunk in side if hunk.arrives} for side in (self.mine, self.theirs))
        for number in mine.keys() | theirs.keys():
            own = mine.get(number) or _change(self.mine, number)
            other = theirs.get(number) or _change(self.theirs, number)
            if own and other:
                pieces = self._moved(self.base[number], *([] if hunk.joins else hunk.pieces for hunk in (own, other)))
                place = min(hunk.start for hunk in (own, other) if hunk.arrives)
                for hunk in (own, other):
                    if not hunk.joins:
                        hunk.pieces = pieces if hunk.arrives and hunk.start == place else []

    def _moved(self, piece: Piece, mine: list, theirs: list) -> list[Part]:
        """That one left out what the other moved is a question, even where the words are the same."""
        if mine and theirs and keys(mine) != keys(theirs) and [piece.key] in (keys(mine), keys(theirs)):
            return mine if keys(theirs) == [piece.key] else theirs
        return self._both_changed([piece], mine, theirs)


def _change(side: list[Hunk], number: int) -> Hunk | None:
    """What a side made of this piece where it stood."""
    changes = (hunk for hunk in side if hunk.moved is None and not hunk.puts_in)
    return next((hunk for hunk in changes if hunk.start <= number < hunk.end), None)


def _clash(base: list, mine: list, theirs: list, around: tuple[str, ...]) -> Clash:
    return Clash(base, _without_clashes(mine, "mine"), _without_clashes(theirs, "theirs"), around)


def _without_clashes(parts: list, side: str) -> list[Piece]:
    """A clash within a clash is none of its own: each side has its own text there."""
    return chosen(parts, lambda _clash: side)


def _tag(piece: Piece) -> str:
    return piece.start.partition(">")[0] + ">"


def _one_of_three(base: str, mine: str, theirs: str) -> str | None:
    if mine == theirs or theirs == base:
        return mine
    return theirs if mine == base else None
