"""Which block of a translation says what a block of its original says: told by their order, kind, numbers and length.

No word of either language is understood. Pure; after the idea of W. A. Gale and K. W. Church, “A Program for Aligning
Sentences in Bilingual Corpora” (Computational Linguistics 19, 1993).
"""

import re
from collections.abc import Sequence

from opendoors.content.comparison import Block

MOST = 60_000  # pairs that are weighed; longer texts are told by order alone
_NUMBER = re.compile(r"\d+")

Weighed = tuple[str, str, frozenset[str], int]


def counterparts(original: Sequence[Block], translation: Sequence[Block]) -> list[int | None]:
    """For each block of the original the place of its counterpart in the translation, in rising order."""
    if len(original) * len(translation) > MOST:
        return [place if place < len(translation) else None for place in range(len(original))]
    one, other = ([_weighed(block) for block in blocks] for blocks in (original, translation))
    best = _best(one, other)
    found: list[int | None] = [None] * len(one)
    i, k = len(one), len(other)
    while i and k:
        if best[i][k] == best[i - 1][k]:
            i -= 1
        elif best[i][k] == best[i][k - 1]:
            k -= 1
        else:
            i, k = i - 1, k - 1
            found[i] = k
    return found


def _best(one: list[Weighed], other: list[Weighed]) -> list[list[float]]:
    """`[i][k]`: how well the first i blocks can be told to say what the first k say."""
    best = [[0.0] * (len(other) + 1)]
    for mine in one:
        row, above = [0.0], best[-1]
        for place, theirs in enumerate(other):
            row.append(max(above[place + 1], row[place], above[place] + _likeness(mine, theirs)))
        best.append(row)
    return best


def _weighed(block: Block) -> Weighed:
    return block.label, block.picture, frozenset(_NUMBER.findall(block.text)), len(block.text)


def _likeness(one: Weighed, other: Weighed) -> float:
    """Up to 4; never positive for blocks of different kinds."""
    if one[0] != other[0] or bool(one[1]) != bool(other[1]):
        return -1
    numbers = one[2] | other[2]
    shared = len(one[2] & other[2]) / len(numbers) if numbers else 0.5
    length = (min(one[3], other[3]) + 10) / (max(one[3], other[3]) + 10)
    return 0.5 + shared + length + (1.5 if one[1] and one[1] == other[1] else 0)
