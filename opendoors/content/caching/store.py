"""What is kept in the memory of the process, of bounded size: what nobody has asked for since goes first."""

import threading
from collections.abc import Hashable

from opendoors.content.caching.entries import Entry


class Store:
    """`most`: bytes of all entries together."""

    def __init__(self, most: int):
        self._most = most
        self._entries: dict[Hashable, Entry] = {}  # in the order in which they came, or were spared
        self._lock = threading.Lock()
        self.size = 0
        self.get = self._entries.get

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, key: Hashable, entry: Entry) -> None:
        with self._lock:
            self._drop(key)
            self._entries[key] = entry
            self.size += entry.size
            while self.size > self._most:
                self._make_room(entry.generation)

    def _make_room(self, generation: int) -> None:
        """The oldest goes, unless it was asked for since it was last looked at (“second chance”, CLOCK)."""
        key, oldest = next(iter(self._entries.items()))
        self._drop(key)
        if oldest.used and oldest.generation == generation:
            oldest.used = False
            self._entries[key] = oldest
            self.size += oldest.size

    def _drop(self, key: Hashable) -> None:
        entry = self._entries.pop(key, None)
        self.size -= entry.size if entry else 0
