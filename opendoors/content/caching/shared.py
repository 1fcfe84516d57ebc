"""A few numbers that all processes of one machine have in common, in a file that each maps into its memory.

Reading one costs as much as reading a list. The file also tells whether anybody is about to write: whoever is holds a
lock on it (flock), which the system takes back from a process that dies.
"""

import fcntl
import mmap
import os
import secrets
import threading
from pathlib import Path

SIZE = mmap.PAGESIZE
GENERATION, KNOWN, LOOKED_AT = range(3)  # places in the map, 64 bits each


class SharedNumbers:
    """Raises OSError where the file cannot be made or written: its folder is missing, the disk is full."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
        os.posix_fallocate(self._file, 0, SIZE)  # a write into what the disk has no room for would end the process
        self._question = os.open(path, os.O_RDWR | os.O_CLOEXEC)  # a lock is held by what was opened, not by a process
        self._map = mmap.mmap(self._file, SIZE)
        self.numbers = memoryview(self._map).cast("Q")
        self._writing = 0
        self._lock = threading.RLock()  # a writer may be dropped, and so end, while another one begins

    def advance(self) -> None:
        """Whatever was made until now is of another generation: a number that nobody has seen."""
        self.numbers[GENERATION] = secrets.randbits(64)

    def begin_writing(self) -> None:
        with self._lock:
            self._writing += 1
            if self._writing == 1:
                fcntl.flock(self._file, fcntl.LOCK_SH)
        self.advance()

    def end_writing(self) -> None:
        self.advance()
        with self._lock:
            self._writing -= 1
            if self._writing == 0:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def is_being_written(self) -> bool:
        """Whether any process of this machine has written something that is not committed yet."""
        try:
            fcntl.flock(self._question, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        fcntl.flock(self._question, fcntl.LOCK_UN)
        return False

    def close(self) -> None:
        """Leave the locks to whoever has opened the file with us before a fork."""
        os.close(self._question)
        os.close(self._file)
