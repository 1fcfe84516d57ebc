from django.db import transaction
from django.test import TestCase

from opendoors.content import changes
from tests.factories import make_article, make_topic


class ChangesTests(TestCase):
    def setUp(self):
        self.heard = []
        changes.subscribe(self.heard.append)
        self.addCleanup(changes.unsubscribe, self.heard.append)

    def _heard_of(self, action):
        self.heard.clear()
        with self.captureOnCommitCallbacks(execute=True):
            action()
        return self.heard

    def test_save_delete_and_relations_are_heard(self):
        article, topic = make_article(), make_topic()
        self.assertIn(article, self._heard_of(article.save))
        self.assertEqual(self._heard_of(lambda: article.topics.add(topic)), [article])
        self.assertIn(topic, self._heard_of(topic.save))
        article.topics.clear()
        self.assertEqual(len(self._heard_of(topic.delete)), 1)

    def test_nothing_is_told_before_the_commit_nor_after_a_rollback(self):
        topic = make_topic()

        def fail():
            with transaction.atomic():
                topic.save()
                raise KeyError

        with self.assertRaises(KeyError):
            self._heard_of(fail)
        self.assertEqual(self.heard, [])

    def test_draft_beside_a_public_article_changes_nothing_public(self):
        article = make_article()
        article.title = "Draft"
        self.assertEqual(self._heard_of(lambda: article.save_draft(by=None)), [])

    def test_one_subscriber_is_called_once(self):
        changes.subscribe(self.heard.append)
        topic = make_topic()
        self.assertEqual(len(self._heard_of(topic.save)), 1)
