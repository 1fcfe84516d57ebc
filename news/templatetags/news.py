from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.db.models import Model
from django.utils.translation import get_language

from news import drawing, listings, sharing
from news.feeds.channels import Subject
from news.feeds.formats import announced
from news.models import Article, Topic
from partners.models import University

register = template.Library()

LONG_TITLE = 85  # characters; from here on the title of an article is set a step smaller


@register.inclusion_tag("news/_arch.html")
def arch(article: Article) -> dict:
    return {"drawing": drawing.of(article)}


@register.inclusion_tag("news/_about.html")
def news_about(partner: Model) -> dict:
    """The newest articles in the page's language about a university, laboratory or agreement; nothing without any."""
    articles = listings.about(partner, get_language()).for_cards()[: listings.ABOUT]
    has_feed = isinstance(partner, University) and partner.is_public
    return {"articles": articles, "university": partner if has_feed else None}


@register.inclusion_tag("news/_feed_links.html")
def feed_links(subject: Subject = None) -> dict:
    """For the head of a page: the feeds of a topic or university, if the page is about one, and of all news."""
    own = announced(subject) if subject else []
    return {"feeds": [*own, *announced(None)]}


@register.inclusion_tag("news/_follow.html")
def follow(subject: Subject = None) -> dict:
    """For people: the feeds of a topic or university, or of all news."""
    return {"feeds": announced(subject or None), "is_all": not subject}


@register.filter
def is_long(title: str) -> bool:
    return len(title) > LONG_TITLE


@register.simple_tag
def first_besides(topics: Iterable[Topic], here: Topic | str) -> Topic | None:
    return next((topic for topic in topics if topic != here), None)


@register.filter
def as_date(text: str) -> date | str:
    """A date out of JSON; the text itself when it is not one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


@register.filter
def last_corrected(corrections: list[dict]) -> date | None:
    """The latest day of those that are days."""
    days = [as_date(correction["on"]) for correction in corrections]
    return max((day for day in days if isinstance(day, date)), default=None)


@register.filter
def month_after(months: list[datetime], month: datetime) -> datetime | None:
    """The nearest of the `months`, which are newest first."""
    return next((each for each in reversed(months) if each > month), None)


@register.filter
def month_before(months: list[datetime], month: datetime) -> datetime | None:
    return next((each for each in months if each < month), None)


@register.simple_tag
def share_ways(title: str, address: str) -> list[sharing.Way]:
    return sharing.ways(title, address)
