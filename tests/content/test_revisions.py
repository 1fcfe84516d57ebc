from datetime import timedelta

from django.core.exceptions import ValidationError
from django.test import TestCase

from news.models import Article
from opendoors.content import clock
from opendoors.content.models import Revision
from opendoors.content.publishing import State
from tests.factories import make_article, make_image, make_topic, make_user


class DraftBesideLiveTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Association editor")
        cls.old_topic, cls.new_topic = make_topic(), make_topic()
        cls.article = make_article(title="Old title", body="<p>Old</p>", topics=(cls.old_topic,))

    def _edit(self, **changes):
        article = Article.objects.get(pk=self.article.pk)
        relations = article.take_newest()
        for name, value in changes.items():
            setattr(article, name, value)
        article.save_draft(by=self.editor, relations={**relations, "topics": [self.new_topic.pk]})
        return Article.objects.get(pk=self.article.pk)

    def test_draft_of_a_public_article_leaves_the_row_alone(self):
        article = self._edit(title="New title", body="<p>New</p>")
        self.assertEqual((article.title, article.body), ("Old title", "<p>Old</p>"))
        self.assertEqual(list(article.topics.all()), [self.old_topic])
        self.assertTrue(article.has_unpublished_changes)

    def test_publish_copies_the_newest_revision_to_the_row(self):
        self._edit(title="Newer title").publish(by=self.editor)
        article = Article.objects.get(pk=self.article.pk)
        self.assertEqual(article.title, "Newer title")
        self.assertEqual(list(article.topics.all()), [self.new_topic])
        self.assertFalse(article.has_unpublished_changes)

    def test_every_save_is_a_revision_that_knows_its_author_and_base(self):
        first = self.article.latest_revision
        second = self._edit(title="Second").latest_revision
        self.assertEqual((second.based_on, second.author), (first, self.editor))
        self.assertEqual(Revision.objects.filter(object_id=self.article.pk).count(), 2)

    def test_moment_of_a_public_article_changes_with_publish_only(self):
        yesterday = clock.now() - timedelta(days=1)
        article = self._edit(publish_at=yesterday)
        self.assertNotEqual(article.publish_at, yesterday)
        article.publish(by=self.editor)
        self.assertEqual(Article.objects.get().publish_at, yesterday)

    def test_slug_taken_meanwhile_is_told_and_nothing_changes(self):
        article = self._edit(slug="wanted")
        make_article(slug="wanted")
        with self.assertRaises(ValidationError):
            article.publish(by=self.editor)
        self.assertEqual(Article.objects.get(pk=self.article.pk).slug, self.article.slug)


class DraftTests(TestCase):
    def test_draft_that_is_not_public_is_written_to_its_row(self):
        article = make_article(state=State.DRAFT)
        article.title = "Another"
        article.save_draft(by=None)
        self.assertEqual(Article.objects.get(pk=article.pk).title, "Another")

    def test_snapshot_and_row_say_the_same(self):
        article = make_article(
            cover=make_image(), topics=(make_topic(),), corrections=[{"on": "2026-01-01", "text": "x"}]
        )
        copy = Article(language="en")
        relations = copy.take(Revision.objects.get(pk=article.live_revision_id).snapshot)
        self.assertEqual(copy.snapshot(relations), Article.objects.get(pk=article.pk).snapshot())


class OldRevisionTests(TestCase):
    """A stored revision is read by later models."""

    def test_missing_field_keeps_the_rows_value_and_unknown_field_is_ignored(self):
        article = make_article(title="Kept")
        article.take({"lead": "Taken", "gone_long_ago": 1})
        self.assertEqual((article.title, article.lead), ("Kept", "Taken"))

    def test_rows_deleted_since_are_dropped(self):
        topic, image = make_topic(), make_image()
        article = make_article(state=State.DRAFT, topics=(topic,), cover=image)
        snapshot = article.latest_revision.snapshot
        article.topics.clear()
        Article.objects.filter(pk=article.pk).update(cover=None)
        topic.delete()
        image.delete()
        relations = article.take(snapshot)
        self.assertEqual((relations["topics"], article.cover), ([], None))
