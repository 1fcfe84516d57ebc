"""The menus as a page shows them: the lines for a reader of this language, and on which of them that reader is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import translation

from opendoors.content.originals import LANGUAGES
from opendoors.pages.links import in_language
from opendoors.pages.models import MenuItem, Page
from opendoors.pages.models.menus import Menu
from opendoors.pages.places import FIRST, Place, path_of

Texts = dict[UUID, dict[str, Page]]  # public ones, by key and language


@dataclass(frozen=True)
class Line:
    label: Any
    url: str
    language: str = ""  # of the page that it leads to, where that is another than the reader's
    label_language: str = ""  # of its words, where that is another than the reader's
    current: str = ""  # as `aria-current` has it: "page" for this very page, "true" for the part that it belongs to


class Menus:
    """Both menus for the active language; two queries when the first line is asked for, however many there are.

    `here` is the path of the page, `section` the place that it belongs to, where its path does not say.
    """

    def __init__(self, here: str, section: str = ""):
        self.here, self.section = here, section

    @property
    def header(self) -> list[Line]:
        return self._lines[Menu.HEADER]

    @property
    def footer(self) -> list[Line]:
        return self._lines[Menu.FOOTER]

    @cached_property
    def _lines(self) -> dict[str, list[Line]]:
        items = list(MenuItem.objects.in_order())
        texts = _texts({item.page_key for item in items if item.page_key})
        lines = {}
        for menu in Menu:
            own = [item for item in items if item.menu == menu] or [MenuItem(menu=menu, place=place) for place in FIRST]
            lines[menu] = self._marked([line for item in own for line in _of(item, texts)])
        return lines

    def _marked(self, lines: list[Line]) -> list[Line]:
        """Where several lines lead to what holds this page, the nearest is meant."""
        home = path_of(Place.HOME)
        holding = [line.url for line in lines if line.url != home and self.here.startswith(line.url)]
        section = path_of(self.section) if self.section in Place.values else None
        nearest = max(holding, key=len, default=section)
        return [replace(line, current=self._current(line, nearest)) for line in lines]

    def _current(self, line: Line, nearest: str | None) -> str:
        if line.url == self.here:
            return "page"
        return "true" if line.url == nearest else ""


def _texts(keys: set[UUID]) -> Texts:
    texts: Texts = {}
    for page in Page.objects.published().with_keys(keys).for_links() if keys else ():
        texts.setdefault(page.translation_key, {})[page.language] = page
    return texts


def _of(item: MenuItem, texts: Texts) -> Iterator[Line]:
    """The line of an item, if there is one for this reader."""
    language = translation.get_language()
    label, label_language = _label(item, language)
    if item.place:
        shown = Line(label or Place(item.place).label, path_of(item.place))
    elif item.page_key:
        page = _nearest(texts.get(item.page_key, {}), language)
        if page is None:
            return
        other = "" if page.language == language else page.language
        label, label_language = (label, label_language) if label else (page.title, other)
        shown = Line(label, page.get_absolute_url(), language=other)
    else:
        shown = Line(label, in_language([item.address], language)[item.address])
    yield replace(shown, label_language=label_language)


def _label(item: MenuItem, language: str) -> tuple[str, str]:
    """What is written for it in this language, else in another, and which that is."""
    own = item.labels.get(language, "")
    if own or item.place or item.page_key:
        return own, ""
    return next(((words, code) for code, words in item.labels.items() if words), ("", ""))


def _nearest(texts: dict[str, Page], language: str) -> Page | None:
    """The text in this language, else in the first that has one: its readers are told which."""
    return next((texts[code] for code in _first(language, LANGUAGES) if code in texts), None)


def _first(one: str, others: Iterable[str]) -> Iterator[str]:
    yield one
    yield from (other for other in others if other != one)
