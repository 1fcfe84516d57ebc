"""Which articles each public page lists, in which order: for the page, and for whoever asks where an article stands."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from news import relating
from news.models import Article, ArticleQuerySet, Topic

PAGE_SIZE = 20
LATEST = 4  # articles below another one
RELATED = 4  # those that have something in common with it
ABOUT = 5  # on a partner's page
HOME = 9
LEADING = 3  # at most so many featured articles stand before the newest


def everywhere() -> ArticleQuerySet:
    """In every language."""
    return Article.objects.published()


def feed(language: str) -> ArticleQuerySet:
    return everywhere().in_language(language).newest_first()


def on_topic(topic: Topic, language: str) -> ArticleQuerySet:
    return feed(language).on_topic(topic)


def in_month(first_moment: datetime, language: str) -> ArticleQuerySet:
    return feed(language).in_month(first_moment)


def since(moment: datetime) -> ArticleQuerySet:
    """In every language."""
    return Article.objects.published().since(moment).newest_first()


def about(partner: Model, language: str) -> ArticleQuerySet:
    """Of which a partner's page shows the first `ABOUT`."""
    return feed(language).about(partner)


def home(articles: ArticleQuerySet) -> list[Article]:
    """Of a feed: what is featured, then the newest."""
    leading = list(articles.featured()[:LEADING])
    return [*leading, *(article for article in articles[:HOME] if article not in leading)][:HOME]


def newest(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Of a feed: enough for `beside`, whichever article it is asked about."""
    return articles[: LATEST + 1]


def beside(article: Article, articles: Iterable[Article]) -> list[Article]:
    """Latest News below an article, of the `newest`."""
    return [other for other in articles if other != article][:LATEST]


def neighbours(article: Article, articles: ArticleQuerySet) -> dict[str, Article | None]:
    """Of a feed: the `previous` one, which is older, and the `next`. A text without a moment has none."""
    if article.publish_at is None:
        return {"previous": None, "next": None}
    return {
        "previous": articles.behind(article).newest_first().for_links().first(),
        "next": articles.ahead_of(article).oldest_first().for_links().first(),
    }


def related(
    article: Article, links: relating.Links, articles: ArticleQuerySet, apart: Iterable[Article]
) -> list[Article]:
    """Of a feed: what has something in common with it, the closest first; none of those told `apart`."""
    others = articles.other_than([article, *apart])
    keys = relating.by_links(links, others)[:RELATED]
    if len(keys) < RELATED:
        keys += [key for key in relating.by_words(article, others) if key not in keys][: RELATED - len(keys)]
    rows = articles.for_cards().in_bulk(keys)
    return [rows[key] for key in keys if key in rows]
