"""Which feeds there are: of all news, of a topic, of a university, each in the language that is active."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from news import listings
from news.feeds.entries import Entry, entries
from news.models import ArticleQuerySet, Topic
from opendoors.content.characters import sendable
from opendoors.content.site_address import Absolute
from partners.models import University

AMOUNT = 20  # the newest; a reader that was away for longer finds the rest on the site
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # Atom wants to know when a feed changed that has told nothing yet

Subject = Topic | University | None  # what the news are about; None for all


@dataclass(frozen=True)
class Channel:
    """`page` is for people, `address` the feed itself; both absolute."""

    title: str
    description: str
    language: str
    author: str
    page: str
    address: str
    entries: list[Entry]

    @property
    def updated_at(self) -> datetime:
        return max((entry.updated_at for entry in self.entries), default=NEVER)


def channel(subject: Subject, form: str, absolute: Absolute) -> Channel:
    return Channel(
        title=title(subject),
        description=sendable(_description(subject)),
        language=get_language(),
        author=str(settings.BRAND_NAME),
        page=absolute(subject.get_absolute_url() if subject else reverse("news:article-list")),
        address=absolute(address(subject, form)),
        entries=entries(_articles(subject).for_feeds()[:AMOUNT], absolute),
    )


def title(subject: Subject) -> str:
    if isinstance(subject, Topic):
        told = _("%(site)s: news on the topic “%(topic)s”") % {"site": settings.BRAND_NAME, "topic": subject.name}
    elif subject:
        told = _("%(site)s: news of %(university)s") % {"site": settings.BRAND_NAME, "university": subject.full_name}
    else:
        told = _("%(site)s: all news") % {"site": settings.BRAND_NAME}
    return sendable(told)


def address(subject: Subject, form: str) -> str:
    if subject is None:
        return reverse("news:article-feed", args=[form])
    kind = "topic" if isinstance(subject, Topic) else "university"
    return reverse(f"news:{kind}-feed", args=[subject.slug, form])


def _articles(subject: Subject) -> ArticleQuerySet:
    if subject is None:
        return listings.feed(get_language())
    if isinstance(subject, Topic):
        return listings.on_topic(subject, get_language())
    return listings.about(subject, get_language())


def _description(subject: Subject) -> str:
    if isinstance(subject, Topic):
        return _("News of the Open Doors scholarship project on the topic “%(topic)s”.") % {"topic": subject.name}
    if subject:
        return _("What the Open Doors scholarship project tells of %(university)s.") % {"university": subject.full_name}
    return _(
        "News of the Open Doors scholarship project: dates and deadlines, results, universities and their partners."
    )
