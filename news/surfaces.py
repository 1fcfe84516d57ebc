"""On which public pages an article stands, as of `clock.now()`: asked of the very lists that these pages show."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from news import listings, relating
from news.models import Article
from opendoors.content import clock, surfaces
from opendoors.content.surfaces import Place, Surface


class Whereabouts(surfaces.Whereabouts):
    def __init__(self, content: Article, today: datetime):
        super().__init__(content, today)
        self.article, self.feed = content, listings.feed(content.language)

    @cached_property
    def ahead(self) -> int:
        return self.feed.ahead_of(self.article).count() if self.is_listed else 0

    # ---- One surface each

    def home(self) -> Iterator[Place]:
        shown = self.is_listed and self.article in listings.home(self.feed)
        told = _("newer articles stand before it: %(ahead)d. The page shows %(most)d, the featured ones first")
        why = "" if shown else told % {"ahead": self.ahead, "most": listings.HOME}
        yield Place(_("Home"), self._reverse("home"), why=self.hidden or why)

    def news(self) -> Iterator[Place]:
        yield self._list(_("News"), self._reverse("news:article-list"), self.ahead)

    def topics(self) -> Iterator[Place]:
        ahead = self._ahead_by("topics")
        for topic in self.article.topics.all():
            yield self._list(topic.name, self._address(topic), ahead.get(topic.pk, 0))

    def month(self) -> Iterator[Place]:
        if self.article.publish_at is None:
            return
        with timezone.override(None):  # the site's own zone, whatever the editor's is
            moment = timezone.localtime(self.article.publish_at)
            first = datetime(moment.year, moment.month, 1, tzinfo=timezone.get_current_timezone())
            month = listings.in_month(first, self.article.language)
            ahead = month.ahead_of(self.article).count() if month.contains(self.article) else 0
            label = date_format(first, "YEAR_MONTH_FORMAT")
        yield self._list(label, self._reverse("news:article-archive", first.year, first.month), ahead)

    def latest_news(self) -> Iterator[Place]:
        newest = list(listings.newest(self.feed))
        others = [other for other in newest if other != self.article]
        label = _("All other articles in this language")
        if self.hidden or self.article in listings.beside(None, newest):
            if others:
                known = next((other for other in others if other in self._known(others)), None)
                yield Place(label, self._address(known) if known else "", why=self.hidden)
            return
        pages = [other for other in others if self.article in listings.beside(other, newest)]
        yield from self._pages(pages, "")
        told = _("newer articles stand before it: %(ahead)d. Below an article stand %(most)d")
        yield Place(
            _("The other articles in this language") if pages else label,
            why=told % {"ahead": self.ahead, "most": listings.LATEST},
        )

    def neighbours(self) -> Iterator[Place]:
        """Of two that follow each other, each page shows the other."""
        if self.article.publish_at is None:
            return
        others = [other for other in listings.neighbours(self.article, self.feed).values() if other]
        yield from self._pages(others, "")

    def related(self) -> Iterator[Place]:
        """Asked of those that are related to it: among them are those closest to it."""
        near = [other for other in listings.neighbours(self.article, self.feed).values() if other]
        others = listings.related(self.article, relating.links_of(self.article), self.feed, near)
        pages = [other for other in others if self._is_related_to(other)] if self.is_listed else others
        yield from self._pages(pages, "")
        yield from self._pages(
            [other for other in others if other not in pages], _("others have more in common with that article")
        )

    def universities(self) -> Iterator[Place]:
        return self._partners("universities")

    def laboratories(self) -> Iterator[Place]:
        return self._partners("laboratories")

    def agreements(self) -> Iterator[Place]:
        return self._partners("agreements")

    # ---- How

    def _is_related_to(self, other: Article) -> bool:
        apart = [each for each in listings.neighbours(other, self.feed).values() if each]
        return self.article in listings.related(other, relating.links_of(other), self.feed, apart)

    def _pages(self, others: list[Article], why: str) -> Iterator[Place]:
        known = self._known(others)
        for other in others:
            shown = (other.title, self._address(other)) if other in known else (_("An article that is not public yet"),)
            yield Place(*shown, why=self.hidden or why)

    def _known(self, others: list[Article]) -> set[Article]:
        """Those that visitors can read already."""
        with clock.at(self.today):
            return {*listings.feed(self.article.language).filter(pk__in=[other.pk for other in others])}

    def _list(self, label: Any, url: str, ahead: int) -> Place:
        """A list of pages, and on which of them it stands."""
        number = ahead // listings.PAGE_SIZE + 1
        if self.hidden or number == 1:
            return Place(label, url, why=self.hidden)
        return Place(label, f"{url}?page={number}", note=_("page %(number)d") % {"number": number})

    def _partners(self, relation: str) -> Iterator[Place]:
        ahead = self._ahead_by(relation)
        public = {*getattr(self.article, relation).published().values_list("pk", flat=True)}
        told = _("newer articles stand before it: %(ahead)d. The page shows %(most)d")
        for partner in getattr(self.article, relation).by_name().for_cards():
            before = ahead.get(partner.pk, 0)
            why = told % {"ahead": before, "most": listings.ABOUT} if before >= listings.ABOUT else ""
            label = getattr(partner, "full_name", "") or str(partner)
            if partner.pk in public:
                yield Place(label, self._address(partner), why=self.hidden or why)
            else:
                yield Place(label, why=self.hidden or _("that page is not public itself"), record=partner)

    def _ahead_by(self, relation: str) -> dict[int, int]:
        return self.feed.ahead_of(self.article).counted_by(relation) if self.is_listed else {}


SURFACES = (
    Surface("its own page", gettext_lazy("Its own page"), Whereabouts.own_page),
    Surface("home", gettext_lazy("Home page"), Whereabouts.home),
    Surface("feed", gettext_lazy("List of all news"), Whereabouts.news),
    Surface("topic page", gettext_lazy("Topics"), Whereabouts.topics, gettext_lazy("it has no topic")),
    Surface(
        "month page", gettext_lazy("Months"), Whereabouts.month, gettext_lazy("it has no moment of publishing yet")
    ),
    Surface(
        "Latest News of another article",
        gettext_lazy("Latest News, below other articles"),
        Whereabouts.latest_news,
        gettext_lazy("there is no other public article in this language"),
    ),
    Surface(
        "previous and next article",
        gettext_lazy("Previous and next article"),
        Whereabouts.neighbours,
        gettext_lazy("there is no other public article in this language"),
    ),
    Surface(
        "related articles",
        gettext_lazy("Related articles, below those close to it"),
        Whereabouts.related,
        gettext_lazy("nothing else has enough in common with it"),
    ),
    Surface(
        "its translation's page",
        gettext_lazy("Switch of languages"),
        Whereabouts.translations,
        gettext_lazy("it has no text in another language"),
    ),
    Surface(
        "a university's page", gettext_lazy("Universities"), Whereabouts.universities, gettext_lazy("none is linked")
    ),
    Surface(
        "a laboratory's page", gettext_lazy("Laboratories"), Whereabouts.laboratories, gettext_lazy("none is linked")
    ),
    Surface("an agreement's page", gettext_lazy("Agreements"), Whereabouts.agreements, gettext_lazy("none is linked")),
    Surface("search", pgettext_lazy("page", "Search"), Whereabouts.search),
    Surface("an old address", gettext_lazy("Old addresses"), Whereabouts.old_addresses, gettext_lazy("it has none")),
)
