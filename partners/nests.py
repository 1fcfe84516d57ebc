"""Universities with their parts inside them, for lists."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from partners.models import University


@dataclass
class Nest:
    university: University
    parts: list["Nest"] = field(default_factory=list)


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
