from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from news import listings
from opendoors.content import clock, sitemaps
from opendoors.content.caching import kept
from opendoors.content.polling import answer
from opendoors.content.site_address import absolute, of_site
from opendoors.sitemaps import writing
from opendoors.sitemaps.sections import SECTIONS

XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
NEWS_FOR = timedelta(hours=48)  # so long Google takes an article for news
MOST_NEWS = 1000  # addresses with news that Google reads in one file


@kept()
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    files = [(name, number) for name, section in SECTIONS.items() for number in section.numbers()]
    addresses = [absolute(request, reverse("sitemap-section", args=one)) for one in files]
    return answer(request, writing.index(addresses), XML)


@kept()
@require_safe
def sitemap_section(request: HttpRequest, name: str, number: int) -> HttpResponse:
    is_written_so = request.path == reverse("sitemap-section", args=[name, number])  # and not with more noughts
    entries = list(SECTIONS[name].entries(number)) if name in SECTIONS and is_written_so else []
    if not entries:
        raise Http404
    return answer(request, writing.pages(entries, of_site(request)), XML)


@require_safe
def sitemap_news(request: HttpRequest) -> HttpResponse:
    articles = listings.since(clock.now() - NEWS_FOR)[:MOST_NEWS]
    content = writing.news(articles, sitemaps.page("news:article-list"), of_site(request))
    return answer(request, content, XML)


@kept()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """As RFC 9309 has it."""
    if settings.NOINDEX:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in _closed())]
        lines += ["", *(f"Sitemap: {absolute(request, reverse(name))}" for name in ("sitemap", "sitemap-news"))]
    return answer(request, "\n".join([*lines, ""]).encode(), TEXT)


def _closed() -> list[str]:
    """Previews are the admin's; whatever one searches or filters by makes another address of the same pages."""
    paths = [reverse("admin:index")]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            search, suggest, partners = (reverse(name) for name in ("search", "suggest", "partners:overview"))
            guests = f"{reverse('home')}guest/"
        paths += [f"{search}?", suggest, guests, f"{partners}calendar/", f"{partners}*?*&"]
    return paths
