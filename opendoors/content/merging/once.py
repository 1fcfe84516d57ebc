"""A piece that both editors have is one and the same, wherever each of them put it: it stands in the result once."""

from collections import Counter
from collections.abc import Iterator, Sequence

from opendoors.content.merging.alignment import FEW_WORDS
from opendoors.content.merging.parts import Clash, Part, in_order, keys, sources, together
from opendoors.content.richtext.pieces import Piece


def shared(base: Sequence[Piece], mine: Sequence[Piece], theirs: Sequence[Piece]) -> set[str]:
    """The keys of pieces that both have: one and the same, wherever each of them put it."""
    before, own, others = (Counter(keys(pieces)) for pieces in (base, mine, theirs))
    return {
        piece.key
        for piece in mine
        if own[piece.key] == others[piece.key] == 1
        and (before[piece.key] == 1 or (not before[piece.key] and _is_no_chance(piece)))
    }


def _is_no_chance(piece: Piece) -> bool:
    """A heading may well be the same over different texts."""
    return len(piece.words) > FEW_WORDS and piece.tag not in {"h2", "h3", "h4"}


def each_once(parts: Sequence[Part], common: set[str]) -> Iterator[Part]:
    """A shared piece stands at the first of its places, and whatever is chosen: no clash holds it on one side alone."""
    settled = {part.key for part in parts if isinstance(part, Piece)} & common
    seen: set[str] = set()
    for part in parts:
        if isinstance(part, Clash):
            alone = {*keys(part.mine)} ^ {*keys(part.theirs)}
            homeless = alone & common - settled
            sides = ([piece for piece in side if piece.key in homeless] for side in (part.mine, part.theirs))
            apart = together(*in_order(*sides))
            settled |= homeless
            yield from _without(part, settled)
            yield from apart
        elif part.key not in seen:
            seen.update({part.key} & common)
            yield part


def _without(clash: Clash, settled: set[str]) -> list[Part]:
    """The clash without what stands elsewhere; no clash if nothing is left to choose."""
    base, mine, theirs = (
        [piece for piece in pieces if piece.key not in settled] for pieces in (clash.base, clash.mine, clash.theirs)
    )
    if (len(mine), len(theirs)) == (len(clash.mine), len(clash.theirs)):
        return [clash]
    if keys(mine) == keys(theirs):
        return min(mine, theirs, key=sources)
    if keys(base) in (keys(mine), keys(theirs)):
        return mine if keys(base) == keys(theirs) else theirs
    return [Clash(clash.base, mine, theirs, clash.around)]
