"""How good a list of answers is. Both measures lie between 0 and 1."""

from collections.abc import Hashable, Mapping, Sequence
from math import log2

Grades = Mapping[Hashable, int]


def ndcg(found: Sequence[Hashable], grades: Grades, depth: int = 10) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen, ACM TOIS 20(4), 2002).

    Gain 2^grade - 1, divided by log2(place + 1), beside that of the best possible order of all that is graded.
    What is found a second time gains nothing.
    """
    gains = [grades.get(key, 0) if key not in found[:place] else 0 for place, key in enumerate(found[:depth])]
    best = sorted(grades.values(), reverse=True)[:depth]
    return _discounted(gains) / _discounted(best)


def success(found: Sequence[Hashable], grades: Grades, depth: int = 3) -> float:
    """1 if a document of the best grade that there is stands among the first, else 0."""
    best = max(grades.values())
    return float(any(grades.get(key, 0) == best for key in found[:depth]))


def _discounted(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))
