"""Every write is another generation, exactly on one machine and soon on others."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.test import SimpleTestCase, TransactionTestCase

from opendoors.content import changes
from opendoors.content.caching.generations import Generations, generations
from opendoors.content.caching.shared import LOOKED_AT, SharedNumbers
from tests.factories import make_topic

# Another process, in the midst of writing.
WRITER = """
import sys
from pathlib import Path
import django
django.setup()
from opendoors.content.caching.shared import SharedNumbers
shared = SharedNumbers(Path(sys.argv[1]))
shared.begin_writing()
print("writing", flush=True)
sys.stdin.read()
"""


class FolderMixin:
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name, "run", "generation")


class SharedNumbersTests(FolderMixin, SimpleTestCase):
    def test_all_processes_see_the_same(self):
        one, other = SharedNumbers(self.path), SharedNumbers(self.path)
        one.advance()
        self.assertEqual(one.numbers[0], other.numbers[0])
        self.assertNotEqual(one.numbers[0], 0)

    def test_a_writer_is_known_until_it_is_done(self):
        one, other = SharedNumbers(self.path), SharedNumbers(self.path)
        one.begin_writing()
        one.begin_writing()
        one.end_writing()
        self.assertTrue(one.is_being_written() and other.is_being_written())
        one.end_writing()
        self.assertFalse(one.is_being_written() or other.is_being_written())

    def test_a_writer_that_dies_is_none_any_more(self):
        shared = SharedNumbers(self.path)
        before = shared.numbers[0]
        command = [sys.executable, "-W", "ignore", "-c", WRITER, str(self.path)]
        environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "opendoors.settings", "SECRET_KEY": "x", "DEBUG": "on"}
        writer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ)
        self.addCleanup(writer.stdout.close)
        self.addCleanup(writer.stdin.close)
        self.assertEqual(writer.stdout.readline(), b"writing\n")
        self.assertTrue(shared.is_being_written())
        self.assertNotEqual(shared.numbers[0], before)
        writer.kill()
        writer.wait()
        self.assertFalse(shared.is_being_written())


class GenerationsTests(FolderMixin, TransactionTestCase):
    def setUp(self):
        super().setUp()
        self.generations = Generations(self.path)
        # As if this were the only one in this process.
        self.subscribed = list(changes._hearing_at_once)
        changes._hearing_at_once.remove(generations.note)
        self.addCleanup(changes.subscribe, generations.note, at_once=True)
        changes.subscribe(self.generations.note, at_once=True)
        self.addCleanup(changes._hearing_at_once.remove, self.generations.note)
        self.topic = make_topic()
        self.generations.current()  # has looked at the database

    def test_before_and_after_the_commit(self):
        seen = [self.generations.current()]
        with transaction.atomic():
            self.topic.save()
            seen.append(self.generations.current())
            self.topic.save()
            self.assertEqual(self.generations.current(), seen[-1], "once for each transaction")
            self.assertTrue(self.generations.shared.is_being_written())
        seen.append(self.generations.current())
        self.assertEqual(len(set(seen)), 3)
        self.assertFalse(self.generations.shared.is_being_written())

    def test_a_write_without_a_transaction(self):
        before = self.generations.current()
        self.topic.save()
        self.assertNotEqual(self.generations.current(), before)
        self.assertFalse(self.generations.shared.is_being_written())

    def test_a_rollback_ends_the_writing(self):
        with self.assertRaises(KeyError), transaction.atomic():
            self.topic.save()
            raise KeyError
        self.assertFalse(self.generations.shared.is_being_written())

    def test_a_savepoint_that_is_taken_back_and_what_follows_it(self):
        before = self.generations.current()
        with transaction.atomic():
            with self.assertRaises(KeyError), transaction.atomic():
                self.topic.save()
                raise KeyError
            self.topic.save()
            self.assertTrue(self.generations.shared.is_being_written())
            inside = self.generations.current()
        self.assertFalse(self.generations.shared.is_being_written())
        self.assertEqual(len({before, inside, self.generations.current()}), 3)

    def test_another_machine_hears_of_it_within_half_a_second(self):
        there = Generations(self.path.with_name("there"))
        known = there.current()
        self.topic.save()
        began = time.monotonic()
        while there.current() == known:
            self.assertLess(time.monotonic() - began, 5)
            time.sleep(0.02)
        self.assertLess(time.monotonic() - began, 0.5)
        known = there.current()
        time.sleep(0.6)
        self.assertEqual(there.current(), known, "it is heard of once")

    def test_many_who_wait_for_a_slow_database_ask_it_twice_at_most(self):
        asked = []

        class Slow(Generations):
            def _compare(self):
                asked.append(time.monotonic_ns())
                time.sleep(0.3)
                self.shared.numbers[LOOKED_AT] = asked[-1]
                return True

        slow = Slow(self.path.with_name("slow"))
        readers = [threading.Thread(target=slow.current) for _reader in range(6)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        self.assertLessEqual(len(asked), 2)

    def test_this_machine_hears_of_its_own_changes_once(self):
        self.topic.save()
        known = self.generations.current()
        time.sleep(0.6)
        self.assertEqual(self.generations.current(), known)

    def test_nor_does_it_overlook_what_another_one_changed_just_before(self):
        there = Generations(self.path.with_name("there"))
        known = there.current()
        there.note(self.topic)  # and so written there, after what was written here
        self.topic.save()
        time.sleep(0.6)
        seen = self.generations.current()
        self.assertNotEqual(there.current(), known)
        time.sleep(0.6)
        self.assertEqual(self.generations.current(), seen)

    def test_many_ask_and_few_look(self):
        answers = []
        with self.assertNumQueries(0):
            for _each in range(100):
                answers.append(self.generations.current())
        self.assertEqual(len(set(answers)), 1)

    def test_threads_that_write_at_once(self):
        def write():
            for _each in range(50):
                self.generations.shared.begin_writing()
                self.generations.shared.end_writing()

        threads = [threading.Thread(target=write) for _each in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertFalse(self.generations.shared.is_being_written())

    def test_without_a_place_for_the_file_others_still_hear_of_it(self):
        self.path.parent.parent.joinpath("file").touch()
        blind = Generations(self.path.parent.parent / "file" / "generation")
        with self.assertLogs("opendoors.content.caching.generations", "ERROR"):
            self.assertIsNone(blind.shared)
        there = Generations(self.path.with_name("there"))
        known = there.current()
        blind.note(self.topic)
        time.sleep(0.6)
        self.assertNotEqual(there.current(), known)

    def test_the_site_itself_listens(self):
        self.assertIn(generations.note, self.subscribed)
