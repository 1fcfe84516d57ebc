"""What a feed tells of an article: all of it, for people who read it without coming to the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from news.models import Article
from opendoors.content import pictures, richtext
from opendoors.content.characters import sendable
from opendoors.content.pictures import Enclosure
from opendoors.content.site_address import Absolute

PDF = "application/pdf"


@dataclass(frozen=True)
class Entry:
    """Plain texts, but for `html`; absolute addresses. `identifier` is the same for good."""

    identifier: str
    url: str
    title: str
    summary: str
    html: str
    author: str
    topics: list[str]
    published_at: datetime
    updated_at: datetime
    cover: Enclosure | None
    files: list[Enclosure]


def entries(articles: Iterable[Article], absolute: Absolute) -> list[Entry]:
    """Of articles `for_feeds`."""
    articles = list(articles)
    addresses = [absolute(article.get_absolute_url()) for article in articles]
    texts = richtext.render_elsewhere([(one.body, address) for one, address in zip(articles, addresses, strict=True)])
    found = zip(articles, addresses, texts, strict=True)
    return [_entry(article, address, text, absolute) for article, address, text in found]


def _entry(article: Article, address: str, text: str, absolute: Absolute) -> Entry:
    attachments = [(one, absolute(one.file.url)) for one in article.attachments.all()]
    context = {"article": article, "cover": _cover(article, absolute), "text": text, "attachments": attachments}
    enclosed = pictures.enclosed(article.cover) if article.cover else None
    return Entry(
        identifier=article.public_id.urn,
        url=address,
        title=sendable(article.title),
        summary=sendable(article.lead),
        html=sendable(render_to_string("news/feed_entry.html", context).strip()),
        author=sendable(article.byline),
        topics=[sendable(topic.name) for topic in article.topics.all()],
        published_at=article.publish_at,
        updated_at=article.updated_at,
        cover=enclosed and Enclosure(absolute(enclosed.url), enclosed.media_type, enclosed.size),
        files=[Enclosure(url, PDF, one.size) for one, url in attachments],
    )


def _cover(article: Article, absolute: Absolute) -> dict | None:
    if article.cover is None:
        return None
    shown = pictures.elsewhere(article.cover)
    return {**shown, "src": absolute(shown["src"])}
