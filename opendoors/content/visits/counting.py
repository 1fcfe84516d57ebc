"""Visits in the memory of this process, written together some seconds later by a thread that then ends.

Whoever asked for a page waits for none of it. What is lost when a process is killed are the visits of its last seconds.
"""

import atexit
import logging
import os
import threading
from datetime import date
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import connection

from opendoors.content import clock
from opendoors.content.visits.counts import Line, VisitCount

EVERY = 0 if settings.TESTING else 10  # seconds that visits are held before they are written
MOST = 10_000  # lines in memory; what else is visited before they are written is not counted

logger = logging.getLogger(__name__)


class Counting:
    """`every`: seconds from the first visit until it is written; 0 waits for `write()`."""

    def __init__(self, every: float):
        self.every = every
        self.forget()

    def forget(self) -> None:
        """Begin with nothing: after a fork, what was counted is the parent's to write, and its thread is not here."""
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._counts: dict[Line, int] = {}
        self._timer: threading.Timer | None = None
        self._folded_on: date | None = None  # once a day is enough

    def add(self, line: Line, visits: int = 1) -> None:
        with self._lock:
            known = self._counts.get(line, 0)
            if known or len(self._counts) < MOST:
                self._counts[line] = known + visits
            if self._timer is None and self.every:
                timer = threading.Timer(self.every, self._write_and_leave)
                timer.daemon = True
                timer.start()
                self._timer = timer

    def write(self) -> None:
        """What was counted until now; if the database takes none of it, it is kept for the next time."""
        with self._writing:
            with self._lock:
                counts, self._counts, self._timer = self._counts, {}, None
            if not counts:
                return
            try:
                VisitCount.objects.add(counts)
            except Exception:  # whatever is wrong with the database, pages go on, and so does counting
                logger.exception("Visits could not be written now")
                for line, visits in counts.items():
                    self.add(line, visits)

    def _write_and_leave(self) -> None:
        try:
            self.write()
            if self._folded_on != clock.today() and VisitCount.objects.fold():
                self._folded_on = clock.today()
        except Exception:
            logger.exception("Old visits could not be put together now")
        finally:
            connection.close()  # this thread's own


counting = Counting(EVERY)
os.register_at_fork(after_in_child=counting.forget)
if counting.every:
    atexit.register(counting.write)
    Finalize(None, counting.write, exitpriority=1)  # a worker of granian ends without `atexit`


def visit(kind: str, key: int, language: str) -> Line:
    """Of a page that exists (see `Line`), today."""
    return Line(kind, key, language, clock.today())


def count(line: Line) -> None:
    """One visit more. Never raises, never asks the database."""
    try:
        counting.add(line)
    except Exception:
        logger.exception("A visit was not counted")
