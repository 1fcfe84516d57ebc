"""32 readers and 4 editors at once: after a change was acknowledged nobody is told the older state, and none is mixed.

LOAD_SECONDS is how long they read. What is printed after “figures:” is shown by .ci/run.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import cycle

import psycopg2
from django.test import SimpleTestCase

from tests.serving import site
from tests.serving.asking import ask
from tests.serving.figures import figures
from tests.serving.fronting import ROOT, Nginx
from tests.serving.judging import Judge, Place
from tests.serving.reading import Pages, Reader, read_at_once
from tests.serving.site import Site

SECONDS = float(os.environ.get("LOAD_SECONDS", "6"))
READERS = 32
LISTS = ["/news/", "/news/feed.rss"]


class Editors:
    """A process of `tests.serving.editing` on this machine or the other one."""

    def __init__(self, environment: dict[str, str], machine: int, count: int):
        told = [str(value) for value in (machine, count, random.randrange(2**32))]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.serving.editing", *told],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Editors":
        """When what they write about is there."""
        self.prepared = self.said()
        return self

    def __exit__(self, *exception: object) -> None:
        with self.process:
            self.process.kill()

    def said(self) -> dict:
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("The editors could not go on")
        return json.loads(line)

    def begin(self) -> None:
        """A change of each of them."""
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def changes(self) -> Iterator[dict]:
        """Of the round that was begun, when it is over."""
        while (told := self.said()) != {"round": "over"}:
            yield told


class LoadTestCase(SimpleTestCase):
    def work(self, places: Sequence[Place], editors: Sequence[Editors]) -> list[Reader]:
        prepared = [group.prepared for group in editors]
        articles = {name: path for group in prepared for name, path in group["pages"].items()}
        pages = Pages(articles, LISTS, ["/", *(group["universities"][0] for group in prepared)])
        has_ended = threading.Event()
        readers = [Reader(places[number % len(places)], pages, has_ended) for number in range(READERS)]
        time.sleep(1.2)  # in which what was written until now is heard of everywhere
        threads = read_at_once(readers)
        changes = list(self.changed(places, pages, editors))
        time.sleep(2)  # in which every reader has to hear of the last one
        has_ended.set()
        for thread in threads:
            thread.join()
        self.judge(changes, readers)
        return readers

    def changed(self, places: Sequence[Place], pages: Pages, editors: Sequence[Editors]) -> Iterator[dict]:
        """Rounds of changes: of everybody, or of one machine. Before each of them every page is kept everywhere."""
        end = time.monotonic() + SECONDS
        for group in cycle([editors, *([one] for one in editors)]):
            self.warm(places, pages)
            for one in group:
                one.begin()
            for one in group:
                yield from one.changes()
            if time.monotonic() > end:
                return

    def warm(self, places: Sequence[Place], pages: Pages) -> None:
        for place in places:
            for path in pages.all * 2:
                headers = {"X-Forwarded-Proto": "https"} if place.is_plain else {}
                answer = ask(place.port, path, plain=place.is_plain, headers=headers)
                self.assertIn(answer.status, (200, 404, 410), path)

    def judge(self, changes: list[dict], readers: list[Reader]) -> None:
        judge = Judge(changes)
        for reader in readers:
            for seen in reader.seen:
                judge.judge(seen)
        acts = Counter(change["act"] for change in changes)
        figures(f"{self.id().rpartition('.')[2]}: {len(changes)} changes {dict(acts)}")
        counted = Counter(seen.place.name for reader in readers for seen in reader.seen)
        for name, count in counted.items():
            figures(f"    {name}: {count} answers judged, the oldest {max(0, judge.oldest[name]):.3f} s late")
        self.assertEqual([strange for reader in readers for strange in reader.strange][:5], [])
        self.assertEqual((len(judge.faults), judge.faults[:5]), (0, []))
        self.assertGreater(len(changes), 3)


class PostgreSQLTests(LoadTestCase):
    def test_two_servers_another_machine_and_nginx(self):
        served = site.the_site()
        served.elsewhere.start()
        self.addCleanup(served.elsewhere.stop)
        there = self.enterContext(Nginx(served.folder / "nginx-elsewhere", [served.elsewhere.port]))
        first, second = served.servers
        places = [
            Place("one machine, asked directly", first.port, machine=1),
            Place("one machine, asked directly", second.port, machine=1),
            Place("another machine, asked directly", served.elsewhere.port, machine=2),
            Place("behind nginx", served.nginx.https, machine=1, is_plain=False),
            Place("behind nginx, on another machine", there.https, machine=2, is_plain=False),
        ]
        another = site.on_another_machine(served.environment)
        groups = [Editors(served.environment, 1, 3), Editors(another, 2, 1)]
        editors = [self.enterContext(group) for group in groups]
        before = transactions(served)
        readers = self.work(places, editors)
        asked = transactions(served) - before
        answers = sum(len(reader.seen) for reader in readers)
        figures(f"    {answers} answers with {asked} transactions, the editors' among them: made anew, one takes seven")
        self.assertLess(asked, answers * 4, "nothing was answered from memory")


def transactions(served: Site) -> int:
    """Of this cluster, as far as it knows by now: its processes tell once a second."""
    with closing(psycopg2.connect(served.postgresql.url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database")
        return int(cursor.fetchone()[0])


class SQLiteTests(LoadTestCase):
    def test_two_workers_of_one_server(self):
        with site.served(servers=1, workers=2, on_sqlite=True, has_demo=False) as served:
            places = [Place("two workers", served.servers[0].port, machine=1)]
            self.work(places, [self.enterContext(Editors(served.environment, 1, 4))])
