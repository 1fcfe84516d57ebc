import gzip
import time

from tests.serving import asking
from tests.serving.probing import KEPT, ProbeTestCase, await_a_moment, number, numbers

FOR_A_CDN = "Cache-Control:public, max-age=0, s-maxage=60"


class KeptForAMomentTests(ProbeTestCase):
    def test_what_may_be_kept_is_kept_for_its_half_second_and_no_longer(self):
        seen = [
            numbers(self.in_a_moment(lambda: [self.ask(wanted=KEPT) for _time in range(5)])) for _moment in range(3)
        ]
        self.assertEqual([len(told) for told in seen], [1, 1, 1])
        self.assertEqual(len(set.union(*seen)), 3)

    def test_the_last_moment_is_not_carried_over(self):
        for _time in range(2):  # within a second, and from one to the next
            await_a_moment()
            time.sleep(0.4 - time.time() % 0.5)
            before = number(self.ask(wanted=KEPT))
            time.sleep(0.501 - time.time() % 0.5)
            self.assertNotEqual(number(self.ask(wanted=KEPT)), before)

    def test_what_only_a_cdn_may_keep_is_not_kept(self):
        answers = self.in_a_moment(lambda: [self.ask(wanted={"header": FOR_A_CDN}) for _time in range(3)])
        self.assertEqual(len(numbers(answers)), 3)

    def test_a_word_against_it_is_heeded(self):
        for header in ("Cache-Control:private", "Cache-Control:no-store", "Set-Cookie:a=b", "Vary:Cookie", "Vary:*"):
            with self.subTest(header):
                wanted = {**KEPT, "header": header}
                answers = self.in_a_moment(lambda wanted=wanted: [self.ask(wanted=wanted) for _time in range(2)])
                self.assertEqual(len(numbers(answers)), 2)

    def test_only_what_is_read_is_kept(self):
        posted = {"wanted": KEPT, "method": "POST", "body": b"x"}
        answers = self.in_a_moment(lambda: [self.ask(**posted) for _time in range(2)])
        self.assertEqual(len(numbers(answers)), 2)

    def test_hosts_and_questions_are_kept_apart(self):
        asked = ({"wanted": KEPT}, {"wanted": KEPT, "host": "localhost:1"}, {"wanted": {**KEPT, "page": "2"}})
        answers = self.in_a_moment(lambda: [self.ask(**question) for question in asked])
        self.assertEqual(len(numbers(answers)), 3)

    def test_a_refusal_may_be_kept_as_well(self):
        answers = self.in_a_moment(lambda: [self.ask(wanted={**KEPT, "status": "410"}) for _time in range(2)])
        self.assertEqual([answer.status for answer in answers], [410, 410])
        self.assertEqual(len(numbers(answers)), 1)


class StaffTests(ProbeTestCase):
    COOKIES = ("sessionid=a", "csrftoken=b", "messages=c", "other=d; sessionid=a")

    def with_cookies(self):
        return [self.ask(wanted=KEPT, headers={"Cookie": cookie}) for cookie in self.COOKIES]

    def test_staff_are_never_answered_from_what_is_kept(self):
        kept, seen, again = self.in_a_moment(
            lambda: (self.ask(wanted=KEPT), self.with_cookies(), self.ask(wanted=KEPT))
        )
        self.assertNotIn(number(kept), numbers(seen))
        self.assertEqual(number(again), number(kept))

    def test_what_staff_see_is_never_kept(self):
        seen, kept = self.in_a_moment(lambda: (self.with_cookies(), self.ask(wanted=KEPT)))
        self.assertNotIn(number(kept), numbers(seen))

    def test_nor_is_it_the_last_known_answer(self):
        self.ask(wanted=KEPT, headers={"Cookie": "sessionid=a"})
        self.kill_all()
        self.assertEqual(self.ask(wanted=KEPT).status, 503)

    def test_cookies_of_others_make_no_difference_and_are_not_passed_on(self):
        cookies = ("_ga=1", "xsessionid=2", "")
        told = self.in_a_moment(lambda: [self.ask(wanted=KEPT, headers={"Cookie": cookie}) for cookie in cookies])
        self.assertEqual(len(numbers(told)), 1)
        self.assertNotIn("HTTP_COOKIE", told[0].text)


