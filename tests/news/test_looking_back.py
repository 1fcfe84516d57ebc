"""An article as visitors read it at a moment that has been."""

import json
from datetime import UTC, datetime, timedelta
from importlib import import_module

from django.apps import apps
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType

from news.models import Article
from opendoors.content import clock
from opendoors.content.due import apply_due
from opendoors.content.models import Publication
from tests.factories import make_article, make_user
from tests.news.test_article_admin import EditorCase

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class PastCase(EditorCase):
    def at(self, hours):
        return clock.at(NOON + hours * HOUR)

    def publish(self, article, title, **changes):
        content = Article.objects.get(pk=article.pk)
        relations = content.take_newest()
        for name, value in {"title": title, **changes}.items():
            setattr(content, name, value)
        content.save_draft(by=self.user, relations=relations)
        content.publish(by=self.user)

    def read(self, article, hours, **more):
        moment = NOON + hours * HOUR + 3 * HOUR  # Moscow
        query = {"at_0": f"{moment:%Y-%m-%d}", "at_1": f"{moment:%H:%M:%S}", **more}
        with self.at(100):
            return self.client.get(f"/admin/news/article/{article.pk}/history/at/", query)


class LookingBackTests(PastCase):
    def test_the_text_of_each_time_and_whose_it_was(self):
        with self.at(0):
            article = make_article(title="First", publish_at=NOON)
        with self.at(2):
            self.publish(article, "Second")
        self.assertContains(self.read(article, -1), "Visitors did not find it on 1 November 2026, 14:00 (Europe/Moscow")
        for hours, title in ((0, "First"), (1.99, "First"), (2, "Second"), (50, "Second")):
            with self.subTest(hours):
                response = self.read(article, hours)
                self.assertContains(response, f"{title}</h1>")
                self.assertContains(response, "Only staff can see this page: as visitors read it on")
                self.assertIn("no-store", response["Cache-Control"])

    def test_drafts_were_read_by_nobody(self):
        with self.at(0):
            article = make_article(title="First", publish_at=NOON)
        with self.at(1):
            article.title = "A draft"
            article.save_draft(by=self.user)
        self.assertContains(self.read(article, 2), "First</h1>")

    def test_withdrawn_binned_restored_and_published_again(self):
        with self.at(0):
            article = make_article(title="First", publish_at=NOON)
        for hours, act in ((1, "throw_away"), (2, "restore"), (4, "throw_away"), (5, "restore")):
            with self.at(hours):
                getattr(Article.objects.get(), act)()
        with self.at(6):
            Article.objects.get().withdraw("A mistake")
        with self.at(8):
            self.publish(article, "Corrected")
        for hours, found in (
            (0.5, "First</h1>"),
            (1.5, "taken off"),
            (3, "First</h1>"),
            (4.5, "taken off"),
            (5.5, "First</h1>"),
            (7, "taken off"),
            (8, "Corrected</h1>"),
        ):
            with self.subTest(hours):
                self.assertContains(self.read(article, hours), found)

    def test_expired_and_scheduled(self):
        with self.at(0):
            article = make_article(title="First", publish_at=NOON + HOUR, expire_at=NOON + 2 * HOUR)
        self.assertContains(self.read(article, 0.5), "it was not published yet")
        self.assertContains(self.read(article, 1), "First</h1>")
        self.assertContains(self.read(article, 2), "it had expired")

    def test_scheduled_and_withdrawn_before_its_moment_it_was_never_read(self):
        with self.at(0):
            article = make_article(title="First", publish_at=NOON + 2 * HOUR)
        with self.at(1):
            Article.objects.get().withdraw("Not yet")
        self.assertContains(self.read(article, 3), "it was not published yet")

    def test_scheduled_change_counts_from_its_moment_though_nobody_came(self):
        with self.at(0):
            article = make_article(title="First", publish_at=NOON)
            article.title = "Changed"
            article.save_draft(by=self.user)
            article.schedule_changes(NOON + 2 * HOUR, by=self.user)
        with self.at(9):
            apply_due()
        self.assertContains(self.read(article, 1.99), "First</h1>")
        self.assertContains(self.read(article, 2), "Changed</h1>")

    def test_moments_that_make_no_sense_and_people_who_may_not(self):
        with self.at(0):
            article = make_article(publish_at=NOON)
        self.assertContains(self.read(article, 200), "Choose a moment that has been")
        self.assertContains(self.read(article, 0, at_1="25:00"), "Enter a valid time")
        self.client.force_login(make_user("Author"))
        self.assertEqual(self.read(article, 0).status_code, 404)

    def test_history_leads_there(self):
        article = make_article()
        history = self.client.get(f"/admin/news/article/{article.pk}/history/")
        self.assertContains(history, f'href="/admin/news/article/{article.pk}/history/at/"')


class BeforeThisWasKeptTests(PastCase):
    """What the log of earlier years can tell is written by a migration."""

    def log(self, article, hours, *parts, flag=CHANGE):
        LogEntry.objects.create(
            user=self.user,
            content_type=ContentType.objects.get_for_model(Article),
            object_id=str(article.pk),
            action_flag=flag,
            change_message=json.dumps(parts),
            action_time=NOON + hours * HOUR,
        )

    def migrate(self):
        Publication.objects.all().delete()
        import_module("news.migrations.0006_first_publications").write(apps, None)

    def test_named_acts_and_those_before_they_had_names(self):
        with self.at(0):
            article = make_article(title="First", publish_at=NOON)
        article.revisions.update(created_at=NOON)
        first = article.live_revision_id
        self.publish(article, "Second")
        second = Article.objects.get().live_revision_id
        self.log(article, 0, {"changed": {"fields": ["public text"]}})
        self.log(article, 2, {"act": "withdrawn", "changed": {"fields": ["state"]}})
        self.log(article, 3, {"act": "published", "revision": first, "changed": {"fields": ["public text"]}})
        self.log(article, 4, flag=DELETION)
        self.log(article, 5, {"act": "restored"})
        self.log(article, 6, {"act": "published", "revision": second})
        self.log(article, 7, "rubbish", {"act": 5})
        self.migrate()
        kept = [((row.at - NOON) / HOUR, row.revision_id) for row in Publication.objects.order_by("at")]
        self.assertEqual(kept, [(0, first), (2, None), (3, first), (4, None), (5, first), (6, second)])

    def test_without_a_log_it_is_public_since_its_moment(self):
        article = make_article(title="First", publish_at=NOON)
        self.migrate()
        self.assertContains(self.read(article, 0), "First</h1>")
        self.assertContains(self.read(article, -1), "it was not published yet")
