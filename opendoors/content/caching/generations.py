"""The generation of public content: advanced by every write, before and after its commit, and seen by every process.

On one machine it is exact: when a save is answered, nobody is given what was before it any more. Before the commit,
because a page made between the two may show the old state and must not be kept as new; and a process that dies
between them leaves a generation in which nothing was kept. Other machines look at the database's counter, at least
every `EVERY` seconds of being asked.
"""

import logging
import os
import threading
import time
import weakref
from functools import cached_property, partial
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, models, transaction

from opendoors.content.caching.counter import ChangeCounter
from opendoors.content.caching.patience import LOOK, patience
from opendoors.content.caching.shared import GENERATION, KNOWN, LOOKED_AT, SharedNumbers

SOON, LATEST = 250_000_000, 450_000_000  # nanoseconds: when the counter is looked at again, and when all wait for it
PAUSE = 0.3  # seconds between two questions to a database that is away

logger = logging.getLogger(__name__)


class Writing:
    """What one transaction is about to change. Ends with its commit; a rollback drops it, which ends it too."""

    def __init__(self, shared: SharedNumbers):
        self._shared = shared
        self.has_ended = False
        shared.begin_writing()

    def end(self) -> None:
        if not self.has_ended:
            self.has_ended = True
            self._shared.end_writing()

    __del__ = end


class Generations:
    """Of one file, opened when it is first needed."""

    def __init__(self, path: Path):
        self.path = path
        self._looking = threading.Lock()
        self._is_away = False  # the database, when it was last asked
        self._here = threading.local()

    @cached_property
    def shared(self) -> SharedNumbers | None:
        """None where there can be no such file: then nothing is kept on this machine."""
        try:
            return SharedNumbers(self.path)
        except OSError:
            logger.exception("Pages are not kept: %s cannot be written", self.path)
            return None

    def forget(self) -> None:
        """After a fork: the parent's locks are none of ours."""
        if shared := vars(self).pop("shared", None):
            shared.close()
        self._looking, self._is_away = threading.Lock(), False

    def begin(self) -> None:
        """A server process starts: whichever died before it may have said nothing of its last change."""
        if self.shared:
            self.shared.advance()
        try:
            ChangeCounter.objects.count()
        except DatabaseError:
            connection.close()
            logger.warning("The database is not there; pages will be made when it is")

    # ---- Writers ----

    def note(self, row: models.Model) -> None:
        """For `changes.subscribe`: something is written, and will be committed or not."""
        writing = getattr(self._here, "writing", lambda: None)()
        if writing is None or writing.has_ended:
            writing = Writing(self.shared) if self.shared else None
            transaction.on_commit(partial(self._committed, writing), robust=True)
            self._here.writing = weakref.ref(writing) if writing else lambda: None

    def _committed(self, writing: Writing | None) -> None:
        try:
            number = ChangeCounter.objects.count()
            if self.shared and self.shared.numbers[KNOWN] == number - 1:  # nobody else has changed anything meanwhile
                self.shared.numbers[KNOWN] = number
        finally:
            if writing:
                writing.end()

    # ---- Readers ----

    def current(self) -> int:
        """Looks whether another machine has changed something, if nobody has within the last quarter of a second.

        While the database is away pages are given as they are known here, until the next change by the clock.
        """
        numbers = self.shared.numbers
        age = time.monotonic_ns() - numbers[LOOKED_AT]
        if not 0 <= age < SOON and not self._is_away:
            self._look(must_wait=not 0 <= age < LATEST)
        return numbers[GENERATION]

    def _look(self, must_wait: bool) -> None:
        came = time.monotonic_ns()
        if not self._looking.acquire(blocking=must_wait):
            return
        try:
            now = time.monotonic_ns()
            is_known = 0 <= now - self.shared.numbers[LOOKED_AT] < max(SOON, now - came)  # somebody else has just asked
            if not (is_known or self._is_away or self._compare()):
                self._is_away = True
                logger.warning("Whether another machine has changed something could not be asked")
                threading.Thread(target=self._wait_for_the_database, daemon=True).start()
        finally:
            self._looking.release()

    def _wait_for_the_database(self) -> None:
        """In a thread of its own: it may take long, and readers are answered meanwhile."""
        while not self._compare():
            time.sleep(PAUSE)
        self._is_away = False
        connection.close()

    def _compare(self) -> bool:
        """Whether the database has answered."""
        numbers, asked_at = self.shared.numbers, time.monotonic_ns()
        try:
            if not connection.in_atomic_block:  # nobody's but a test's
                close_old_connections()
            with patience(LOOK):
                number = ChangeCounter.objects.number()
        except DatabaseError:
            connection.close()
            return False
        if number != numbers[KNOWN]:
            numbers[KNOWN] = number
            self.shared.advance()
        numbers[LOOKED_AT] = asked_at
        return True


generations = Generations(Path(settings.RUN_ROOT, "generation"))
os.register_at_fork(after_in_child=generations.forget)
