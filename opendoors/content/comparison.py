"""What differs between two texts, as data: blocks that are alike, gone, new or changed, and the words within these.

It knows nothing of HTML or of models: whatever is compared comes as blocks of words (`content/richtext/reading.py`
reads those of a rich text). Effort is bounded: past it, a text that shares little with another is told as replaced.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from opendoors.content.edits import EFFORT, Effort, Step, steps

SAME, GONE, NEW, CHANGED, RESTYLED = "same", "gone", "new", "changed", "restyled"

# Letters of a word stay together, and what belongs to a number (120,000 or 10:30); signs stand alone, as do Chinese and
# Japanese characters.
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\d+(?:[.,:]\d+)+|[^\W\u3040-\u30ff\u3400-\u9fff]+|\s+|[^\w\s]")

ALIKE = 0.5  # the part of their words that two blocks share at least, to be told as one that changed
AHEAD = 8  # so many blocks further on the counterpart of a changed one is looked for


@dataclass(frozen=True)
class Word:
    """A word, a space or a sign; `marks` are names of what its look tells (“bold”, “link: /news/”)."""

    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, row of a table, name in a list. `whole` ones are never compared by their words."""

    words: tuple[Word, ...] = ()
    label: str = ""
    picture: str = ""
    whole: bool = False

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)


@dataclass(frozen=True)
class Piece:
    """Words in a row that share a fate; a restyled piece lost the marks `lost`, it and a new one got `gained`."""

    kind: str
    text: str
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A block in the comparison; `before` is the label it had, `moved` says that its twin stands elsewhere."""

    kind: str
    pieces: tuple[Piece, ...]
    label: str = ""
    before: str = ""
    picture: str = ""
    moved: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_relabelled(self) -> bool:
        return self.before != self.label


@dataclass
class Stretch:
    """Rows that are shown, or unchanged ones that are folded away."""

    rows: list[Row] = field(default_factory=list)
    folded: bool = False


@dataclass
class Difference:
    name: str
    stretches: list[Stretch]


Told = dict[str, list[Block]]


def compare(old: Told, new: Told, names: Sequence[str]) -> list[Difference]:
    """The fields of `names` in which the two differ, in that order. One that either lacks is passed over."""
    effort = Effort(EFFORT)
    both = [name for name in names if name in old and name in new and old[name] != new[name]]
    return [Difference(name, folded(compare_blocks(old[name], new[name], effort))) for name in both]


def words(text: str, marks: tuple[str, ...] = ()) -> tuple[Word, ...]:
    return tuple(Word(" " if token.isspace() else token, marks) for token in _TOKEN.findall(text))


def folded(rows: list[Row]) -> list[Stretch]:
    """Unchanged rows are folded, but for one on each side of a change and where just one would be hidden."""
    changed = {number for number, row in enumerate(rows) if row.kind != SAME}
    near = {number + step for number in changed for step in (-1, 0, 1)}
    stretches: list[Stretch] = []
    for number, row in enumerate(rows):
        if not stretches or stretches[-1].folded != (number not in near):
            stretches.append(Stretch(folded=number not in near))
        stretches[-1].rows.append(row)
    for stretch in stretches:
        stretch.folded = stretch.folded and len(stretch.rows) > 1
    return stretches


# ---- Blocks


def compare_blocks(old: Sequence[Block], new: Sequence[Block], effort: Effort | None = None) -> list[Row]:
    effort = effort or Effort(EFFORT)
    rows: list[Row] = []
    numbers: dict[Block, int] = {}
    ids = [[numbers.setdefault(block, len(numbers)) for block in blocks] for blocks in (old, new)]
    for is_same, i, j, k, m in steps(*ids, effort):
        rows.extend([_whole(SAME, block) for block in old[i:j]] if is_same else _changed(old[i:j], new[k:m], effort))
    return _with_moves(rows)


def _changed(old: Sequence[Block], new: Sequence[Block], effort: Effort) -> Iterator[Row]:
    done = 0
    counts = [[_counted(block) for block in blocks] for blocks in (old, new)]
    for place, block in enumerate(old):
        ahead = range(done, min(done + AHEAD, len(new)))
        likeness = {number: _alike(counts[0][place], counts[1][number]) for number in ahead}
        best = max(likeness, key=lambda number: likeness[number], default=None)
        if best is None or likeness[best] < ALIKE:
            yield _whole(GONE, block)
            continue
        yield from (_whole(NEW, other) for other in new[done:best])
        yield _word_by_word(block, new[best], effort)
        done = best + 1
    yield from (_whole(NEW, other) for other in new[done:])


def _counted(block: Block) -> Counter[str]:
    """Its words and how often each stands in it; a picture is what it shows, whatever is said of it."""
    if block.whole:
        return Counter()
    return Counter(
        [block.picture] if block.picture else [word.text.lower() for word in block.words if word.text != " "]
    )


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """The part of their words that they share."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0


def _whole(kind: str, block: Block) -> Row:
    pieces = tuple(_new(block.words)) if kind == NEW else (Piece(kind, block.text),)
    return Row(kind, pieces, block.label, block.label, block.picture)


def _with_moves(rows: list[Row]) -> list[Row]:
    """Marks what is gone in one place and new in another, word for word."""
    places: dict[str, set[tuple[str, str]]] = {kind: set() for kind in (GONE, NEW)}
    for row in rows:
        if row.kind in places:
            places[row.kind].add((row.text, row.picture))
    both = places[GONE] & places[NEW]
    return [replace(row, moved=True) if row.kind in places and (row.text, row.picture) in both else row for row in rows]


# ---- Words


def _word_by_word(old: Block, new: Block, effort: Effort) -> Row:
    texts = [[word.text for word in block.words] for block in (old, new)]
    runs = _calm([*steps(*texts, effort)], texts[0])
    pieces = tuple(piece for run in runs for piece in _pieces(run, old.words, new.words))
    return Row(CHANGED, pieces, new.label, old.label, new.picture)


def _new(words: Sequence[Word]) -> Iterator[Piece]:
    for marks, part in groupby(words, key=lambda word: word.marks):
        yield Piece(NEW, "".join(word.text for word in part), gained=marks)


def _pieces(run: Step, old: Sequence[Word], new: Sequence[Word]) -> Iterator[Piece]:
    is_same, i, j, k, m = run
    if not is_same:
        if i < j:
            yield Piece(GONE, "".join(word.text for word in old[i:j]))
        yield from _new(new[k:m])
        return
    start = i
    while start < j:
        marks = old[start].marks, new[start - i + k].marks
        end = start + 1
        while end < j and (old[end].marks, new[end - i + k].marks) == marks:
            end += 1
        text = "".join(word.text for word in old[start:end])
        lost = tuple(mark for mark in marks[0] if mark not in marks[1])
        gained = tuple(mark for mark in marks[1] if mark not in marks[0])
        yield Piece(RESTYLED if (lost or gained) and text.strip() else SAME, text, lost, gained)
        start = end


def _calm(runs: list[Step], old: list[str]) -> list[Step]:
    """Without the single spaces and signs that two changed stretches happen to share: they only flicker."""
    calm: list[Step] = []
    for number, run in enumerate(runs):
        is_same, i, j, _k, m = run
        inside = 0 < number < len(runs) - 1
        is_same = is_same and not (inside and not any(text.isalnum() for text in old[i:j]))
        if calm and not is_same and not calm[-1][0]:
            calm[-1] = (False, calm[-1][1], j, calm[-1][3], m)
        else:
            calm.append((is_same, *run[1:]))
    return calm
