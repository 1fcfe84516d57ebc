"""Where visitors find a text: the public pages that list or name it, each app declaring its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

NOT_PUBLIC = _("it is not public")  # keeps a text off every page

Words = Any  # text, or text that is translated when it is shown


@dataclass(frozen=True)
class Place:
    """One public page, and whether the text stands there.

    `url` is empty where visitors find no such page. `note` says more of a place, `why` what keeps the text off it, and
    `record` is what would have to be changed for that.
    """

    label: Words
    url: str = ""
    note: Words = ""
    why: Words = ""
    record: Model | None = None

    @property
    def is_shown(self) -> bool:
        return not self.why


@dataclass(frozen=True)
class Surface:
    """A kind of page. `name` is that of its row in tests/test_visibility.py; `nowhere` is told where it has no page.

    `places` is asked as of `clock.now()`, with whatever the app keeps about one text.
    """

    name: str
    label: Words
    places: Callable[[Any], Iterable[Place]]
    nowhere: Words = ""
