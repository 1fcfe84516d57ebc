"""Editors at work: `python -m tests.serving.editing MACHINE EDITORS SECONDS SEED`, a process with a thread for each.

Each has two articles that are always changed in one transaction and say their version in title and text. A line of
JSON tells of each change once it is acknowledged; moments are those of `time.monotonic()`, which all processes share.
All pause at the same time, so that pages are also kept for a while.
"""

import json
import os
import random
import sys
import threading
import time
from datetime import datetime, timedelta
from functools import partial

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opendoors.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from news.models import Article  # noqa: E402
from tests.factories import make_article, make_university  # noqa: E402

BREATH, BUSY = 2.5, 1.0  # seconds: in each of the first they write during the second
SHOWN, HIDDEN = ("edit", "edit", "edit", "change_later", "withdraw", "expire"), ("edit", "appear_later")


class Pair:
    def __init__(self, machine: int, number: int):
        self.machine, self.version = machine, 1
        self.name = f"{machine}{number}{random.randrange(10**6):06}"
        self.university = make_university(name_en=f"University of pair {self.name}")
        begun = timezone.now() - timedelta(seconds=number)
        with transaction.atomic():
            self.articles = [self._first(side, begun) for side in "ab"]

    def _first(self, side: str, begun: datetime) -> Article:
        words = {"slug": f"pair{self.name}{side}", "title": self.mark(side), "body": f"<p>{self.mark(side)}</p>"}
        return make_article(**words, publish_at=begun, universities=[self.university])

    def mark(self, side: str) -> str:
        return f"Pair{self.name}{side}V{self.version}"

    @property
    def pages(self) -> dict[str, str]:
        return {f"{self.name}{side}": one.get_absolute_url() for side, one in zip("ab", self.articles, strict=True)}

    # ---- Acts: each a transaction. They return from when on what is true for readers (None: at once). ----

    def edit(self) -> None:
        self._publish()

    def withdraw(self) -> None:
        for article in self._fresh():
            article.withdraw("a test")

    def appear_later(self) -> datetime:
        return self._publish(publish_at=_soon())

    def expire(self) -> datetime:
        moment = _soon()
        for article in self._fresh():
            article.expire_at = moment
            article.save_draft(by=None)
            article.publish(by=None)
        return moment

    def change_later(self) -> datetime:
        moment = _soon()
        for article in self._rewritten():
            article.save_draft(by=None)
            article.schedule_changes(moment, by=None)
        return moment

    def _publish(self, **values) -> datetime | None:
        for article in self._rewritten():
            for name, value in {"expire_at": None, **values}.items():
                setattr(article, name, value)
            article.save_draft(by=None)
            article.publish(by=None)
        return values.get("publish_at")

    def _rewritten(self) -> list[Article]:
        self.version += 1
        rows = self._fresh()
        for side, article in zip("ab", rows, strict=True):
            article.title, article.body = self.mark(side), f"<p>{self.mark(side)}</p>"
        return rows

    def _fresh(self) -> list[Article]:
        return [Article.objects.get(pk=article.pk) for article in self.articles]


def _soon() -> datetime:
    return timezone.now() + timedelta(seconds=random.uniform(0.15, 0.6))


def work(pair: Pair, end: float) -> None:
    is_shown = True
    while True:
        time.sleep(random.uniform(0.05, 0.3))
        time.sleep(_pause())
        if time.monotonic() > end:
            return
        act = random.choice(SHOWN if is_shown else HIDDEN)
        is_shown = act not in ("withdraw", "expire")
        began = time.monotonic()
        with transaction.atomic():
            moment = getattr(pair, act)()
        _tell(pair, act, is_shown, began, moment)


def _pause() -> float:
    """Seconds until all write again."""
    into = time.monotonic() % BREATH
    return BREATH - into if into >= BUSY else 0


def _tell(pair: Pair, act: str, is_shown: bool, began: float, moment: datetime | None) -> None:
    """Returns when the change is there for readers, too."""
    known = time.monotonic()
    at = moment.timestamp() - time.time() + time.monotonic() if moment else None
    version = pair.version if is_shown else None
    told = {"pair": pair.name, "act": act, "version": version, "machine": pair.machine}
    print(json.dumps({**told, "began": began, "known": known, "at": at}), flush=True)
    if at is not None:
        time.sleep(max(0.0, at - time.monotonic()) + 0.02)


def main(machine: int, editors: int, seconds: float, seed: int) -> None:
    random.seed(seed)
    pairs = [Pair(machine, number) for number in range(editors)]
    told = {"pages": {name: path for pair in pairs for name, path in pair.pages.items()}}
    print(json.dumps({**told, "universities": [pair.university.get_absolute_url() for pair in pairs]}), flush=True)
    sys.stdin.readline()  # "go"
    end = time.monotonic() + seconds
    threads = [threading.Thread(target=partial(work, pair, end), daemon=True) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"end": True}), flush=True)


if __name__ == "__main__":
    main(*(int(argument) if argument.isdigit() else float(argument) for argument in sys.argv[1:]))
