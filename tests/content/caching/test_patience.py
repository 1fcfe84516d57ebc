"""A question to PostgreSQL ends when the time is over. SQLite has nobody to wait for."""

import time

from django.db import DatabaseError, connection
from django.test import TransactionTestCase

from opendoors.content.caching.patience import patience
from tests.factories import make_topic


class PatienceTests(TransactionTestCase):
    def setUp(self):
        is_postgresql = connection.vendor == "postgresql"
        self.slow = "SELECT pg_sleep(20)" if is_postgresql else "SELECT no_such_function()"
        if is_postgresql:
            self.addCleanup(self.end_what_was_cut)

    def end_what_was_cut(self):
        """The server goes on with a question that nobody waits for."""
        with connection.cursor() as cursor:
            asked = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query = %s"
            cursor.execute(asked, [self.slow])

    def test_what_takes_too_long_is_cut_off_and_the_next_question_is_answered(self):
        began = time.monotonic()
        with self.assertRaises(DatabaseError), patience(0.2), connection.cursor() as cursor:
            cursor.execute(self.slow)
        self.assertLess(time.monotonic() - began, 10)
        connection.close()
        self.assertTrue(make_topic().pk)

    def test_what_is_done_in_time_goes_on(self):
        with patience(0.2):
            make_topic()
        time.sleep(0.4)
        self.assertTrue(make_topic().pk)

    def test_a_connection_that_is_not_there_cannot_be_cut(self):
        connection.close()
        with patience(0.1):
            time.sleep(0.3)
        self.assertTrue(make_topic().pk)
