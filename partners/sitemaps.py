from collections.abc import Iterator

from opendoors.content import sitemaps
from opendoors.content.sitemaps import Entry
from partners.models import Agreement, Field, Laboratory, University


def places() -> Iterator[Entry]:
    """Of countries that have a page, and of fields that something public names."""
    for code in University.objects.published().country_codes():
        yield from sitemaps.page("partners:country-detail", code)
    for field in Field.objects.in_use().by_name():
        yield from sitemaps.in_every_language(field.get_absolute_url)


SECTIONS = (
    sitemaps.records("universities", University.objects.published),
    sitemaps.records("laboratories", Laboratory.objects.published),
    sitemaps.records("agreements", Agreement.objects.published),
    sitemaps.few("places", places),
)
