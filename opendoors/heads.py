"""What the head of a public page tells those who find it: where it is, in which languages it is live, and in a sentence
what it is about. A page that is a part of another one, or that visitors do not see, is to be kept by nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opendoors.content import richtext
from opendoors.content.addresses import Addressed
from opendoors.content.originals import LANGUAGES
from opendoors.content.site_address import absolute

LONGEST = 200  # characters of a description; search engines show some 160
# As Open Graph wants languages, with the country whose habits of writing the site has.
LOCALES = {"en": "en_GB", "ru": "ru_RU"}
HIDDEN, PASSING = "noindex, nofollow", "noindex, follow"


@dataclass(frozen=True)
class Head:
    """`robots`: what search engines are told, "" where they may keep the page; only then has it a `canonical` address.

    `alternates`: hreflang and absolute address, of this page too; none where it is in one language alone.
    """

    description: str
    robots: str = ""
    canonical: str = ""
    alternates: list[tuple[str, str]] = field(default_factory=list)

    @property
    def other_locales(self) -> list[str]:
        current = get_language()
        return [LOCALES[code] for code, _address in self.alternates if code in LOCALES and code != current]

    @property
    def locale(self) -> str:
        return LOCALES[get_language()]

    @property
    def is_hidden(self) -> bool:
        return self.robots == HIDDEN


def head(request: HttpRequest, languages: Iterable[dict], description: str, robots: str = "", number: int = 1) -> Head:
    """`languages`: as the switch of languages shows them, by which it is decided where a translation is live."""
    told = described(description, number)
    if robots:
        return Head(told, robots)
    live = [one for one in languages if one["is_live"] and (number == 1 or one["has_same_pages"])]
    addresses = {one["code"]: absolute(request, page_address(one["url"], number)) for one in live}
    return Head(told, "", absolute(request, page_address(request.path, number)), alternates(addresses))


def alternates(addresses: Mapping[str, str]) -> list[tuple[str, str]]:
    """hreflang and address of one page by the languages in which it is live; none where that is one language alone.

    With x-default, for readers of every other language: the first of the site's languages in which it is live.
    """
    live = [(code, addresses[code]) for code in LANGUAGES if code in addresses]
    return [*live, ("x-default", live[0][1])] if len(live) > 1 else []


def described(text: str, number: int = 1) -> str:
    """In one line that ends with a whole word; each page of a list says which one it is."""
    line = Truncator(" ".join(str(text).split())).chars(LONGEST)
    if " " in line and line.endswith("…"):
        line = f"{line[:-1].rpartition(' ')[0].rstrip(' ,;:—–-')}…"
    return f"{line} ({_('page %(number)s') % {'number': number}})" if number > 1 else line


def summary(content: Addressed) -> str:
    """What a text says of itself, or else how it begins."""
    return content.lead or richtext.excerpt(content.body, LONGEST) or content.title


def number_of(page: object) -> int:
    """Of a page of a list; anything else that is called a page is a first one."""
    return page.number if isinstance(page, Page) else 1


def page_address(path: str, number: int, query: str = "") -> str:
    """Of one page of a list: the first has no number; the others keep the `query` and add theirs."""
    parts = [query] if query else []
    if number > 1:
        parts.append(f"page={number}")
    return f"{path}?{'&'.join(parts)}" if parts else path
