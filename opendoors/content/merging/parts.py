"""What two editors' texts became together: pieces, and where somebody has to choose, clashes."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

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
        return "".join([*keys(self.base), *sorted("".join(keys(side)) for side in (self.mine, self.theirs))])

    @property
    def can_be_both(self) -> bool:
        return bool(self.mine and self.theirs) and not any(piece.tag in ONCE for piece in self.mine)

    def chosen(self, choice: str) -> list[Piece]:
        """Mine unless said otherwise; what `both` cannot hold twice is mine."""
        if choice == "theirs" or (choice == "both" and not self.mine):
            return self.theirs
        return together(self.mine, self.theirs) if choice == "both" and self.can_be_both else self.mine


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


def in_order(mine: Sequence, theirs: Sequence) -> list[Sequence]:
    """By their text: the same whoever asks."""
    return sorted((mine, theirs), key=lambda side: (keys(side), sources(side)))


def together(first: Sequence, second: Sequence) -> list:
    """Both, and what both have as often as in the one that has it more often."""
    left = Counter(keys(first)) | Counter(keys(second))
    matcher = SequenceMatcher(None, keys(first), keys(second), autojunk=False)
    parts: list = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        for part in (*first[start:end], *(second[other_start:other_end] if kind != "equal" else ())):
            parts += [part] if left[part.key] > 0 else []
            left[part.key] -= 1
    return parts


def keys(parts: Sequence) -> list[str]:
    return [part.key for part in parts]


def sources(parts: Sequence) -> list[str]:
    return [getattr(part, "source", "") for part in parts]
