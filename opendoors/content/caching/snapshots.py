"""One state of the database for all that a page asks of it: what is committed meanwhile is on the next page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """From here on. Inside of a transaction, the state is that transaction's own affair."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT 1")
            yield
    else:
        with _without_lock(), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM sqlite_master LIMIT 1")
            yield


@contextmanager
def _without_lock() -> Iterator[None]:
    """SQLite's transactions keep the first state that they read; ours usually lock the file at once, in order to write.

    `transaction_mode` is Django's own name of it (django.db.backends.sqlite3.base).
    """
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual
