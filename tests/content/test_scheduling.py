from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import connection
from django.test import TestCase, TransactionTestCase

from news.models import Article
from opendoors.content import clock
from opendoors.content.due import apply_due
from opendoors.content.models import ScheduledChange
from opendoors.content.pruning import prune
from opendoors.content.publishing import KEPT_IN_BIN
from opendoors.content.scheduling import Failure
from tests.factories import make_article, make_topic, make_user

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def draft(article, *, topics=(), **changes):
    """A newer text beside the public one."""
    content = Article.objects.get(pk=article.pk)
    relations = content.take_newest()
    for name, value in changes.items():
        setattr(content, name, value)
    content.save_draft(by=None, relations={**relations, "topics": [topic.pk for topic in topics]})
    return Article.objects.get(pk=article.pk)


class ScheduleCase(TestCase):
    def setUp(self):
        override = clock.at(NOON)
        override.__enter__()
        self.addCleanup(override.__exit__, None, None, None)
        self.editor = make_user("Association editor")
        self.article = make_article(title="Old", publish_at=NOON - HOUR)

    def schedule(self, at=NOON + HOUR, **changes):
        article = draft(self.article, **{"title": "New", **changes})
        article.schedule_changes(at, by=self.editor)
        return article

    def row(self, article=None):
        return Article.objects.get(pk=(article or self.article).pk)

    def after(self, moment):
        with clock.at(moment):
            apply_due()
        return self.row()


class ComingOutTests(ScheduleCase):
    def test_old_text_until_the_second_before_and_new_text_from_its_second(self):
        topic = make_topic()
        self.schedule(topics=[topic])
        self.assertEqual(self.after(NOON + HOUR - SECOND).title, "Old")
        row = self.after(NOON + HOUR)
        self.assertEqual((row.title, list(row.topics.all())), ("New", [topic]))
        self.assertEqual((row.publish_at, row.has_unpublished_changes), (NOON - HOUR, False))
        self.assertFalse(ScheduledChange.objects.exists())

    def test_newer_draft_stays_a_draft_and_the_chosen_text_comes_out(self):
        self.schedule()
        draft(self.article, title="Newer still")
        row = self.after(NOON + HOUR)
        self.assertEqual((row.title, row.has_unpublished_changes), ("New", True))
        self.assertEqual(row.latest_revision.snapshot["title"], "Newer still")

    def test_changed_address_leads_on(self):
        self.schedule(slug="new-address")
        old = self.row().get_absolute_url()
        self.assertEqual(self.after(NOON + HOUR).get_absolute_url(), "/news/new-address/")
        self.assertRedirects(self.client.get(old), "/news/new-address/", 301, fetch_redirect_response=False)

    def test_several_come_out_in_the_order_of_their_moments(self):
        """The first leaves an address that the second takes, although it was scheduled before."""
        other = make_article(title="Other", publish_at=NOON - HOUR)
        wanted = self.article.slug
        self.schedule(at=NOON + HOUR, slug="left")
        second = draft(other, slug=wanted)
        ScheduledChange.objects.create(
            content=second, revision=second.latest_revision, at=NOON + HOUR + SECOND, by=self.editor
        )
        self.after(NOON + 2 * HOUR)
        self.assertEqual((self.row().slug, self.row(other).slug), ("left", wanted))

    def test_moment_is_chosen_anew_or_taken_back(self):
        article = self.schedule()
        article.schedule_changes(NOON + 2 * HOUR, by=self.editor)
        self.assertEqual(self.after(NOON + HOUR).title, "Old")
        article.cancel_changes()
        self.assertEqual(self.after(NOON + 3 * HOUR).title, "Old")

    def test_published_at_once_nothing_is_scheduled_any_more(self):
        self.schedule()
        draft(self.article, title="Now").publish(by=self.editor)
        self.assertEqual(self.after(NOON + HOUR).title, "Now")
        self.assertFalse(ScheduledChange.objects.exists())

    def test_change_of_what_is_itself_scheduled(self):
        article = make_article(title="First", publish_at=NOON + HOUR)
        draft(article, title="Second").schedule_changes(NOON + 2 * HOUR, by=None)
        self.after(NOON + HOUR)
        self.assertEqual(self.row(article).title, "First")
        self.after(NOON + 2 * HOUR)
        self.assertEqual(self.row(article).title, "Second")


