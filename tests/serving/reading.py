"""Readers: threads with a connection each, who note when they asked and what they were told."""

import http.client
import random
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.serving import asking
from tests.serving.asking import Answer
from tests.serving.judging import Place, Seen

MARK = re.compile(rb"Pair(\d+[ab])V(\d+)")
THOUGHT = 0.1  # seconds at most between two questions: the editors need the machine as well
THERE, GONE = {200, 304}, {404, 410}


@dataclass
class Pages:
    """`articles`: addresses by their names; `lists` tell of all of them, `others` of some."""

    articles: Mapping[str, str]
    lists: Sequence[str]
    others: Sequence[str]

    @property
    def all(self) -> list[str]:
        """Those that are asked for; of each pair one article, so that they are few enough to be kept."""
        return [*(path for name, path in self.articles.items() if name.endswith("a")), *self.lists, *self.others]

    def told(self, path: str, answer: Answer) -> dict[str, frozenset[int] | None]:
        versions: dict[str, set[int]] = {}
        for name, version in MARK.findall(answer.body):
            if name.decode() in self.articles:
                versions.setdefault(name.decode(), set()).add(int(version))
        complete = self.articles if path in self.lists else [name for name, at in self.articles.items() if at == path]
        return {**dict.fromkeys(complete), **{name: frozenset(found) for name, found in versions.items()}}


@dataclass
class Reader:
    """Asks again whether what it has is still right, as browsers and programs do: then 304 tells what it had."""

    place: Place
    pages: Pages
    has_ended: threading.Event
    seen: list[Seen] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    _had: dict[str, tuple[Answer, Mapping]] = field(default_factory=dict)

    def read(self) -> None:
        connection = asking.connection(self.place.port, plain=self.place.is_plain)
        while not self.has_ended.wait(random.uniform(0, THOUGHT)):
            try:
                self._ask(connection, random.choice(self.pages.all))
            except (http.client.HTTPException, OSError) as error:
                self.strange.append(repr(error))
                connection.close()
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection, path: str) -> None:
        had, told = self._had.get(path, (None, {}))
        headers = {"Host": "localhost", **({"X-Forwarded-Proto": "https"} if self.place.is_plain else {})}
        sent = time.monotonic()
        connection.request("GET", path, headers={**headers, **_condition(had)})
        answer = asking.answer_of(connection)
        received = time.monotonic()
        if answer.status not in THERE | GONE:
            self.strange.append(f"{self.place.name} {path}: {answer.status}")
            return
        if answer.status != 304:
            told = self.pages.told(path, answer)
            self._had[path] = answer, told
        self.seen.append(Seen(self.place, path, sent, received, told))


def _condition(had: Answer | None) -> dict[str, str]:
    if had is None or had.status != 200:
        return {}
    by_tag, by_time = {"If-None-Match": had["ETag"]}, {"If-Modified-Since": had["Last-Modified"]}
    chosen = random.choice([{}, by_tag, by_time])
    return {name: value for name, value in chosen.items() if value}


def read_at_once(readers: Sequence[Reader]) -> list[threading.Thread]:
    threads = [threading.Thread(target=reader.read, daemon=True) for reader in readers]
    for thread in threads:
        thread.start()
    return threads
