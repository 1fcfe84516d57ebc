"""Sitemaps (sitemaps.org, protocol 0.9) with Google's languages and Google's news, as bytes."""

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.utils import translation

from news.models import Article
from opendoors import heads
from opendoors.content.characters import sendable
from opendoors.content.site_address import Absolute
from opendoors.content.sitemaps import Entry

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
PROTOCOL = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def index(addresses: Iterable[str]) -> bytes:
    lines = (f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses)
    return _file("sitemapindex", PROTOCOL, lines)


def pages(entries: Iterable[Entry], absolute: Absolute) -> bytes:
    return _file("urlset", f"{PROTOCOL} {XHTML}", (_page(entry, absolute) for entry in entries))


def news(articles: Iterable[Article], otherwise: Iterable[Entry], absolute: Absolute) -> bytes:
    """The protocol wants one address at least: without news it is `otherwise`."""
    lines = [_news(article, absolute) for article in articles]
    lines = lines or [_page(entry, absolute) for entry in otherwise]
    return _file("urlset", f"{PROTOCOL} {XHTML} {NEWS}", lines)


def _file(name: str, namespaces: str, lines: Iterable[str]) -> bytes:
    return "\n".join([f"{HEAD}<{name} {namespaces}>", *lines, f"</{name}>\n"]).encode()


def _page(entry: Entry, absolute: Absolute) -> str:
    addresses = {language: absolute(path) for language, path in entry.paths.items()}
    changed = f"<lastmod>{_moment(entry.changed_at)}</lastmod>" if entry.changed_at else ""
    own = f"<loc>{escape(addresses[entry.language])}</loc>"
    links = (
        f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(address)}/>'
        for language, address in heads.alternates(addresses)
    )
    return f"<url>{own}{changed}{''.join(links)}</url>"


def _news(article: Article, absolute: Absolute) -> str:
    with translation.override(article.language):
        name = sendable(str(settings.BRAND_NAME))
    return (
        f"<url><loc>{escape(absolute(article.get_absolute_url()))}</loc><news:news>"
        f"<news:publication><news:name>{escape(name)}</news:name>"
        f"<news:language>{article.language}</news:language></news:publication>"
        f"<news:publication_date>{_moment(article.publish_at)}</news:publication_date>"
        f"<news:title>{escape(sendable(article.title))}</news:title></news:news></url>"
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