class TogetherTests(ProbeTestCase):
    def test_many_at_once_ask_the_application_once(self):
        """In one of some moments at least: if the machine is busy, nginx gives up waiting (and the site goes on)."""
        connections = [asking.connection(self.nginx.https) for _number in range(30)]
        for connection in connections:
            connection.connect()
            self.addCleanup(connection.close)
        seen = [self.in_a_moment(lambda: self.burst(connections)) for _time in range(5)]
        self.assertIn(1, [len(numbers(answers)) for answers in seen])

    def burst(self, connections):
        for connection in connections:
            connection.request("GET", f"/{self.id()}/?accel=1&wait=5")
        return [asking.answer_of(connection) for connection in connections]

    def test_nobody_waits_longer_for_another_than_for_a_page_of_ones_own(self):
        for wanted in ({"wait": "300"}, {**KEPT, "wait": "300"}):
            with self.subTest(wanted):
                self.assertLess(min(self.seconds_of(wanted) for _time in range(3)), 0.5)

    def seconds_of(self, wanted):
        began = time.monotonic()
        answers = self.at_once(6, wanted=wanted)  # the servers have eight threads
        self.assertEqual({answer.status for answer in answers}, {200})
        return time.monotonic() - began


class EncodingTests(ProbeTestCase):
    ASKED = {
        "br": ("br", "gzip, deflate, br, zstd", "BR;q=1.0, gzip;q=0.5", "gzip;q=0, br"),
        "gzip": ("gzip", "gzip, deflate", "br;q=0, gzip", "deflate,gzip;q=0.3", "br;q=0.000, gzip;q=1"),
        "": ("", "identity", "deflate", "gzip;q=0", "brotli, xgzip"),
    }

    def test_browsers_are_of_three_kinds(self):
        for kind, worded in self.ASKED.items():
            for asked in worded:
                with self.subTest(asked):
                    answer = self.ask(headers={"Accept-Encoding": asked})
                    body = gzip.decompress(answer.body) if answer["Content-Encoding"] == "gzip" else answer.body
                    self.assertIn(f'"HTTP_ACCEPT_ENCODING": "{kind}"' if kind else "HTTP_HOST", body.decode())
                    self.assertEqual(b"HTTP_ACCEPT_ENCODING" in body, bool(kind))

    def test_each_kind_is_kept_apart(self):
        wanted, kinds = {**KEPT, "encoded": "1"}, ("", "gzip, deflate", "x, gzip;q=0.1")
        plain, packed, again = self.in_a_moment(
            lambda: [self.ask(wanted=wanted, headers={"Accept-Encoding": kind}) for kind in kinds]
        )
        self.assertEqual([plain["Content-Encoding"], packed["Content-Encoding"]], [None, "gzip"])
        self.assertNotEqual(plain.body, gzip.decompress(packed.body))
        self.assertEqual(again.body, packed.body)

    def test_what_came_compressed_stays_as_it_is_and_its_etag_strong(self):
        wanted = {**KEPT, "encoded": "1", "header": 'ETag:"strong"'}
        answer = self.ask(wanted=wanted, headers={"Accept-Encoding": "gzip"})
        self.assertEqual(answer["ETag"], '"strong"')
        self.assertEqual(int(answer["Content-Length"]), len(answer.body))

    def test_what_came_plain_is_compressed(self):
        answer = self.ask(headers={"Accept-Encoding": "gzip"})
        self.assertEqual(answer["Content-Encoding"], "gzip")
        self.assertLess(len(answer.body), 1500)


class ConditionalTests(ProbeTestCase):
    def test_who_has_it_is_told_so(self):
        for wanted in (KEPT, {}):
            with self.subTest(wanted):
                wanted = {**wanted, "header": 'ETag:"one"'}
                self.assertEqual(self.ask(wanted=wanted, headers={"If-None-Match": '"two"'}).status, 200)
                answer = self.ask(wanted=wanted, headers={"If-None-Match": '"two", "one"'})
                self.assertEqual((answer.status, answer.body, answer["ETag"]), (304, b"", '"one"'))

    def test_an_answer_to_a_condition_is_not_kept_for_others(self):
        wanted = {**KEPT, "header": 'ETag:"one"'}
        conditions = ({"If-None-Match": '"one"'}, {})
        told = self.in_a_moment(lambda: [self.ask(wanted=wanted, headers=headers) for headers in conditions])
        self.assertEqual([answer.status for answer in told], [304, 200])

    def test_head_has_the_headers_and_no_body(self):
        for wanted in (KEPT, {}):
            with self.subTest(wanted):
                whole, head = (self.ask(wanted=wanted, method=method) for method in ("GET", "HEAD"))
                self.assertEqual((head.status, head.body), (200, b""))
                self.assertEqual(head["Content-Type"], whole["Content-Type"])
                self.assertGreater(int(head["Content-Length"]), 2000)
