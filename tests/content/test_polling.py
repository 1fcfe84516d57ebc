from datetime import UTC, datetime, timedelta

from django.db import OperationalError, connection
from django.test import RequestFactory, TestCase
from django.utils.http import http_date

from opendoors.content import clock
from opendoors.content.polling import Polled, answer

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class AnswerTests(TestCase):
    def ask(self, content, seconds=0.0, method="GET", **headers):
        request = RequestFactory().generic(method, "/feed", headers=headers)
        with clock.at(NOON + timedelta(seconds=seconds)):
            return answer(request, content, "text/plain")

    def modified(self, seconds):
        return http_date((NOON + timedelta(seconds=seconds)).timestamp())

    def test_the_etag_is_what_the_file_says(self):
        one, other, again = (self.ask(content)["ETag"] for content in (b"a", b"b", b"a"))
        self.assertEqual(one, again)
        self.assertNotEqual(one, other)
        self.assertRegex(one, r'^"[0-9a-f]{32}"$')

    def test_whoever_has_it_is_told_so_without_it(self):
        etag = self.ask(b"a")["ETag"]
        for header in (etag, f"W/{etag}", f'"other", {etag}'):
            for method in ("GET", "HEAD"):
                response = self.ask(b"a", method=method, if_none_match=header)
                self.assertEqual((response.status_code, response.content), (304, b""))
                self.assertEqual((response["ETag"], response["Cache-Control"]), (etag, "public, no-cache"))
        self.assertEqual(self.ask(b"b", if_none_match=etag).status_code, 200)

    def test_the_moment_is_told_from_the_first_whole_second_on(self):
        self.assertNotIn("Last-Modified", self.ask(b"a", 0.3))
        self.assertNotIn("Last-Modified", self.ask(b"a", 0.9))
        self.assertEqual(self.ask(b"a", 1)["Last-Modified"], self.modified(1))
        self.assertEqual(self.ask(b"a", 500)["Last-Modified"], self.modified(1))

    def test_304_by_the_moment_until_it_says_something_else(self):
        self.ask(b"a")
        since = self.ask(b"a", 5)["Last-Modified"]
        self.assertEqual(self.ask(b"a", 6, if_modified_since=since).status_code, 304)
        self.assertEqual(self.ask(b"b", 7, if_modified_since=since).status_code, 200)
        self.assertEqual(self.ask(b"b", 9, if_modified_since=self.modified(8)).status_code, 304)

    def test_two_changes_within_one_second(self):
        first = self.ask(b"a", 0.1)
        self.assertEqual(self.ask(b"b", 0.5, if_none_match=first["ETag"]).status_code, 200)
        second = self.ask(b"b", 0.5)
        self.assertEqual(self.ask(b"c", 0.8, if_none_match=second["ETag"]).status_code, 200)
        for moment in range(-1, 3):  # whatever a reader without ETag could have been told, or taken from its own clock
            given = self.modified(min(moment, 0))
            self.assertEqual(self.ask(b"c", 3, if_modified_since=given).status_code, 200)

    def test_what_went_back_to_an_older_text_is_news(self):
        """As a feed does from which an article was withdrawn: nobody who has the newer text is told to keep it."""
        self.ask(b"a")
        self.ask(b"b", 10)
        since = self.ask(b"b", 20)["Last-Modified"]
        self.assertEqual(self.ask(b"a", 30, if_modified_since=since).status_code, 200)
        self.assertGreater(self.ask(b"a", 40)["Last-Modified"], since)

    def test_the_moment_never_goes_back_though_a_clock_does(self):
        self.ask(b"a", 100)
        since = self.ask(b"a", 200)["Last-Modified"]
        self.ask(b"b", 50)
        response = self.ask(b"b", 60, if_modified_since=since)
        self.assertEqual(response.status_code, 200)
        self.assertGreater(Polled.objects.get().since, NOON + 101 * SECOND)

    def test_the_etag_decides_where_both_are_given(self):
        self.ask(b"a")
        later = self.modified(900)
        self.assertEqual(self.ask(b"b", 5, if_none_match='"other"', if_modified_since=later).status_code, 200)

    def test_a_lost_note_costs_one_reading(self):
        self.ask(b"a")
        since = self.ask(b"a", 5)["Last-Modified"]
        Polled.objects.all().delete()
        self.assertEqual(self.ask(b"a", 6, if_modified_since=since).status_code, 200)
        self.assertEqual(self.ask(b"a", 8, if_modified_since=self.modified(7)).status_code, 304)

    def test_where_nothing_can_be_noted_the_etag_alone_is_told(self):
        def full(execute, sql, params, many, context):
            if sql.startswith("INSERT"):
                raise OperationalError("database or disk is full")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(full), self.assertLogs("opendoors.content.polling", "ERROR"):
            first = self.ask(b"a", 5)
            self.assertEqual((first.status_code, first.content), (200, b"a"))
            self.assertNotIn("Last-Modified", first)
            self.assertEqual(self.ask(b"a", 6, if_none_match=first["ETag"]).status_code, 304)

    def test_asking_costs_one_query_while_nothing_changes(self):
        self.ask(b"a")
        with self.assertNumQueries(1):
            self.ask(b"a", 5)
