import gzip
import time

from tests.serving.probing import KEPT, ProbeTestCase, await_a_second, number, numbers

FOR_A_CDN = "Cache-Control:public, max-age=0, s-maxage=60"


class KeptForASecondTests(ProbeTestCase):
    def test_what_may_be_kept_is_kept_for_its_second_and_no_longer(self):
        await_a_second()
        first = [self.ask(wanted=KEPT) for _time in range(5)]
        self.assertEqual(len(numbers(first)), 1)
        await_a_second()
        self.assertNotIn(number(self.ask(wanted=KEPT)), numbers(first))

    def test_the_last_moment_of_a_second_is_not_carried_over(self):
        await_a_second()
        time.sleep(0.9 - time.time() % 1)
        before = number(self.ask(wanted=KEPT))
        time.sleep(1.001 - time.time() % 1)
        self.assertNotEqual(number(self.ask(wanted=KEPT)), before)

    def test_what_only_a_cdn_may_keep_is_not_kept(self):
        await_a_second()
        answers = [self.ask(wanted={"header": FOR_A_CDN}) for _time in range(3)]
        self.assertEqual(len(numbers(answers)), 3)

    def test_a_word_against_it_is_heeded(self):
        for header in ("Cache-Control:private", "Cache-Control:no-store", "Set-Cookie:a=b", "Vary:Cookie", "Vary:*"):
            with self.subTest(header):
                await_a_second()
                answers = [self.ask(wanted={**KEPT, "header": header}) for _time in range(2)]
                self.assertEqual(len(numbers(answers)), 2)

    def test_only_what_is_read_is_kept(self):
        await_a_second()
        answers = [self.ask(wanted=KEPT, method="POST", body=b"x") for _time in range(2)]
        self.assertEqual(len(numbers(answers)), 2)

    def test_hosts_and_questions_are_kept_apart(self):
        await_a_second()
        answers = [
            self.ask(wanted=KEPT),
            self.ask(wanted=KEPT, host="localhost:1"),
            self.ask(wanted={**KEPT, "page": "2"}),
        ]
        self.assertEqual(len(numbers(answers)), 3)

    def test_a_refusal_may_be_kept_as_well(self):
        await_a_second()
        answers = [self.ask(wanted={**KEPT, "status": "410"}) for _time in range(2)]
        self.assertEqual([answer.status for answer in answers], [410, 410])
        self.assertEqual(len(numbers(answers)), 1)


class StaffTests(ProbeTestCase):
    COOKIES = ("sessionid=a", "csrftoken=b", "messages=c", "other=d; sessionid=a")

    def test_staff_are_never_answered_from_what_is_kept(self):
        await_a_second()
        kept = number(self.ask(wanted=KEPT))
        for cookie in self.COOKIES:
            with self.subTest(cookie):
                self.assertNotEqual(number(self.ask(wanted=KEPT, headers={"Cookie": cookie})), kept)
        self.assertEqual(number(self.ask(wanted=KEPT)), kept)

    def test_what_staff_see_is_never_kept(self):
        await_a_second()
        seen = [self.ask(wanted=KEPT, headers={"Cookie": cookie}) for cookie in self.COOKIES]
        self.assertNotIn(number(self.ask(wanted=KEPT)), numbers(seen))

    def test_nor_is_it_the_last_known_answer(self):
        self.ask(wanted=KEPT, headers={"Cookie": "sessionid=a"})
        self.kill_all()
        self.assertEqual(self.ask(wanted=KEPT).status, 503)

    def test_cookies_of_others_make_no_difference_and_are_not_passed_on(self):
        await_a_second()
        told = [self.ask(wanted=KEPT, headers={"Cookie": cookie}) for cookie in ("_ga=1", "xsessionid=2", "")]
        self.assertEqual(len(numbers(told)), 1)
        self.assertNotIn("HTTP_COOKIE", told[0].text)


class TogetherTests(ProbeTestCase):
    def test_many_at_once_ask_the_application_once(self):
        wanted = {**KEPT, "wait": "60"}
        for _second in range(2):  # in the second one there is an answer that has run out
            await_a_second()
            answers = self.at_once(50, wanted=wanted)
            self.assertEqual({answer.status for answer in answers}, {200})
            self.assertEqual(len(numbers(answers)), 1)

    def test_what_may_not_be_kept_keeps_nobody_waiting_for_long(self):
        began = time.monotonic()
        answers = self.at_once(8, wanted={"wait": "10"})
        self.assertEqual(len(numbers(answers)), 8)
        self.assertLess(time.monotonic() - began, 2)


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
        wanted = {**KEPT, "encoded": "1"}
        await_a_second()
        plain, packed = (self.ask(wanted=wanted, headers={"Accept-Encoding": kind}) for kind in ("", "gzip, deflate"))
        self.assertEqual([plain["Content-Encoding"], packed["Content-Encoding"]], [None, "gzip"])
        self.assertNotEqual(plain.body, gzip.decompress(packed.body))
        again = self.ask(wanted=wanted, headers={"Accept-Encoding": "x, gzip;q=0.1"})
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
        await_a_second()
        wanted = {**KEPT, "header": 'ETag:"one"'}
        self.assertEqual(self.ask(wanted=wanted, headers={"If-None-Match": '"one"'}).status, 304)
        self.assertEqual(self.ask(wanted=wanted).status, 200)

    def test_head_has_the_headers_and_no_body(self):
        for wanted in (KEPT, {}):
            with self.subTest(wanted):
                whole, head = (self.ask(wanted=wanted, method=method) for method in ("GET", "HEAD"))
                self.assertEqual((head.status, head.body), (200, b""))
                self.assertEqual(head["Content-Type"], whole["Content-Type"])
                self.assertGreater(int(head["Content-Length"]), 2000)
