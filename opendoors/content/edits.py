"""The shortest way from one sequence to another, found greedily and with an end to its patience.

After E. W. Myers, “An O(ND) Difference Algorithm and Its Variations” (Algorithmica 1, 1986).
"""

from array import array
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

EFFORT = 1_000_000  # steps of the search: less than a second
FARTHEST = 800  # items that may differ

Step = tuple[bool, int, int, int, int]


@dataclass
class Effort:
    left: int


def steps(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> Iterator[Step]:
    """Stretches `(is_same, i, j, k, m)` that lead from `old[i:j]` to `new[k:m]`: in order, alike and unlike by turns.

    What would take too long to compare is one stretch that is not the same.
    """
    start, ends = 0, (len(old), len(new))
    while start < min(ends) and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < min(ends) - start and old[ends[0] - 1 - tail] == new[ends[1] - 1 - tail]:
        tail += 1
    matches = _matches(old[start : ends[0] - tail], new[start : ends[1] - tail], effort)
    same = [(0, 0, start), *((start + i, start + k, size) for i, k, size in matches)]
    same.append((ends[0] - tail, ends[1] - tail, tail))
    at = (0, 0)
    for i, k, size in same:
        if at != (i, k):
            yield (False, at[0], i, at[1], k)
        if size:
            yield (True, i, i + size, k, k + size)
        at = (i + size, k + size)


def _matches(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> list[tuple[int, int, int]]:
    """What both have in the same order: `(start in old, start in new, length)`."""
    farthest = -1 if set(old).isdisjoint(new) else min(len(old) + len(new), FARTHEST)
    middle = farthest + 1
    reached = array("l", [0]) * (2 * farthest + 3)  # how far into `old` each diagonal leads
    trail = []
    for distance in range(farthest + 1):
        trail.append(reached[middle - distance - 1 : middle + distance + 2])
        for diagonal in range(-distance, distance + 1, 2):
            start = x = _start(reached, middle, diagonal, distance)[1]
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            reached[middle + diagonal] = x
            effort.left -= 1 + x - start
            if x >= len(old) and x - diagonal >= len(new):
                return _walk_back(trail, len(old), len(old) - len(new))
        if effort.left < 0:
            return []
    return []


def _start(reached: "array[int]", middle: int, diagonal: int, distance: int) -> tuple[int, int]:
    """The neighbouring diagonal that leads farthest, and where one comes from it into this one."""
    at = middle + diagonal
    if diagonal == -distance or (diagonal != distance and reached[at - 1] < reached[at + 1]):
        return diagonal + 1, reached[at + 1]
    return diagonal - 1, reached[at - 1] + 1


def _walk_back(trail: "list[array[int]]", x: int, diagonal: int) -> list[tuple[int, int, int]]:
    matches = []
    for distance in range(len(trail) - 1, -1, -1):
        reached = trail[distance]
        before, start = _start(reached, distance + 1, diagonal, distance)
        if x > start:
            matches.append((start, start - diagonal, x - start))
        x, diagonal = reached[distance + 1 + before], before
    return matches[::-1]
