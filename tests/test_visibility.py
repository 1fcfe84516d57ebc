"""One table of every public surface x every state. Whoever adds a surface adds a row to SURFACES.

Every page is asked for through the page cache, which keeps those of one state while the next is tried.
"""

import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import translation

from news.models import Article
from opendoors.content import blocks, clock
from opendoors.content.publishing import State
from opendoors.pages.models import Page
from tests.factories import (
    RELATIONS,
    make_agreement,
    make_article,
    make_guest_link,
    make_laboratory,
    make_menu_item,
    make_page,
    make_topic,
    make_university,
)
from tests.warm import WarmMixin

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)

TITLE, SLUG = "Words nobody else uses", "words-nobody-else-uses"
TURNED_TITLE = "uses+else+nobody+words"  # the page repeats what was looked for


def sitemap_of(row):
    return f"/sitemap-{row._meta.model_name.replace('y', 'ie')}s-{row.pk // blocks.SIZE}.xml"


# Each surface: its name, and a function of the article that gives the address where it would show.
SURFACES = [
    ("its own page", lambda article: article.get_absolute_url()),
    ("home", lambda article: reverse("home")),
    ("feed", lambda article: reverse("news:article-list")),
    ("topic page", lambda article: article.topics.get().get_absolute_url()),
    ("month page", lambda article: reverse("news:article-archive", args=[2026, 11])),
    ("Latest News of another article", lambda article: article.neighbour.get_absolute_url()),
    ("previous and next article", lambda article: article.neighbour.get_absolute_url()),
    ("related articles", lambda article: article.relative.get_absolute_url()),
    ("its translation's page", lambda article: article.sibling.get_absolute_url()),
    ("a university's page", lambda article: article.partners["universities"].get_absolute_url()),
    ("a laboratory's page", lambda article: article.partners["laboratories"].get_absolute_url()),
    ("an agreement's page", lambda article: article.partners["agreements"].get_absolute_url()),
    ("search", lambda article: f"{reverse('search')}?q={TURNED_TITLE}"),
    ("an old address", lambda article: article.old_addresses.get().path),
]
# What people do not look at by itself.
UNSEEN = [("suggestions", lambda article: f"{reverse('suggest')}?q=words")]
FORMS = ("rss", "atom", "json")
FEEDS = [
    (f"{name} as {form}", lambda article, kind=kind, find=find, form=form: reverse(kind, args=[*find(article), form]))
    for name, kind, find in (
        ("feed of all news", "news:article-feed", lambda article: []),
        ("feed of a topic", "news:topic-feed", lambda article: [article.topics.get().slug]),
        ("feed of a university", "news:university-feed", lambda article: [article.partners["universities"].slug]),
    )
    for form in FORMS
]
SITEMAPS = [("sitemap", lambda row: sitemap_of(row)), ("news sitemap", lambda row: reverse("sitemap-news"))]
# Of these, the part of the page that is looked at: others show the article too.
PARTS = {
    "Latest News of another article": "latest",
    "previous and next article": "neighbours",
    "related articles": "related",
}
# The same of a standing page.
PAGE_SURFACES = [
    ("its own page", lambda page: page.get_absolute_url()),
    ("menus", lambda page: reverse("home")),
    ("search", lambda page: f"{reverse('search')}?q={TURNED_TITLE}"),
    ("its translation's page", lambda page: page.sibling.get_absolute_url()),
    ("an old address", lambda page: page.old_addresses.get().path),
]

# What says by its status what became of it.
OWN = {"its own page", "an old address"}

HIDDEN = [
    ("draft", {"state": State.DRAFT}),
    ("in review", {"state": State.IN_REVIEW}),
    ("withdrawn", {"state": State.WITHDRAWN}),
    ("in the bin", {"deleted_at": NOON - SECOND}),
    ("scheduled, one second before", {"publish_at": NOON + SECOND}),
    ("expired this second", {"publish_at": NOON - SECOND, "expire_at": NOON}),
]
SHOWN = [
    ("public", {}),
    ("scheduled, at its second", {"publish_at": NOON}),
    ("one second before it expires", {"publish_at": NOON - SECOND, "expire_at": NOON + SECOND}),
    ("public with a draft beside it", {"draft": "Words of the draft"}),
    ("public with a draft that went back to an older one", {"draft": "Words of the draft", "is_back": True}),
]


