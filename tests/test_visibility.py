"""One table of every public surface x every state. Whoever adds a surface adds a row to SURFACES."""

from datetime import UTC, datetime, timedelta

from django.test import TestCase
from django.urls import reverse
from django.utils import translation

from news.models import Article
from opendoors.content import clock
from opendoors.content.publishing import State
from tests.factories import make_article, make_topic

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)

# Each surface: its name, and a function of the article that gives the address where it would show.
SURFACES = [
    ("its own page", lambda article: article.get_absolute_url()),
    ("home", lambda article: reverse("home")),
    ("feed", lambda article: reverse("news:article-list")),
    ("topic page", lambda article: article.topics.get().get_absolute_url()),
    ("month page", lambda article: reverse("news:article-archive", args=[2026, 11])),
    ("Latest News of another article", lambda article: article.neighbour.get_absolute_url()),
    ("its translation's page", lambda article: article.sibling.get_absolute_url()),
]

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
]
TITLE, SLUG = "Words nobody else uses", "words-nobody-else-uses"


class VisibilityTests(TestCase):
    def _look(self, language, state):
        """Answers of all surfaces at noon for an article in that state."""
        draft = state.get("draft")
        fields = {key: value for key, value in state.items() if key != "draft"}
        article = make_article(
            **{"title": TITLE, "slug": SLUG, "language": language, "publish_at": NOON - SECOND, **fields},
            topics=(make_topic(),),
        )
        article.neighbour = make_article(language=language, publish_at=NOON - 2 * SECOND)
        other = {"en": "ru", "ru": "en"}[language]
        article.sibling = make_article(
            language=other, publish_at=NOON - 3 * SECOND, translation_key=article.translation_key
        )
        if draft:
            article.title = article.slug = draft.replace(" ", "-")
            article.save_draft(by=None)
            article.refresh_from_db()
        with clock.at(NOON), translation.override(language):
            return {name: self.client.get(address(article)) for name, address in SURFACES}

    def _shows(self, response):
        content = response.content.decode()
        return response.status_code == 200 and (TITLE in content or SLUG in content)

    def test_hidden_states_are_on_no_surface(self):
        for language in ("en", "ru"):
            for name, state in HIDDEN:
                for surface, response in self._look(language, state).items():
                    with self.subTest(language=language, state=name, surface=surface):
                        self.assertNotContains(response, SLUG, status_code=response.status_code)
                        self.assertNotContains(response, TITLE, status_code=response.status_code)
                self._forget()

    def test_public_states_are_on_every_surface(self):
        for language in ("en", "ru"):
            for name, state in SHOWN:
                for surface, response in self._look(language, state).items():
                    with self.subTest(language=language, state=name, surface=surface):
                        self.assertTrue(self._shows(response))
                        self.assertNotContains(response, "Words-of-the-draft")
                self._forget()

    def test_own_page_says_what_it_is(self):
        expected = {"withdrawn": 410}
        for name, state in HIDDEN:
            with self.subTest(name):
                self.assertEqual(self._look("en", state)["its own page"].status_code, expected.get(name, 404))
            self._forget()

    def _forget(self):
        Article.objects.all().delete()
