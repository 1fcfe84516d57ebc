"""Where an old address leads: one hop, no loop, and only to what is public."""

from datetime import timedelta

from django.db import connection
from django.test import TestCase, modify_settings, override_settings
from django.test.utils import CaptureQueriesContext

from news.models import Article, OldAddress
from opendoors.content import clock
from opendoors.content.publishing import State
from tests.factories import make_article, make_user


class AddressCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Association editor")

    def move(self, article, *slugs, publish=True, **changes):
        for slug in slugs:
            article = Article.objects.get(pk=article.pk)
            relations = article.take_newest()
            for name, value in {"slug": slug, **changes}.items():
                setattr(article, name, value)
            article.save_draft(by=self.editor, relations=relations)
            if publish:
                article.publish(by=self.editor)
        return Article.objects.get(pk=article.pk)

    def leads(self, path, to):
        self.assertRedirects(self.client.get(path), to, status_code=301)

    def answers(self, path, status):
        self.assertEqual(self.client.get(path).status_code, status)


class ChainTests(AddressCase):
    def test_every_former_address_is_one_step_away(self):
        self.move(make_article(slug="a"), "b", "c", "d")
        for slug in "abc":
            self.leads(f"/news/{slug}/", "/news/d/")

    def test_without_its_slash_it_is_one_step_too(self):
        article = self.move(make_article(slug="a"), "b")
        OldAddress.objects.create(path="/news/177", article=article)
        for path in ("/news/a", "/news/177", "/news/177/", "/news/177//"):
            with self.subTest(path):
                self.leads(path, "/news/b/")

    def test_slug_taken_back_is_the_page_again(self):
        self.move(make_article(slug="a"), "b", "a")
        self.answers("/news/a/", 200)
        self.leads("/news/b/", "/news/a/")
        self.assertEqual(OldAddress.objects.count(), 1)

    def test_back_and_forth_many_times_makes_no_loop(self):
        self.move(make_article(slug="a"), *"babab")
        self.answers("/news/b/", 200)
        self.leads("/news/a/", "/news/b/")

    def test_russian_address_keeps_its_prefix(self):
        self.move(make_article(slug="a", language="ru"), "b")
        self.leads("/ru/news/a/", "/ru/news/b/")
        self.answers("/news/a/", 404)

    def test_what_stood_behind_a_question_mark_stays_behind(self):
        self.move(make_article(slug="a"), "b")
        self.leads("/news/a/?utm_source=letter&page=2", "/news/b/")


class SeveralArticlesTests(AddressCase):
    def test_address_taken_by_another_article_is_that_articles(self):
        first = self.move(make_article(slug="a"), "b")
        second = make_article(slug="a", title="Second")
        self.assertContains(self.client.get("/news/a/"), "Second")
        self.move(second, "c")
        self.leads("/news/a/", "/news/c/")
        self.assertEqual(first.old_addresses.count(), 0)

    def test_draft_at_a_former_address_takes_nothing_yet(self):
        self.move(make_article(slug="a"), "b")
        draft = make_article(slug="a", state=State.DRAFT)
        self.leads("/news/a/", "/news/b/")
        draft.publish(by=self.editor)
        self.answers("/news/a/", 200)

    def test_two_articles_swap_their_addresses(self):
        first, second = make_article(slug="a", title="First"), make_article(slug="b", title="Second")
        self.move(first, "between")
        self.move(second, "a")
        self.move(first, "b")
        self.assertContains(self.client.get("/news/a/"), "Second")
        self.assertContains(self.client.get("/news/b/"), "First")
        self.leads("/news/between/", "/news/b/")

    def test_former_address_is_free_again_when_its_new_owner_left_it_by_another(self):
        first, second = make_article(slug="a"), make_article(slug="b")
        self.move(first, "c")
        self.move(second, "a", "d")
        self.leads("/news/a/", "/news/d/")
        self.leads("/news/b/", "/news/d/")


class HiddenTargetTests(AddressCase):
    def test_answer_follows_what_it_leads_to(self):
        article = self.move(make_article(slug="a"), "b")
        article.withdraw("Wrong")
        self.answers("/news/a/", 410)
        article.throw_away()
        self.answers("/news/a/", 404)
        article.restore()
        self.answers("/news/a/", 410)
        article.publish(by=self.editor)
        self.leads("/news/a/", "/news/b/")

    def test_draft_with_another_slug_moves_nothing(self):
        self.move(make_article(slug="a"), "b", publish=False)
        self.answers("/news/a/", 200)
        self.answers("/news/b/", 404)
        self.assertFalse(OldAddress.objects.exists())

    def test_scheduled_article_leads_on_from_its_second_on(self):
        tomorrow = clock.now() + timedelta(days=1)
        self.move(make_article(slug="a", publish_at=tomorrow), "b")
        for path in ("/news/a/", "/news/b/"):
            self.answers(path, 404)
        with clock.at(tomorrow):
            self.leads("/news/a/", "/news/b/")

    def test_address_left_while_it_was_a_draft_again_still_leads_on(self):
        hour = timedelta(hours=1)
        expired = make_article(slug="a", publish_at=clock.now() - 2 * hour, expire_at=clock.now() - hour)
        article = self.move(expired, "a", publish_at=clock.now() + hour, expire_at=None)
        article.withdraw("Later")
        self.assertEqual(article.state, State.DRAFT)
        self.move(article, "b", publish=False)
        self.move(article, "c", publish_at=None)
        self.leads("/news/a/", "/news/c/")
        self.answers("/news/b/", 404)

    def test_publishing_costs_the_same_however_long_the_chain(self):
        article = self.move(make_article(slug="a"), "b")
        with CaptureQueriesContext(connection) as queries:
            self.move(article, "c")
        self.move(article, *"defghijklm")
        with self.assertNumQueries(len(queries)):
            self.move(article, "n")


@override_settings(DEBUG=True)
@modify_settings(MIDDLEWARE={"append": "opendoors.views.visitors_not_found"})
class WhileDevelopingTests(ChainTests):
    """With DEBUG the answer comes another way."""