def only_part(surface, response):
    if surface in PARTS:
        part = rf'<(section|nav) class="[^"]*" aria-labelledby="{PARTS[surface]}">.*?</\1>'
        found = re.search(part, response.content.decode(), re.DOTALL)
        response.content = found[0] if found else ""
    return response


@contextmanager
def undone():
    """What is written inside is taken back: one name serves every case."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Surroundings(WarmMixin, TestCase):
    """An article in some state, with something of every surface around it."""

    surfaces = (*SURFACES, *UNSEEN, *FEEDS, *SITEMAPS)
    words = ("title", "slug", "lead", "body", "byline", "cover_caption", "source_name")
    prefix = "/news"

    def place(self, language, state):
        draft = state.get("draft")
        fields = {key: value for key, value in state.items() if key not in ("draft", "is_back")}
        partners = {
            "universities": make_university(),
            "laboratories": make_laboratory(),
            "agreements": make_agreement(),
        }
        article = make_article(
            **{"title": TITLE, "slug": SLUG, "language": language, "publish_at": NOON - SECOND, **fields},
            topics=(make_topic(),),
            **{name: (partner,) for name, partner in partners.items()},
        )
        article.partners = partners
        article.neighbour = make_article(language=language, publish_at=NOON - 2 * SECOND)
        article.relative = make_article(
            language=language, publish_at=NOON - 4 * SECOND, laboratories=(partners["laboratories"],)
        )
        other = {"en": "ru", "ru": "en"}[language]
        article.sibling = make_article(
            language=other, publish_at=NOON - 3 * SECOND, translation_key=article.translation_key
        )
        if draft:
            self._write_draft(article, draft.replace(" ", "-"), is_back="is_back" in state)
            article.refresh_from_db()
        article.old_addresses.create(path="/news/177")
        return article

    def look(self, article, surfaces=None):
        """Answers of all surfaces at noon."""
        with clock.at(NOON), translation.override(article.language):
            answers = {name: self.client.get(find(article), follow=True) for name, find in surfaces or self.surfaces}
            return {name: only_part(name, answer) for name, answer in answers.items()}

    def _write_draft(self, article, words, *, is_back):
        """All of it differs: its texts, its moment, and nothing that it was linked to is linked any more."""
        for name in self.words:
            setattr(article, name, words)
        article.corrections, article.publish_at = [{"on": "2026-11-01", "text": words}], NOON + SECOND
        relations = {name: [] for name in RELATIONS} if isinstance(article, Article) else {}
        draft = article.save_draft(by=None, relations=relations)
        if is_back:
            article.title = article.slug = "Written-in-between"
            article.save_draft(by=None)
            relations, _kept = article.take_back(draft.snapshot, relations)
            article.save_draft(by=None, relations=relations)

    def shows(self, response):
        content = response.content.decode()
        return response.status_code == 200 and (TITLE in content or SLUG in content)

    def placed(self, language, state):
        with self.written():
            return self.place(language, state)

    def forget(self):
        with self.written():
            Article.objects.all().delete()


class PageSurroundings(Surroundings):
    surfaces = (*PAGE_SURFACES, *UNSEEN, SITEMAPS[0])
    words = ("title", "slug", "lead", "body")
    prefix = ""

    def place(self, language, state):
        draft = state.get("draft")
        fields = {key: value for key, value in state.items() if key not in ("draft", "is_back")}
        page = make_page(**{"title": TITLE, "slug": SLUG, "language": language, "publish_at": NOON - SECOND, **fields})
        other = {"en": "ru", "ru": "en"}[language]
        page.sibling = make_page(language=other, publish_at=NOON - 3 * SECOND, translation_key=page.translation_key)
        make_menu_item(page)
        if draft:
            self._write_draft(page, draft.replace(" ", "-"), is_back="is_back" in state)
            page.refresh_from_db()
        page.old_addresses.create(path="/rules-of-old")
        return page

    def forget(self):
        with self.written():
            Page.objects.all().delete()


class VisibilityTests(Surroundings):
    def test_hidden_states_are_on_no_surface(self):
        for language in ("en", "ru"):
            for name, state in HIDDEN:
                for surface, response in self.look(self.placed(language, state)).items():
                    with self.subTest(language=language, state=name, surface=surface):
                        self.assertNotContains(response, SLUG, status_code=response.status_code)
                        self.assertNotContains(response, TITLE, status_code=response.status_code)
                self.forget()

    def test_public_states_are_on_every_surface(self):
        for language in ("en", "ru"):
            for name, state in SHOWN:
                for surface, response in self.look(self.placed(language, state)).items():
                    with self.subTest(language=language, state=name, surface=surface):
                        self.assertTrue(self.shows(response))
                        self.assertNotContains(response, "Words-of-the-draft")
                self.forget()

    def test_a_guest_link_is_the_one_place_of_what_is_hidden(self):
        for name, state in HIDDEN:
            article = self.placed("en", state)
            with clock.at(NOON):
                link = make_guest_link(article)
                guest = self.client.get(link.get_absolute_url())
            with self.subTest(state=name):
                self.assertEqual(self.shows(guest), name != "in the bin")
            for surface, response in self.look(article).items():
                with self.subTest(state=name, surface=surface):
                    self.assertFalse(self.shows(response))
                    self.assertNotContains(response, link.secret, status_code=response.status_code)
            self.forget()

    def test_own_page_says_what_it_is(self):
        expected = {"withdrawn": 410}
        for name, state in HIDDEN:
            with self.subTest(name):
                own = [surface for surface in self.surfaces if surface[0] in OWN]
                for response in self.look(self.placed("en", state), own).values():
                    self.assertEqual(response.status_code, expected.get(name, 404))
            self.forget()


class ScheduledChangeTests(Surroundings):
    """A change of a live article: the old text one second before, the new one at its second, on every surface."""

    def _scheduled(self, language, slug):
        """An article with TITLE that becomes "Words of tomorrow" at noon, with something of every surface around it."""
        with clock.at(NOON - 2 * SECOND), self.written():
            article = self.place(language, {})
            content = type(article).objects.get(pk=article.pk)
            relations = content.take_newest()
            content.title, content.slug = "Words of tomorrow", slug
            content.save_draft(by=None, relations=relations)
            content.schedule_changes(NOON, by=None)
        return article

    def test_one_second_before_and_at_its_second(self):
        for language in ("en", "ru"):
            for slug in (SLUG, "words-of-tomorrow"):
                article = self._scheduled(language, slug)
                for surface, address in self.surfaces:
                    with self.subTest(language=language, slug=slug, surface=surface), undone():
                        with clock.at(NOON - SECOND), translation.override(language):
                            before = only_part(surface, self.client.get(address(article), follow=True))
                        with clock.at(NOON), translation.override(language):
                            # The first request of all: nothing else has applied it.
                            after = only_part(surface, self.client.get(address(article), follow=True))
                        self.assertTrue(self.shows(before))
                        self.assertNotContains(before, "Words of tomorrow")
                        self.assertContains(after, slug)
                        self.assertNotContains(after, TITLE)
                        if slug != SLUG:
                            self.assertNotContains(after, SLUG)
                self.forget()

    def test_a_changed_address_leads_on(self):
        article = self._scheduled("en", "words-of-tomorrow")
        with clock.at(NOON):
            response = self.client.get(article.get_absolute_url())
        address = f"{self.prefix}/words-of-tomorrow/"
        self.assertRedirects(response, address, status_code=301, fetch_redirect_response=False)


class PageVisibilityTests(PageSurroundings, VisibilityTests):
    pass


class ScheduledPageTests(PageSurroundings, ScheduledChangeTests):
    pass
