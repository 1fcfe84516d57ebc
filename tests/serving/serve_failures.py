"""What readers and editors have while PostgreSQL or Redis is away, and after somebody died in the midst of writing."""

import time
from collections.abc import Callable
from pathlib import Path

from django.test import SimpleTestCase

from tests.serving import asking, site
from tests.serving.asking import Answer
from tests.serving.figures import figures
from tests.serving.hands import Hands, hands
from tests.serving.signing import signed_in

WARM = ("/", "/ru/", "/news/", "/partners/", "/news/feed.rss")
SHOWING = ("/", "/news/", "/news/feed.rss")  # those that show the newest article
AWAY = "The site is away for a moment"
AHEAD = 8  # seconds until a scheduled article comes out
WRITE = "from datetime import timedelta; from django.utils import timezone; from tests.factories import make_article"


def mark() -> str:
    return f"Written at {time.monotonic_ns()}"


class FailuresTestCase(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site = site.the_site()
        cls.hands: Hands = cls.enterClassContext(hands(cls.site.environment))
        cls.hands.do(WRITE)

    def setUp(self):
        self.addCleanup(self.bring_back)

    def bring_back(self) -> None:
        for program in (self.site.postgresql, self.site.redis, *self.site.servers):
            if not program.is_running:
                program.start()

    def directly(self, path: str) -> list[Answer]:
        ports = [server.port for server in self.site.servers]
        return [asking.ask(port, path, plain=True, headers={"X-Forwarded-Proto": "https"}) for port in ports]

    def everywhere(self, path: str) -> list[Answer]:
        return [*self.directly(path), self.site.ask(path)]

    def warmed(self) -> dict[str, list[bytes]]:
        """Each page as each server knows it. Twice: the first may have been made while a write came to its end."""
        time.sleep(1)  # a machine hears by the counter of its own writes as well, and then once more makes its pages
        told = {path: [self.directly(path), self.everywhere(path)][-1] for path in WARM}
        self.assert_all(told.values(), 200)
        return {path: [answer.body for answer in answers] for path, answers in told.items()}

    def assert_all(self, answers, status: int, text: str = "") -> None:
        for answer in (one for each in answers for one in each):
            self.assertEqual(answer.status, status, answer.text[:300])
            self.assertTrue(text in answer.text, text)

    def assert_away(self, path: str) -> None:
        self.assert_all([answers := self.everywhere(path)], 503, AWAY)
        for answer in answers:
            self.assertGreater(int(answer["Retry-After"]), 0)

    def written(self, title: str, ahead: float = -1) -> float:
        """The second in which the new article comes out."""
        when = f"timezone.now() + timedelta(seconds={ahead})"
        made = f"result = make_article(title={title!r}, publish_at={when}).publish_at.timestamp()"
        return self.hands.do(made)

    def processes(self) -> list[str]:
        """The application servers and their workers."""
        pids = [server.process.pid for server in self.site.servers]
        return [Path(f"/proc/{pid}/task/{pid}/children").read_text() for pid in pids] + [str(pid) for pid in pids]


class DatabaseAwayTests(FailuresTestCase):
    def test_stopped(self):
        self.outage(self.site.postgresql.stop)

    def test_killed(self):
        self.outage(self.site.postgresql.kill)

    def outage(self, end: Callable[[], None]) -> None:
        processes, coming = self.processes(), mark()
        moment = self.written(coming, AHEAD)
        known = self.warmed()
        end()
        for path in WARM:
            self.assertTrue([answer.body for answer in self.everywhere(path)] == known[path], path)
        self.assertLess(time.time(), moment, "the machine is too busy to tell")
        self.assert_away("/news/?page=2")
        time.sleep(max(0, moment - time.time()) + 0.51)  # nginx may keep a page for half a second
        for path in WARM:
            self.assert_away(path)
        self.site.postgresql.start()
        self.assert_all(map(self.everywhere, WARM), 200)
        self.assert_all(map(self.directly, SHOWING), 200, coming)
        self.assert_a_change_is_seen()
        self.assertEqual(self.processes(), processes)

    def assert_a_change_is_seen(self) -> None:
        self.written(newest := mark())
        self.assert_all(map(self.directly, SHOWING), 200, newest)

    def test_silent(self):
        self.warmed()
        self.site.postgresql.pause()
        self.addCleanup(self.site.postgresql.resume)
        waited = []
        for number in range(60):
            time.sleep(0.05)  # for a while that is longer than any page is given away without a look at the database
            began = time.monotonic()
            self.assert_all([self.directly(WARM[number % len(WARM)])], 200)
            waited.append(time.monotonic() - began)
        told = f"{len(waited)} questions waited {sum(waited):.1f} s, the longest {max(waited):.1f} s"
        figures(f"while PostgreSQL says nothing {told}")
        self.assertLess(sum(waited), 15)
        self.assertLess(sorted(waited)[len(waited) * 3 // 4], 0.5)
        self.site.postgresql.resume()
        self.assert_a_change_is_seen()


class RedisAwayTests(FailuresTestCase):
    def test_pages_open_and_staff_work(self):
        self.site.redis.stop()
        self.assert_all(map(self.everywhere, [*WARM, "/news/?page=2", "/search/?q=university"]), 200)
        self.assert_a_saved_topic_is_there(signed_in(self.site, self.hands))
        self.site.redis.start()
        self.assert_all(map(self.everywhere, WARM), 200)

    def assert_a_saved_topic_is_there(self, staff) -> None:
        name = f"topic-{time.monotonic_ns()}"
        values = {"name_en": name, "name_ru": name, "slug_en": name, "slug_ru": name}
        self.assertEqual(staff.send("/admin/news/topic/add/", values)["Location"], "/admin/news/topic/")
        self.assert_all([self.directly(f"/news/topics/{name}/")], 200, name)


class WriterKilledTests(FailuresTestCase):
    """A process dies in the midst of a transaction; pages were asked for meanwhile."""

    DIES = "import os, signal; transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))"

    def setUp(self):
        super().setUp()
        self.before, self.new = mark(), mark()
        self.written(self.before)
        self.victim = self.enterContext(hands(self.site.environment))
        self.victim.do(f"{WRITE}; from django.db import transaction; whole = transaction.atomic(); whole.__enter__()")

    def test_before_the_commit(self):
        self.write_and_read()
        self.victim.kill()
        self.assert_kept(showing=self.before, hiding=self.new)

    def test_after_the_commit_before_anybody_was_told(self):
        self.victim.do(self.DIES)
        self.write_and_read()
        self.victim.tell("whole.__exit__(None, None, None)")
        self.victim.process.wait()
        self.assert_kept(showing=self.new)

    def write_and_read(self) -> None:
        self.victim.do(f"make_article(title={self.new!r}, publish_at=timezone.now())")
        for _twice in range(2):
            self.assert_all(map(self.directly, SHOWING), 200, self.before)

    def assert_kept(self, showing: str, hiding: str | None = None) -> None:
        """Whoever asks is told, and everybody after them from memory: then a database is not needed."""
        self.assert_all(map(self.directly, SHOWING), 200, showing)
        known = self.warmed()
        self.site.postgresql.stop()
        for path in WARM:
            self.assertTrue([answer.body for answer in self.everywhere(path)] == known[path], path)
        for path in SHOWING:
            self.assertFalse(hiding is not None and hiding in str(known[path]), path)
