"""A revision written for an older model is read, compared and gone back to without an error."""

from datetime import datetime

from django.db.models import JSONField, Value
from django.test import TestCase

from news.models import Article
from opendoors.content.desk.telling import Teller, changed_fields
from opendoors.content.models import Revision
from tests.factories import make_article, make_attachment, make_image, make_topic, make_university, make_user

BROKEN = {
    "title": [None, 5, ["x"], "a" * 500, {}],
    "body": [None, 7, [], {"ops": 1}],
    "cover": ["x", {}, [1, 2], -1, True, 2**70, 10**6, 1.5],
    "topics": [None, "1,2", 3, [None, "x", {}, -1, 2**70], {"1": 2}],
    "is_featured": [None, "maybe", [], {}],
    "corrections": [None, "wrong", {}, [1, None, {"on": 5}, {"on": "x", "text": "y"}], 5],
    "publish_at": [5, "yesterday", "2026-01-01T00:00:00", "0001-01-01T00:00:00+00:00", {}],
    "slug": [None, 1, "a b/c", []],
    "source_url": [None, 1, "javascript:alert(1)"],
}


class OldRevisionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Association editor")
        cls.article = make_article(title="Kept", slug="kept")

    def setUp(self):
        self.client.force_login(self.editor)

    def keep(self, snapshot):
        """An old revision with this snapshot, and a sound one after it."""
        old = Revision.objects.create(content=self.article, snapshot=snapshot)
        Article.objects.get(pk=self.article.pk).save_draft(by=self.editor)
        return old

    def opens(self, revision):
        history = f"/admin/news/article/{self.article.pk}/history/"
        for path in ("", "compare/", f"compare/?new={revision.pk}", f"{revision.pk}/", f"{revision.pk}/back/"):
            self.assertEqual(self.client.get(history + path).status_code, 200, path)
        shown = {"_shown": Article.objects.get(pk=self.article.pk).latest_revision_id}
        response = self.client.post(f"{history}{revision.pk}/back/", shown, follow=True)
        self.assertContains(response, "is the newest draft now")
        self.assertEqual(self.client.get(f"/admin/news/article/{self.article.pk}/change/").status_code, 200)

    def test_every_broken_value(self):
        whole = self.article.latest_revision.snapshot
        for name, values in BROKEN.items():
            for value in values:
                with self.subTest(field=name, value=value):
                    article, _relations = Article.objects.get(pk=self.article.pk), Article().take({name: value})
                    article.as_of({**whole, name: value}).snapshot()
                    Teller(Article, [{name: value}]).told({name: value})
                    changed_fields(Article, whole, {**whole, name: value})

    def test_everything_broken_at_once(self):
        for number in range(3):
            with self.subTest(number):
                self.opens(self.keep({name: values[number] for name, values in BROKEN.items()}))

    def test_one_field_too_few_and_one_too_many(self):
        self.opens(self.keep({"lead": "Taken", "gone_long_ago": 1}))
        newest = Article.objects.get(pk=self.article.pk).latest_revision.snapshot
        self.assertEqual((newest["title"], newest["lead"], "gone_long_ago" in newest), ("Kept", "Taken", False))

    def test_no_snapshot_at_all(self):
        for snapshot in (Value(None, JSONField()), [], "text", 5, {}):
            with self.subTest(snapshot=snapshot):
                self.opens(self.keep(snapshot))

    def test_everything_that_hangs_on_it_is_part_of_it(self):
        relations = {
            "topics": [make_topic().pk],
            "attachments": [make_attachment().pk],
            "universities": [make_university().pk, make_university().pk],
        }
        article = Article.objects.get(pk=self.article.pk)
        article.cover, article.corrections = make_image(), [{"on": "2026-03-03", "text": "A date was wrong."}]
        revision = article.save_draft(by=self.editor, relations=relations)
        read = Article.objects.get(pk=article.pk).as_of(revision.snapshot)
        self.assertEqual({name: [row.pk for row in getattr(read, name).all()] for name in relations}, relations)
        self.assertEqual((read.cover, read.corrections), (article.cover, article.corrections))
        self.assertEqual(read.snapshot(), revision.snapshot)

    def test_moments_come_back_as_they_were(self):
        article = Article.objects.get(pk=self.article.pk)
        self.assertIsInstance(article.as_of(article.latest_revision.snapshot).publish_at, datetime)
