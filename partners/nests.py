"""Universities with their parts inside them, for lists."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from partners.models import University


@dataclass
class Nest:
    university: University
    parts: list["Nest"] = field(default_factory=list)
    left_out: int = 0  # of what hangs from it, at any depth


def nested(tops: Iterable[University], below: Iterable[University]) -> list[Nest]:
    """Each of `tops` with those of `below` that hang from it, in the order given; without its parent, none is."""
    nests = [Nest(top) for top in tops]
    by_key = {nest.university.pk: nest for nest in nests}
    hanging = [Nest(part) for part in below]
    by_key |= {nest.university.pk: nest for nest in hanging}
    for nest in hanging:
        if nest.university.parent_id in by_key:
            by_key[nest.university.parent_id].parts.append(nest)
    return nests


def cut(nests: list[Nest], most: int) -> list[Nest]:
    """The same with at most so many parts told of each, those high up first."""
    return [_cut(nest, most) for nest in nests]


def _cut(nest: Nest, most: int) -> Nest:
    told, level = {id(nest)}, [nest]
    hanging = 0
    while level := [part for above in level for part in above.parts]:
        hanging += len(level)
        told |= {id(part) for part in level[: max(most - len(told) + 1, 0)]}
    kept = _only(nest, told)
    kept.left_out = hanging - len(told) + 1
    return kept


def _only(nest: Nest, told: set[int]) -> Nest:
    return Nest(nest.university, [_only(part, told) for part in nest.parts if id(part) in told])