class StayingTests(ScheduleCase):
    """What can no longer come out breaks nothing, and is told."""

    def fails(self, failure, at=NOON + HOUR):
        row = self.after(at)
        self.assertEqual((row.title, row.scheduled_change.failure), ("Old", failure))
        with self.assertNumQueries(1):  # it is not tried again and again
            apply_due()

    def test_address_taken_meanwhile(self):
        self.schedule(slug="wanted")
        make_article(slug="wanted")
        self.fails(Failure.CLASH)

    def test_one_that_fails_does_not_stop_the_next(self):
        self.schedule(slug="wanted")
        other = make_article(slug="wanted", publish_at=NOON - HOUR)
        draft(other, title="New other").schedule_changes(NOON + HOUR + SECOND, by=None)
        self.after(NOON + 2 * HOUR)
        self.assertEqual(self.row(other).title, "New other")

    def test_withdrawn_meanwhile(self):
        self.schedule().withdraw("A mistake")
        self.fails(Failure.HIDDEN)
        self.assertEqual(self.client.get(self.article.get_absolute_url()).status_code, 410)

    def test_in_the_bin_at_that_moment_and_restored_later(self):
        self.schedule().throw_away()
        self.fails(Failure.HIDDEN)
        self.row().restore()
        self.assertEqual(self.after(NOON + 2 * HOUR).title, "Old")

    def test_expired_at_that_moment_it_does_not_come_back(self):
        self.schedule()
        Article.objects.update(expire_at=NOON + HOUR)
        self.fails(Failure.HIDDEN)
        with clock.at(NOON + HOUR):
            self.assertFalse(self.row().is_public)

    def test_expired_after_that_moment_and_before_the_first_request(self):
        """The text scheduled says that it stays: without any request until now it is as if there had been one."""
        self.schedule()
        Article.objects.update(expire_at=NOON + HOUR + SECOND)
        self.assertEqual(self.after(NOON + 2 * HOUR).title, "New")

    def test_removed_for_good_with_what_was_scheduled(self):
        self.schedule().throw_away()
        with clock.at(NOON + KEPT_IN_BIN + HOUR):
            prune(Article)
        self.assertFalse(Article.objects.exists() or ScheduledChange.objects.exists())


class RefusalTests(ScheduleCase):
    def refused(self, at, told, article=None):
        with self.assertRaises(ValidationError) as raised:
            (article or draft(self.article, title="New")).schedule_changes(at, by=None)
        self.assertIn(told, " ".join(raised.exception.messages))
        self.assertFalse(ScheduledChange.objects.exists())

    def test_moments_that_make_no_sense(self):
        self.refused(NOON, "has passed")
        self.refused(NOON + HOUR, "nothing would change", make_article(publish_at=NOON - HOUR))
        self.refused(NOON + HOUR, "only what is public", draft(make_article(state="draft"), title="New"))
        expiring = make_article(publish_at=NOON - HOUR, expire_at=NOON + HOUR)
        self.refused(NOON + HOUR, "will not be public", draft(expiring, title="New", expire_at=None))
        self.refused(NOON + HOUR, "would have expired", draft(self.article, expire_at=NOON + HOUR))

    def test_address_that_is_taken_already(self):
        make_article(slug="taken")
        self.refused(NOON + HOUR, "has this address", draft(self.article, slug="taken"))

    def test_publishing_never_takes_it_off_the_site_until_later(self):
        article = draft(self.article, publish_at=NOON + HOUR)
        with self.assertRaises(ValidationError) as raised:
            article.publish(by=None)
        self.assertIn("Schedule the changes", raised.exception.messages[0])
        self.assertTrue(self.row().is_public)
        self.refused(NOON + SECOND, "Schedule the changes", self.row())


class NextTests(ScheduleCase):
    def test_what_comes_out_next_soonest_first(self):
        self.schedule(at=NOON + 2 * HOUR)
        later = make_article(publish_at=NOON + 3 * HOUR)
        first = make_article(publish_at=NOON + HOUR)
        make_article(publish_at=NOON - HOUR)
        found = Article.objects.scheduled_next()
        self.assertEqual([row.pk for row in found], [first.pk, self.article.pk, later.pk])
        self.assertEqual([row.next_at for row in found], [NOON + number * HOUR for number in (1, 2, 3)])


class AtOnceTests(TransactionTestCase):
    """Committed for real: what hears of writes hears of this one, once."""

    def test_second_request_finds_it_applied(self):
        article = make_article(title="Old")
        draft(article, title="New").schedule_changes(clock.now() + HOUR, by=None)
        change = ScheduledChange.objects.get()
        with clock.at(clock.now() + 2 * HOUR):
            self.assertTrue(change.apply())
            self.assertFalse(change.apply())
        self.assertFalse(connection.in_atomic_block)
        self.assertEqual(Article.objects.get().title, "New")
