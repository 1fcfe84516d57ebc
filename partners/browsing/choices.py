"""What a page shows of a filter: its choices with their counts, and the one that is chosen."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    parameter: str
    label: Promise
    choices: list[Choice]
    is_switch: bool  # one choice that is on or off

    @property
    def is_chosen(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True)
class Chosen:
    """A filter in use. `query`: the rest of the list's canonical query, without it."""

    parameter: str
    label: Promise
    value: str
    query: str
    is_known: bool
    is_switch: bool


@dataclass(frozen=True)
class Sort:
    value: str
    label: Promise
    is_chosen: bool
