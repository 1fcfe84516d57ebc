"""Two saves in the same moment: one is first, and the other knows it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.test import TestCase, TransactionTestCase

from news.models import Article
from opendoors.content.publishing import State
from opendoors.content.revisions import Overtaken
from tests.factories import make_article, make_user

SAVES = 6


class OvertakenTests(TestCase):
    def test_save_based_on_an_older_revision_is_refused(self):
        article = make_article(state=State.DRAFT)
        before = article.latest_revision_id
        article.save_draft(by=None, based_on=before)
        article.title = "Late"
        with self.assertRaises(Overtaken):
            article.save_draft(by=None, based_on=before)
        self.assertNotEqual(Article.objects.get().title, "Late")

    def test_draft_held_in_memory_does_not_unpublish(self):
        article = make_article(state=State.DRAFT, title="Old")
        stale = Article.objects.get()
        article.publish(by=None)
        stale.title = "New"
        stale.save_draft(by=None)
        row = Article.objects.get()
        self.assertEqual((row.state, row.title), (State.PUBLIC, "Old"))


class SameMomentTests(TransactionTestCase):
    def test_of_saves_in_one_moment_exactly_one_is_first(self):
        author = make_user()
        article = make_article(state=State.DRAFT)
        # A database in memory refuses what others would wait for: there, one after the other.
        at_once = SAVES if connection.features.has_select_for_update else 1
        barrier = Barrier(at_once)

        def save(number: int) -> bool:
            try:
                own = Article.objects.get(pk=article.pk)
                own.title = f"Title {number}"
                barrier.wait()
                own.save_draft(by=author, based_on=article.latest_revision_id)
            except Overtaken:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(at_once) as pool:
            first = list(pool.map(save, range(SAVES)))
        self.assertEqual(first.count(True), 1)
        row = Article.objects.get(pk=article.pk)
        self.assertEqual(row.latest_revision.snapshot["title"], f"Title {first.index(True)}")
        self.assertEqual(row.revisions.count(), 2)
