"""Where visitors find a text: the public pages that list or name it, each app declaring its own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock, search

FIRST_RESULTS = 20  # on the first page of a search
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


class Whereabouts:
    """Of one text with an address of its own. Addresses are those of its language, words those of who asks.

    `today` is when it is asked, whatever `clock.now()` is asked about: what others have planned is told to nobody.
    """

    def __init__(self, content: Any, today: datetime):
        self.content, self.today = content, today
        self.rows = type(content)._default_manager

    @cached_property
    def is_listed(self) -> bool:
        return self.rows.published().contains(self.content)

    @property
    def hidden(self) -> Words:
        """What keeps it off every page."""
        return "" if self.is_listed else NOT_PUBLIC

    def own_page(self) -> Iterator[Place]:
        if self.is_listed:
            yield Place(self.content.title, self._address(self.content))
        elif self.content.status == "withdrawn":
            yield Place(self.content.title, why=gettext("visitors are told that the page was withdrawn (410)"))
        else:
            yield Place(self.content.title, why=gettext("visitors are told that there is no such page (404)"))

    def search(self) -> Iterator[Place]:
        """Found by its own title, which is more than any other words promise."""
        title, kind = self.content.title, search.source_of(self.content).kind
        url = f"{self._reverse('search')}?{urlencode({'q': title})}"
        found = search.query(title, language=self.content.language, limit=FIRST_RESULTS)
        shown = any((hit.kind, hit.key) == (kind, self.content.pk) for hit in found.hits)
        told = gettext("the first %(most)d results for its title are others") % {"most": FIRST_RESULTS}
        yield Place(gettext("Found by its title"), url, why=self.hidden or ("" if shown else told))

    def translations(self) -> Iterator[Place]:
        public = {*self.rows.published().translations_of(self.content)}
        with clock.at(self.today):
            known = {*self.rows.published().translations_of(self.content)}
        for other in self.rows.not_in_bin().translations_of(self.content):
            label = other.get_language_display()
            if other in public:
                yield Place(label, self._address(other) if other in known else "", why=self.hidden)
            else:
                yield Place(label, why=self.hidden or gettext("that text is not public itself"))

    def old_addresses(self) -> Iterator[Place]:
        if self.is_listed or self.content.status != "withdrawn":
            why, note = self.hidden, gettext("leads to its page")
        else:
            why, note = gettext("visitors are told that the page was withdrawn (410)"), ""
        for old in self.content.old_addresses.all():
            yield Place(old.path, "" if why else old.path, note="" if why else note, why=why)

    def _reverse(self, name: str, *arguments: Any) -> str:
        with translation.override(self.content.language):
            return reverse(name, args=arguments)

    def _address(self, page: Model) -> str:
        with translation.override(self.content.language):
            return page.get_absolute_url()
