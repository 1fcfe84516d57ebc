"""For how long a request waits for a database that neither answers nor refuses: then its connection is cut.

Nothing else ends that: the system at the other end still takes what is sent. (How long a new connection may take is
`connect_timeout`, in the settings.)
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import InterfaceError

LOOK, PAGE, WORK = 2, 8, 60  # seconds: one row by its key; a page for readers; what staff do


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Whatever is asked of PostgreSQL in here raises OperationalError once the time is over."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql":
        yield
        return
    waiting = _Waiting(database)
    timer = threading.Timer(seconds, waiting.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        waiting.end()
        timer.cancel()


class _Waiting:
    def __init__(self, database: BaseDatabaseWrapper):
        self._database, self._is_over, self._lock = database, False, threading.Lock()

    def end(self) -> None:
        with self._lock:
            self._is_over = True

    def cut(self) -> None:
        with self._lock:
            connection = self._database.connection
            if self._is_over or connection is None:
                return
            try:
                with socket.socket(fileno=socket.dup(connection.fileno())) as line:
                    line.shutdown(socket.SHUT_RDWR)
            except (OSError, InterfaceError, self._database.Database.Error):
                pass  # it is closed already
