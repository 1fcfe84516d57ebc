"""A channel as RSS 2.0 with content:encoded, as Atom (RFC 4287) and as JSON Feed 1.1."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import feedgenerator
from django.utils.html import escape

from news.feeds.channels import Channel, Subject, address, title
from news.feeds.entries import Entry
from opendoors.content.pictures import Enclosure


@dataclass(frozen=True)
class Format:
    name: str
    media_type: str
    content_type: str
    write: Callable[[Channel], bytes]


class _Rss(feedgenerator.Rss201rev2Feed):
    def rss_attributes(self):
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["html"])

    def latest_post_date(self):
        return self.feed["updated_at"]


class _Atom(feedgenerator.Atom1Feed):
    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})

    def latest_post_date(self):
        return self.feed["updated_at"]


def _rss(channel: Channel) -> bytes:
    """One enclosure each is all that RSS has: the cover."""
    return _xml(_Rss, channel, lambda entry: [entry.cover] if entry.cover else [])


def _atom(channel: Channel) -> bytes:
    return _xml(_Atom, channel, _files)


def _xml(
    generator: type[feedgenerator.SyndicationFeed], channel: Channel, enclosed: Callable[[Entry], list[Enclosure]]
) -> bytes:
    feed = generator(
        title=channel.title,
        link=channel.page,
        description=channel.description,
        subtitle=channel.description,
        language=channel.language,
        author_name=channel.author,
        feed_url=channel.address,
        feed_guid=channel.address,
        updated_at=channel.updated_at,
    )
    for entry in channel.entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=escape(entry.summary) or None,  # both formats read it as HTML
            author_name=entry.author or None,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            unique_id=entry.identifier,
            unique_id_is_permalink=False,
            categories=entry.topics,
            enclosures=[feedgenerator.Enclosure(f.url, str(f.size), f.media_type) for f in enclosed(entry)],
            html=entry.html,
        )
    return feed.writeString("utf-8").encode()


def _json(channel: Channel) -> bytes:
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.page,
        "feed_url": channel.address,
        "description": channel.description,
        "authors": [{"name": channel.author}],
        "language": channel.language,
        "items": [_item(entry) for entry in channel.entries],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _item(entry: Entry) -> dict[str, Any]:
    """What is not known of it is left out."""
    files = [{"url": file.url, "mime_type": file.media_type, "size_in_bytes": file.size} for file in _files(entry)]
    optional = {
        "summary": entry.summary,
        "image": entry.cover and entry.cover.url,
        "authors": [{"name": entry.author}] if entry.author else [],
        "tags": entry.topics,
        "attachments": files,
    }
    return {
        "id": entry.identifier,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.updated_at.isoformat(),
        **{name: value for name, value in optional.items() if value},
    }


def _files(entry: Entry) -> list[Enclosure]:
    return [*filter(None, [entry.cover]), *entry.files]


# By the end of the address.
FORMATS = {
    "rss": Format("RSS", "application/rss+xml", "application/rss+xml; charset=utf-8", _rss),
    "atom": Format("Atom", "application/atom+xml", "application/atom+xml; charset=utf-8", _atom),
    "json": Format("JSON Feed", "application/feed+json", "application/feed+json", _json),
}


def announced(subject: Subject) -> list[dict[str, str]]:
    """The subject's feed in every format: the `name` of the format, `media_type`, `title` of the feed, `url`."""
    told = title(subject)
    return [
        {"name": one.name, "media_type": one.media_type, "title": told, "url": address(subject, form)}
        for form, one in FORMATS.items()
    ]
