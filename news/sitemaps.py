from collections.abc import Iterator

from django.utils import translation

from news import listings
from news.models import Article, Topic
from opendoors.content import sitemaps
from opendoors.content.originals import LANGUAGES
from opendoors.content.sitemaps import Entry


def topics() -> Iterator[Entry]:
    """In the languages in which there are articles on them."""
    found: dict[int, dict[str, str]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for topic in Topic.objects.of(listings.feed(language)):
                found.setdefault(topic.pk, {})[language] = topic.get_absolute_url()
    for paths in found.values():
        yield from (Entry(language, paths) for language in paths)


SECTIONS = (sitemaps.texts("articles", Article.objects.published), sitemaps.few("topics", topics))
