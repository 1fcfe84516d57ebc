"""The gate itself: every way to the public goes through it, whatever the text holds."""

import time
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.test import SimpleTestCase, TestCase, override_settings

from news.models import Article
from opendoors.content import clock
from opendoors.content.gate.findings import GateClosed
from opendoors.content.gate.rules import RULES
from opendoors.content.gate.severities import NAMES, severities
from opendoors.content.publishing import State
from tests.factories import make_article


class PublishTests(TestCase):
    def test_nothing_is_written_of_what_is_stopped(self):
        article = make_article(title="Before")
        article.title, article.body = "After", "<p>TK</p>"
        article.save_draft(by=None)
        with self.assertRaises(GateClosed) as stopped:
            article.publish(by=None)
        self.assertEqual(stopped.exception.messages, ["Text: “TK” stands for something still to be written. “TK”"])
        self.assertIsInstance(stopped.exception, ValidationError)
        stored = Article.objects.get()
        self.assertEqual((stored.title, stored.state), ("Before", State.PUBLIC))
        self.assertTrue(stored.has_unpublished_changes)

    def test_scheduling_is_publishing(self):
        article = make_article(state=State.DRAFT, lead="", publish_at=clock.now() + timedelta(days=1))
        with self.assertRaises(GateClosed):
            article.publish(by=None)
        self.assertEqual(Article.objects.get().state, State.DRAFT)

    def test_warnings_are_returned(self):
        article = make_article(state=State.DRAFT, title="x" * 120)
        self.assertEqual([finding.rule for finding in article.publish(by=None)], ["title-length"])

    def test_an_ordinary_text_costs_no_query(self):
        article = make_article(body="<p>Words</p><h2>More</h2>")
        with self.assertNumQueries(0):
            self.assertEqual(article.pass_gate(), [])

    def test_waiver_goes_with_the_article(self):
        article = make_article(state=State.DRAFT, lead="")
        waiver = article.waive(article.report().blocking[0], by=None, reason="A poem")
        article.publish(by=None)
        self.assertEqual(article.report().waived[0][1], waiver)
        article.delete()
        self.assertFalse(type(waiver).objects.exists())

    def test_messages_are_told_up_to_a_number(self):
        article = make_article(state=State.DRAFT, body='<p><a href="/">here</a></p>' * 30)
        with self.assertRaises(GateClosed) as stopped:
            article.publish(by=None)
        self.assertEqual(len(stopped.exception.findings), 30)
        self.assertEqual((len(stopped.exception.messages), stopped.exception.messages[-1]), (21, "… and 10 more."))


class SettingTests(SimpleTestCase):
    def test_every_rule_has_a_severity_and_words(self):
        self.assertEqual([*RULES], [*NAMES])
        self.assertEqual([*severities()], [*NAMES])

    def test_nonsense_is_refused(self):
        sound = severities()
        for nonsense, told in (
            ({**sound, "alttext": "block"}, "names no rule: alttext"),
            ({**sound, "lead": "maybe"}, "not lead=maybe"),
            ({"lead": "block"}, "leaves out"),
        ):
            with self.subTest(told), override_settings(PUBLISH_RULES=nonsense):
                self.assertRaisesMessage(ImproperlyConfigured, told, severities)
        with override_settings(PUBLISH_TITLE_LENGTH=0):
            self.assertRaisesMessage(ImproperlyConfigured, "PUBLISH_TITLE_LENGTH", severities)


class HostileTextTests(TestCase):
    def test_time_grows_with_length_only(self):
        pieces = ("TK", "??? ", "a.b/", "x@", "<q>", '<a href="/news/{}/">here</a> ', "<p>Слова и words: TK</p>")
        for piece in pieces:
            with self.subTest(piece):
                body = "".join(piece.replace("{}", str(number)) for number in range(1_000_000 // len(piece)))
                article = Article(title="Doors", lead="A lead", slug="doors", body=body[:1_000_000])
                began = time.process_time()
                article.report()
                self.assertLess(time.process_time() - began, 20)
