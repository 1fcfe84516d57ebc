"""The front before a plain application: what may be kept, and how many ask for it at once."""

import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import RequestFactory, TestCase, TransactionTestCase
from django.test.utils import CaptureQueriesContext

from opendoors.content import clock
from opendoors.content.caching.front import Front
from opendoors.content.caching.generations import Generations
from opendoors.content.caching.kept import MAY_BE_KEPT, kept


class OneMomentTests(TestCase):
    def test_a_page_is_made_as_of_one_moment_however_long_it_takes(self):
        def moments():
            time.sleep(0.01)
            return clock.now().isoformat()

        def view(request):
            template = engines["django"].from_string("{{ first }} {{ moments }}")
            return TemplateResponse(request, template, {"first": moments(), "moments": moments})

        answer = kept()(view)(RequestFactory().get("/", **{MAY_BE_KEPT: True}))
        first, second = answer.content.decode().split()
        self.assertEqual(first, second)


class OneStateTests(TransactionTestCase):
    def test_it_is_of_the_beginning_and_so_is_the_moment(self):
        def view(_request):
            return HttpResponse("; ".join(query["sql"] for query in queries.captured_queries))

        with CaptureQueriesContext(connection) as queries:
            answer = kept()(view)(RequestFactory().get("/", **{MAY_BE_KEPT: True}))
        self.assertRegex(answer.content.decode(), "^BEGIN.*SELECT 1")  # what reads takes the state


class KeepingTests(TransactionTestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.generations = Generations(Path(folder.name, "generation"))
        self.front = Front(self.application, self.generations, 10**6)
        self.asked, self.in_one_state, self.seconds, self.answer = [], [], 0.0, lambda: HttpResponse("Words")

    def application(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        self.in_one_state.append(environ.get(MAY_BE_KEPT))
        time.sleep(self.seconds)
        response = self.answer()
        response.may_be_kept = True
        start_response(f"{response.status_code} OK", list(response.items()))
        return response

    def ask(self, path="/"):
        return b"".join(self.front(RequestFactory().get(path).environ, lambda status, headers: None))

    def made(self, times, answer):
        """How often the application was asked."""
        self.asked.clear()
        self.answer = answer
        for _each in range(times):
            self.assertEqual(self.ask(f"/{id(answer)}"), answer().content)
        return len(self.asked)

    def test_what_is_for_everybody_is_kept_and_nothing_else(self):
        def with_cookie():
            response = HttpResponse("Words")
            response.set_cookie("a", "b")
            return response

        for is_kept, answer in (
            (True, lambda: HttpResponse("Words")),
            (True, lambda: HttpResponse("Words", headers={"Vary": "Cookie, Accept-Encoding"})),
            (True, lambda: HttpResponse("Words", headers={"Cache-Control": "public, no-cache"})),
            (False, lambda: HttpResponse("Words", headers={"Vary": "Accept-Language"})),
            (False, lambda: HttpResponse("Words", headers={"Cache-Control": "max-age=0, private"})),
            (False, lambda: HttpResponse("Words", headers={"Cache-Control": "no-store"})),
            (False, lambda: HttpResponse("Words", status=404)),
            (False, with_cookie),
        ):
            with self.subTest(dict(answer().items()), status=answer().status_code):
                self.assertEqual(self.made(3, answer), 1 if is_kept else 3)

    def test_one_makes_it_and_the_others_wait(self):
        self.seconds, answers = 0.3, []
        threads = [threading.Thread(target=lambda: answers.append(self.ask())) for _each in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, [b"Words"] * 12)
        self.assertEqual(self.asked, ["/"])

    def test_what_is_not_kept_is_made_for_each_who_waited_as_if_it_were(self):
        self.seconds = 0.3
        self.generations.shared.begin_writing()
        self.addCleanup(self.generations.shared.end_writing)
        threads = [threading.Thread(target=self.ask) for _each in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(self.asked, ["/"] * 3)
        self.assertEqual(self.in_one_state, [True] * 3)

    def test_whoever_comes_after_a_write_does_not_wait_for_what_was_begun_before_it(self):
        self.seconds, seen = 0.3, []
        words = iter(["old", "new"])
        self.answer = lambda: HttpResponse(next(words))
        first = threading.Thread(target=lambda: seen.append(self.ask()))
        first.start()
        while not self.asked:
            time.sleep(0.01)
        self.generations.shared.advance()
        second = self.ask()
        first.join()
        self.assertNotEqual(second, seen[0])
        self.assertEqual(self.ask(), second)
        self.assertEqual(self.asked, ["/", "/"])

    def test_nothing_is_kept_while_somebody_writes(self):
        self.generations.shared.begin_writing()
        self.assertEqual(self.made(2, lambda: HttpResponse("Words")), 2)
        self.generations.shared.end_writing()
        self.assertEqual(self.made(2, lambda: HttpResponse("Words")), 1)

    def test_a_fault_lets_the_next_one_try(self):
        def fail():
            raise KeyError

        self.answer = fail
        for _each in range(2):
            with self.assertRaises(KeyError):
                self.ask()
        self.assertEqual(self.made(2, lambda: HttpResponse("Words")), 1)
