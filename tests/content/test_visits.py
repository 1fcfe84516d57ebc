"""Counting in memory, writing it together, and the table: tests/test_visits.py says what counts."""

import os
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Lock

from django.db import connection, models
from django.test import SimpleTestCase, TestCase, TransactionTestCase

from opendoors.content import clock
from opendoors.content.models import VisitCount
from opendoors.content.visits import count, counting, visit
from opendoors.content.visits.counting import MOST, Counting
from opendoors.content.visits.counts import AT_ONCE, KEPT, Line
from tests.test_settings import KEY, run

DAY = date(2026, 5, 17)
# A process of its own, with a table of its own.
SITE = """
def site():
    import os, django
    os.environ["DJANGO_SETTINGS_MODULE"] = "opendoors.settings"
    django.setup()
    from django.db import connection
    from opendoors.content.models import VisitCount
    from opendoors.content.visits import count, visit
    with connection.schema_editor() as editor:
        editor.create_model(VisitCount)
    count(visit("home", 0, "en"))
    count(visit("home", 0, "en"))
"""


def line(key: int = 1, language: str = "en", day: date = DAY) -> Line:
    return Line("news.article", key, language, day)


def table() -> dict[Line, int]:
    rows = VisitCount.objects.values_list(*Line._fields, "visits")
    return {Line(*row[:-1]): row[-1] for row in rows}


class TableTests(TestCase):
    def test_nothing_of_a_reader_has_a_place_in_it(self):
        names = {field.name for field in VisitCount._meta.get_fields()}
        self.assertEqual(names, {"id", "kind", "key", "language", "day", "visits"})
        self.assertNotIn(models.DateTimeField, [type(field) for field in VisitCount._meta.fields])

    def test_adds_to_what_is_there(self):
        VisitCount.objects.add({line(): 2, line(2): 1})
        VisitCount.objects.add({line(): 3, line(language="ru"): 4})
        self.assertEqual(table(), {line(): 5, line(2): 1, line(language="ru"): 4})

    def test_one_statement_for_many_lines(self):
        counts = {line(key): key for key in range(1, AT_ONCE + 1)}
        with self.assertNumQueries(3):  # and the savepoint around it
            VisitCount.objects.add(counts)
        self.assertEqual(table(), counts)

    def test_more_lines_than_one_statement_takes(self):
        counts = {line(key): 1 for key in range(AT_ONCE + 1)}
        VisitCount.objects.add(counts)
        VisitCount.objects.add(counts)
        self.assertEqual(VisitCount.objects.filter(visits=2).count(), AT_ONCE + 1)

    def test_days_of_months_long_over_become_one_row(self):
        before = (clock.today() - KEPT).replace(day=1) - timedelta(days=1)  # the last day that is folded
        first = before.replace(day=1)
        kept = {line(day=before + timedelta(days=1)): 7, line(day=before + timedelta(days=2)): 8}
        VisitCount.objects.add({line(day=first): 1, line(day=before): 2, line(2, day=before): 4, **kept})
        VisitCount.objects.add({line(day=before - timedelta(days=1)): 16})
        self.assertTrue(VisitCount.objects.fold())
        folded = {line(day=first): 19, line(2, day=first): 4, **kept}
        self.assertEqual(table(), folded)
        VisitCount.objects.fold()
        self.assertEqual(table(), folded)


class CountingTests(TestCase):
    def setUp(self):
        self.counting = Counting(every=0)

    def test_asks_nothing_until_it_is_written(self):
        with self.assertNumQueries(0):
            for _visit in range(3):
                self.counting.add(line())
        self.counting.write()
        self.assertEqual(table(), {line(): 3})
        with self.assertNumQueries(0):
            self.counting.write()

    def test_made_up_lines_fill_no_memory(self):
        for key in range(MOST + 10):
            self.counting.add(line(key))
        self.counting.add(line(0))
        self.counting.write()
        self.assertEqual(VisitCount.objects.count(), MOST)
        self.assertEqual(VisitCount.objects.get(key=0).visits, 2)

    def test_what_cannot_be_written_is_kept(self):
        self.counting.add(line(2**70))
        self.counting.add(line())
        self.counting.write()
        self.assertEqual(table(), {})
        self.assertEqual(self.counting._counts, {line(2**70): 1, line(): 1})

    def test_counting_never_raises(self):
        self.addCleanup(counting.counting.forget)
        count(visit("news.article", [], "en"))  # no key of anything
        count(visit("news.article", 1, "en"))
        self.assertEqual(counting.counting._counts, {line(day=clock.today()): 1})


class TogetherTests(TransactionTestCase):
    def test_two_threads_at_once_lose_nothing(self):
        # A database in memory refuses what others would wait for: there, they count at once and write in turn.
        has_locks = connection.features.has_select_for_update
        shared, barrier, alone = Counting(every=0), Barrier(2), nullcontext() if has_locks else Lock()

        def visit(number: int) -> None:
            own = Counting(every=0)  # as another process has
            barrier.wait()
            try:
                for _round in range(20):
                    for key in (1, 2, 3) if number else (3, 2, 1):
                        own.add(line(key))
                        shared.add(line(key, language="ru"))
                    with alone:
                        own.write()
                        shared.write()
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(visit, range(2)))
        self.assertEqual(table(), {line(key, language): 40 for key in (1, 2, 3) for language in ("en", "ru")})

    def test_writes_by_itself_after_a_while(self):
        by_itself = Counting(every=0.05)
        by_itself.add(line())
        by_itself.add(line())
        deadline = time.monotonic() + 10
        while by_itself._timer is not None and time.monotonic() < deadline:
            time.sleep(0.02)
        with by_itself._writing:
            pass
        self.assertEqual(table(), {line(): 2})


class ProcessTests(SimpleTestCase):
    def test_a_child_begins_with_nothing(self):
        self.addCleanup(counting.counting.forget)
        count(visit("news.article", 1, "en"))
        child = os.fork()
        if not child:
            os._exit(len(counting.counting._counts))
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assertEqual(len(counting.counting._counts), 1)

    def test_a_process_that_ends_writes_what_it_has(self):
        work = "from multiprocessing import get_context; child = get_context('fork').Process(target=site)"
        for name, start in {"by itself": "site()", "worker": f"{work}; child.start(); child.join()"}.items():
            with self.subTest(name):
                self.assertEqual(self._kept_after(SITE + start), [("home", 0, "en", 2)])

    def _kept_after(self, code):
        with TemporaryDirectory() as folder:
            file = Path(folder, "db.sqlite3")
            ended = run("-c", code, SECRET_KEY=KEY, ALLOWED_HOSTS="example.org", DATABASE_URL=f"sqlite:///{file}")
            self.assertEqual((ended.returncode, ended.stderr), (0, ""))
            with closing(sqlite3.connect(file)) as database:
                return database.execute("SELECT kind, key, language, visits FROM content_visitcount").fetchall()

    def test_tests_write_nothing_by_themselves(self):
        self.assertEqual(counting.EVERY, 0)
