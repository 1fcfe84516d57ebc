import base64
import hashlib
import json
import re
import time

from tests.serving import asking
from tests.serving.asking import Answer
from tests.serving.fronting import ROOT
from tests.serving.probing import KEPT, ProbeTestCase, await_a_moment, number, numbers


def processes(answers: list[Answer]) -> set[str]:
    return {number(answer).partition("-")[0] for answer in answers}


class OutageTests(ProbeTestCase):
    def test_one_server_carries_on_alone(self):
        for dead, alive in (self.servers, self.servers[::-1]):
            dead.kill()
            answers = [self.ask() for _time in range(20)]
            self.assertEqual({answer.status for answer in answers}, {200})
            self.assertEqual(len(processes(answers)), 1)
            self.assertTrue(alive.is_running)
            self.bring_back()
            self.assertEqual(len(processes([self.ask() for _time in range(20)])), 2)

    def test_while_none_answers_what_was_said_last_is_said_again(self):
        known = number(self.ask(wanted=KEPT))
        self.kill_all()
        await_a_moment()
        for _time in range(3):
            answer = self.ask(wanted=KEPT)
            self.assertEqual((answer.status, number(answer)), (200, known))
        self.assertIsNone(answer["X-Accel-Expires"])
        self.bring_back()
        await_a_moment()
        self.assertNotEqual(number(self.ask(wanted=KEPT)), known)

    def test_what_is_said_to_be_gone_does_not_come_back_in_an_outage(self):
        self.assertEqual(self.ask(wanted=KEPT).status, 200)
        await_a_moment()
        self.assertEqual(self.ask(wanted=KEPT, headers={"X-Status": "410"}).status, 410)
        self.kill_all()
        await_a_moment()
        self.assertEqual(self.ask(wanted=KEPT).status, 410)

    def test_else_there_is_a_page_that_needs_nothing(self):
        self.kill_all()
        for path in ("/unknown/", "/admin/", "/ru/guest/secret/", "/health/"):
            with self.subTest(path):
                answer = self.ask(path)
                self.assertEqual(
                    (answer.status, answer["Retry-After"], answer["Cache-Control"]), (503, "10", "no-store")
                )
                self.assertIn("Сайт ненадолго недоступен", answer.text)
                self.assertIn("The site is away for a moment", answer.text)
        self.assertNotIn("guest", self.nginx.said())

    def test_its_style_is_the_one_that_the_policy_lets_in(self):
        for name in ("413", "429", "503"):
            style = re.search(r"<style>(.*?)</style>", (ROOT / f"templates/{name}.html").read_text("utf-8"), re.DOTALL)[
                1
            ]
            digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
            self.assertIn(f"style-src 'sha256-{digest}'", (self.nginx.folder / "site.conf").read_text("utf-8"))

    def test_what_nginx_says_instead_is_not_kept(self):
        wanted = {**KEPT, "page": "bad"}
        bad, good = self.in_a_moment(
            lambda: (self.ask(wanted=wanted, headers={"X-Status": "502"}), self.ask(wanted=wanted))
        )
        self.assertEqual([bad.status, good.status], [503, 200])

    def test_what_the_application_says_of_itself_is_passed_on(self):
        self.assertEqual(self.ask(wanted={"header": "Retry-After:77", **KEPT}).status, 200)
        await_a_moment()
        for status in (404, 500, 503):
            answer = self.ask(wanted={"header": "Retry-After:77"}, headers={"X-Status": str(status)})
            self.assertEqual((answer.status, answer["Retry-After"]), (status, "77"))
            self.assertEqual(json.loads(answer.body)["method"], "GET")


