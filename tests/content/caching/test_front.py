"""What is given from memory, to whom, and with which headers."""

import gzip
from datetime import timedelta

import brotli
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory, TestCase
from django.utils.http import http_date, parse_http_date

from opendoors.content import clock
from opendoors.content.caching.front import Front
from opendoors.content.caching.generations import generations
from opendoors.content.models import VisitCount
from opendoors.content.visits.counting import counting
from tests.factories import make_article, make_deadline, make_topic, make_user
from tests.test_visibility import NOON, SECOND
from tests.warm import WarmClient, WarmMixin

BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


class FrontTests(WarmMixin, TestCase):
    def setUp(self):
        with self.written():
            self.article = make_article(publish_at=NOON - 5 * SECOND, topics=(make_topic(),))
        self.path = self.article.get_absolute_url()

    def ask(self, path=None, *, seconds=0.0, method="get", client=None, **headers):
        """The answer, and whether it came from memory."""
        client = client or self.client
        made = client.made
        with clock.at(NOON + timedelta(seconds=seconds)):
            response = getattr(client, method)(path or self.path, headers=headers)
        return response, client.made == made

    def assertKept(self, is_kept, path=None, **asked):
        self.ask(path, **asked)
        self.assertEqual(self.ask(path, **asked)[1], is_kept, path)

    def test_the_second_answer_is_the_first(self):
        (first, was_known), (second, is_known) = self.ask(), self.ask()
        self.assertEqual((was_known, is_known), (False, True))
        self.assertEqual(first.content, second.content)
        self.assertEqual(dict(first.items()), dict(second.items()))
        self.assertContains(second, self.article.title)

    def test_headers_are_those_of_django_and_what_caches_need(self):
        response, _is_known = self.ask()
        alone = self.client_class.__mro__[1]().get(self.path)  # the same, without a front
        for name in ("Content-Security-Policy", "Content-Type", "Content-Language", "Permissions-Policy"):
            self.assertEqual(response[name], alone[name])
        self.assertEqual(response["Cache-Control"], "public, max-age=0, must-revalidate, s-maxage=60")
        self.assertEqual(response["Vary"], "Accept-Encoding")
        self.assertRegex(response["ETag"], r'^"[0-9a-f]{32}"$')
        self.assertNotIn("X-Accel-Expires", response)
        with self.settings(BEHIND_PROXY=True):
            for path, told in ((None, "@1"), ("/nowhere/", "@1"), ("/search/", None), ("/health/", None)):
                self.assertEqual(self.ask(path, seconds=1.7)[0].get("X-Accel-Expires"), told, path)
            response, _is_known = self.ask(seconds=1.7, if_none_match="*")
            self.assertEqual((response.status_code, response.get("X-Accel-Expires")), (304, None))

    def test_what_changed_while_it_was_made_is_kept_by_nobody(self):
        def application(environ, start_response):
            response = HttpResponse("older")
            response.close = lambda: None  # which would close the connection of the test
            response.may_be_kept = True
            if has_changed:
                generations.shared.advance()
            start_response("200 OK", list(response.items()))
            return response

        for has_changed in (False, True):
            told = {}
            front = Front(application, generations, 2**20)
            with self.settings(BEHIND_PROXY=True), clock.at(NOON):
                environ = RequestFactory().get("/").environ
                body = front(environ, lambda _status, headers, told=told: told.update(headers))
            self.assertEqual(body, [b"older"])
            self.assertEqual("X-Accel-Expires" in told, not has_changed)
            self.assertEqual("s-maxage=0" in told["Cache-Control"], has_changed)
            self.assertEqual(len(front.pages), not has_changed)

    def test_a_clock_that_is_set_back_comes_to_the_change_again(self):
        with self.written():
            coming = make_article(publish_at=NOON)
        self.ask(seconds=5)  # what is ahead from there on is known
        self.assertNotContains(self.ask("/news/", seconds=-5)[0], coming.title)
        self.assertContains(self.ask("/news/", seconds=60)[0], coming.title)

    def test_nobody_else_keeps_it_past_the_next_change(self):
        with self.written():
            make_deadline(at=NOON + timedelta(seconds=20.5))
        moments = (-60, 0, 1, 19.9, 20.6)
        ages = [self.ask("/", seconds=seconds)[0]["Cache-Control"].rpartition("=")[2] for seconds in moments]
        self.assertEqual(ages, ["55", "20", "19", "0", "60"])  # the first until the article comes out

    def test_encodings(self):
        plain, _is_known = self.ask()
        etags = {plain["ETag"]}
        for accepted, encoding, decode in (
            ("gzip, deflate, br;q=0.9", "br", brotli.decompress),
            ("gzip;q=1.0, br;q=0", "gzip", gzip.decompress),
            ("identity", None, bytes),
            ("*", "br", brotli.decompress),
            ("gzip;q=x", None, bytes),
        ):
            with self.subTest(accepted):
                response, is_known = self.ask(accept_encoding=accepted)
                self.assertTrue(is_known)
                self.assertEqual(response.get("Content-Encoding"), encoding)
                self.assertEqual(decode(response.content), plain.content)
                self.assertEqual(int(response["Content-Length"]), len(response.content))
                etags.add(response["ETag"])
        self.assertEqual(len(etags), 3)

    def test_whoever_has_it_gets_304(self):
        response, _is_known = self.ask(accept_encoding="br")
        for tags, status in (
            (response["ETag"], 304),
            (f'"other", W/{response["ETag"]}', 304),
            ("*", 304),
            ('"other"', 200),
            (response["ETag"].replace("-br", ""), 200),
        ):
            with self.subTest(tags):
                answer, is_known = self.ask(accept_encoding="br", if_none_match=tags)
                self.assertEqual((answer.status_code, is_known), (status, True))
                self.assertEqual(bool(answer.content), status == 200)

    def test_by_the_moment_only_of_a_second_that_is_over(self):
        self.assertNotIn("Last-Modified", self.ask()[0])
        since = self.ask(seconds=5)[0]["Last-Modified"]
        self.assertLessEqual(NOON.timestamp(), parse_http_date(since))
        self.assertEqual(self.ask(seconds=5, if_modified_since=since)[0].status_code, 304)
        before = http_date(parse_http_date(since) - 1)
        self.assertEqual(self.ask(seconds=5, if_modified_since=before)[0].status_code, 200)
        # The tag decides alone where there is one (RFC 9110, 13.2.2).
        asked = {"if_modified_since": since, "if_none_match": '"other"'}
        self.assertEqual(self.ask(seconds=5, **asked)[0].status_code, 200)

    def test_conditions_of_the_first_request_do_not_decide_what_is_kept(self):
        etag = self.ask()[0]["ETag"]
        other = WarmClient()
        self.assertEqual(self.ask(client=other, if_none_match=etag)[0].status_code, 304)
        self.assertEqual(self.ask(client=other)[0].status_code, 200)

    def test_head(self):
        for _twice in range(2):
            response, _is_known = self.ask(method="head")
            self.assertEqual((response.status_code, response.content), (200, b""))
        self.assertEqual(int(response["Content-Length"]), len(self.ask()[0].content))
        self.assertTrue(self.ask()[1])

    def test_staff_neither_see_nor_feed_it(self):
        staff = WarmClient()
        staff.force_login(make_user("Editor"))
        self.assertKept(False, client=staff)
        self.assertEqual(len(staff.pages), 0)
        for name in (settings.CSRF_COOKIE_NAME, "messages"):
            other = WarmClient()
            other.cookies[name] = "anything"
            self.assertKept(False, client=other)
        foreign = WarmClient()
        foreign.cookies["_ga"] = "not ours"
        self.assertKept(True, client=foreign)

    def test_addresses(self):
        for path, is_kept in (
            ("/", True),
            ("/?utm_source=vk&fbclid=x", True),
            ("/?x=1", False),
            ("/news/?page=1", True),
            ("/news/?page=1&x=", False),
            ("/partners/universities/?country=CN&sort=city&page=1", True),
            ("/partners/universities/?countri=CN", False),
            ("/search/?q=words", False),
            ("/news/feed.rss", True),
            ("/deadlines.ics", True),
            ("/sitemap.xml", True),
            ("/robots.txt", True),
            ("/nowhere/", False),
            ("/health/", False),
            ("/admin/login/", False),
        ):
            with self.subTest(path):
                self.assertKept(is_kept, path)

    def test_one_page_whatever_follows_the_reader(self):
        self.ask()
        response, is_known = self.ask(f"{self.path}?utm_source=vk&utm_medium=x&yclid=1")
        self.assertTrue(is_known)
        self.assertNotContains(response, "utm_")

    def test_a_stray_parameter_leaves_the_page_kept(self):
        self.ask(f"{self.path}?x=1")
        self.assertKept(True)

    def test_each_host_has_its_own(self):
        with self.settings(ALLOWED_HOSTS=["a.example", "b.example"]):
            for host in ("a.example", "b.example"):
                response = self.client.get("/", headers={"host": host})
                self.assertContains(response, f"http://{host}/")

    def test_what_is_sent_is_never_answered_from_memory(self):
        self.ask()
        self.assertFalse(self.ask(method="post")[1])

    def test_every_reader_counts_whoever_made_the_page(self):
        counting.forget()
        for agent in (BROWSER, BROWSER, "Googlebot/2.1", BROWSER):
            self.ask(user_agent=agent)
        counting.write()
        self.assertEqual(VisitCount.objects.get(kind="news.article").visits, 3)


class EveryKindTests(WarmMixin, TestCase):
    """Of each kind of page: nothing but the encoding makes its answers differ, and no cookie is set."""

    def test_headers(self):
        with self.written():
            make_article(topics=(make_topic(),))
        for path in ("/", "/ru/", "/news/", "/partners/", "/partners/agreements/", "/deadlines/", "/news/feed.atom"):
            for _twice in range(2):
                response = self.client.get(path)
                with self.subTest(path):
                    self.assertEqual(response["Vary"], "Accept-Encoding")
                    self.assertNotIn("Set-Cookie", response)
                    self.assertFalse(response.cookies)
                    self.assertRegex(response["Cache-Control"], r"^public, ")
