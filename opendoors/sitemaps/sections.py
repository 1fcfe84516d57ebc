from collections.abc import Iterator
from itertools import chain

from news.sitemaps import SECTIONS as NEWS
from opendoors.content import sitemaps
from opendoors.content.sitemaps import Entry
from opendoors.pages.places import VIEWS
from opendoors.pages.sitemaps import SECTIONS as PAGES
from partners.sitemaps import SECTIONS as PARTNERS


def lists() -> Iterator[Entry]:
    """The places of the site that a menu may lead to."""
    return chain.from_iterable(sitemaps.page(view) for view in VIEWS.values())


SECTIONS = {section.name: section for section in (sitemaps.few("lists", lists), *NEWS, *PAGES, *PARTNERS)}