class PassedOnTests(ProbeTestCase):
    FORGED = {
        "X-Forwarded-For": "203.0.113.1",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example",
        "X-Real-IP": "203.0.113.2",
        "Forwarded": "for=203.0.113.3",
    }

    def test_what_others_claim_to_forward_is_overwritten(self):
        for path in ("/page/", "/admin/", "/guest/x/", "/health/"):
            with self.subTest(path):
                told = json.loads(self.ask(path, headers=self.FORGED, source="127.0.0.5").body)["headers"]
                self.assertEqual(told["HTTP_X_FORWARDED_FOR"], "127.0.0.5")
                self.assertEqual(told["HTTP_X_FORWARDED_PROTO"], "https")
                self.assertEqual(told["HTTP_HOST"], "localhost")
                self.assertFalse({"HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED"} & set(told))
                self.assertNotIn("203.0.113", str(told))

    def test_orders_to_nginx_do_not_reach_readers_nor_files(self):
        for header in ("X-Accel-Expires:@9999999999", "X-Accel-Redirect:/503.html", "X-Accel-Buffering:no"):
            with self.subTest(header):
                answer = self.ask(f"/{header[:12]}/", wanted={"header": header})
                self.assertEqual(answer.status, 200)
                self.assertIsNone(answer[header.split(":")[0]])

    def test_the_pages_of_nginx_have_no_address(self):
        answer = self.ask("/503.html")
        self.assertEqual(answer.status, 404)

    def test_addresses_of_guests_are_not_logged(self):
        self.ask("/ru/guest/very-secret/")
        self.ask("/page/", headers={"Referer": "https://localhost/guest/very-secret/"})
        self.ask("/logged/")
        log, end = self.nginx.folder / "access.log", time.monotonic() + 10
        while "/logged/" not in log.read_text("utf-8") and time.monotonic() < end:  # it is written after the answer
            time.sleep(0.05)
        self.assertEqual([word in log.read_text("utf-8") for word in ("/logged/", "very-secret")], [True, False])


class TooMuchTests(ProbeTestCase):
    rate = 1  # a second, and a burst of 300

    def test_a_body_too_large_is_refused_in_words(self):
        for path, size in (("/page/", 1024**2 + 1), ("/admin/x/", 40 * 1024**2 + 1)):
            with self.subTest(path):
                asked = asking.connection(self.nginx.https)
                self.addCleanup(asked.close)
                asked.putrequest("POST", path)
                asked.putheader("Content-Length", str(size))
                asked.endheaders()
                answer = asking.answer_of(asked)
                self.assertEqual(answer.status, 413)
                self.assertIn("That is too large", answer.text)
                self.assertIn("Слишком большой файл", answer.text)

    def test_a_large_picture_comes_through(self):
        told = self.ask("/admin/pictures/", method="POST", body=b"x" * 20 * 1024**2, source="127.0.0.3")
        self.assertEqual(json.loads(told.body)["received"], 20 * 1024**2)

    def test_one_address_may_not_keep_the_application_for_itself(self):
        answers = [self.ask(source="127.0.0.9") for _time in range(320)]
        refused = [answer for answer in answers if answer.status == 429]
        self.assertTrue(10 <= len(refused) < 30, len(refused))
        self.assertEqual(refused[0]["Retry-After"], "5")
        self.assertIn("Слишком много запросов", refused[0].text)
        self.assertEqual(self.ask(source="127.0.0.10").status, 200)

    def test_what_nginx_has_is_for_everybody(self):
        asked = asking.connection(self.nginx.https, source="127.0.0.11")
        self.addCleanup(asked.close)
        seen = []
        for _time in range(600):
            asked.request("GET", "/kept/?accel=1")
            seen.append(asking.answer_of(asked))
        self.assertEqual({answer.status for answer in seen}, {200})
        self.assertLess(len(numbers(seen)), 60)

    def test_headers_that_never_end_are_refused(self):
        answer = self.ask("/page/", headers={"X-Long": "x" * 9000})
        self.assertEqual(answer.status, 400)

    def test_who_is_slow_holds_nothing_of_the_application(self):
        for _slow in range(40):  # the servers have eight threads
            asked = asking.connection(self.nginx.https, source="127.0.0.12")
            self.addCleanup(asked.close)
            asked.putrequest("POST", "/admin/slow/")
            asked.putheader("Content-Length", "1000")
            asked.endheaders(b"x" * 500)
        began = time.monotonic()
        self.assertEqual(self.ask("/page/", source="127.0.0.13").status, 200)
        self.assertLess(time.monotonic() - began, 2)
