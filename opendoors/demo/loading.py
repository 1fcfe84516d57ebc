"""What every loader of the demo gets and gives. A loader adds what is missing and leaves alone what it finds."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Demo:
    """How to load: `say` tells a person about progress, `picture_width` is in pixels."""

    say: Callable[[str], None]
    picture_width: int = 1600


@dataclass(frozen=True)
class Tally:
    what: str
    added: int
    found: int

    def __str__(self) -> str:
        return f"{self.what}: {self.added} added, {self.found} already there"


Loader = Callable[[Demo], Tally]
