"""Every kind of public page, by example from the demonstration site: what checkers, cameras and scales look at."""

from django.urls import reverse
from django.utils import translation

from news import listings
from news.models import Topic
from opendoors.pages.models import Page
from partners.models import Agreement, Field, Laboratory, University

LISTS = ("overview", "university-list", "laboratory-list", "agreement-list", "country-list", "field-list", "data")


def paths(language: str) -> dict[str, str]:
    """Addresses in this language by the name of the kind."""
    with translation.override(language):
        feed = listings.feed(language)
        newest = feed.first()
        return {
            "home": reverse("home"),
            "feed": reverse("news:article-list"),
            "topic": Topic.objects.first().get_absolute_url(),
            "month": reverse("news:article-archive", args=[newest.publish_at.year, newest.publish_at.month]),
            **{f"article-{name}": article.get_absolute_url() for name, article in _articles(feed).items()},
            "deadlines": reverse("pages:deadline-list"),
            **{f"page-{page.slug}": page.get_absolute_url() for page in Page.objects.published().in_language(language)},
            **{name: reverse(f"partners:{name}") for name in LISTS},
            "universities-2": f"{reverse('partners:university-list')}?page=2",
            "universities-filtered": f"{reverse('partners:university-list')}?country=CN&kind=university",
            "universities-none": f"{reverse('partners:university-list')}?country=nowhere",
            "country": reverse("partners:country-detail", args=["CN"]),
            **{name: record.get_absolute_url() for name, record in _records().items()},
            "search": reverse("search"),
            "search-results": f"{reverse('search')}?q=university&country=CN",
            "search-named": f"{reverse('search')}?q=HSE",
            "search-none": f"{reverse('search')}?q=zzyzx&year=1999",
            "not-found": f"{reverse('news:article-list')}{newest.slug}x/",
        }


def _articles(feed) -> dict:
    """With a cover the longest and the shortest text and the longest title; without one the longest title."""
    articles = list(feed)
    with_cover = [article for article in articles if article.cover_id]
    without = [article for article in articles if not article.cover_id] or articles
    return {
        "long": max(with_cover, key=lambda article: len(article.body)),
        "short": min(with_cover, key=lambda article: len(article.body)),
        "long-title": max(with_cover, key=lambda article: len(article.title)),
        "drawn": max(without, key=lambda article: len(article.title)),
    }


def _records() -> dict:
    return {
        "university": University.objects.published().get(acronym="HSE"),
        "laboratory": Laboratory.objects.published().first(),
        "agreement": Agreement.objects.published().first(),
        "field": Field.objects.filter(agreements__in=Agreement.objects.published()).first(),
    }
