"""Editors at work: `python -m tests.serving.editing MACHINE EDITORS SEED`, a process with a thread for each.

Each has two articles that are always changed in one transaction and say their version in title and text. For each line
that comes in, all make a change at about the same time; a line of JSON tells of each once it is acknowledged, and one
says that the round is over. Moments are those of `time.monotonic()`, which all processes share.
"""

import json
import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opendoors.settings")
django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from news.models import Article  # noqa: E402
from tests.factories import make_article, make_university  # noqa: E402

SHOWN, HIDDEN = ("edit", "edit", "edit", "change_later", "withdraw", "expire"), ("edit", "appear_later")


class Pair:
    def __init__(self, machine: int, number: int):
        self.machine, self.version, self.is_shown = machine, 1, True
        self.slowness = 1
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
        return self._publish(publish_at=self._soon())

    def expire(self) -> datetime:
        moment = self._soon()
        for article in self._fresh():
            article.expire_at = moment
            article.save_draft(by=None)
            article.publish(by=None)
        return moment

    def change_later(self) -> datetime:
        moment = self._soon()
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

    def _soon(self) -> datetime:
        return timezone.now() + timedelta(seconds=random.uniform(0.2, 1.2) * self.slowness)

    def _fresh(self) -> list[Article]:
        return [Article.objects.get(pk=article.pk) for article in self.articles]


def work(pair: Pair) -> None:
    """One change, told when readers have it."""
    time.sleep(random.uniform(0, 0.2))
    act = random.choice(SHOWN if pair.is_shown else HIDDEN)
    pair.is_shown = act not in ("withdraw", "expire")
    began = time.monotonic()
    try:
        with transaction.atomic():
            moment = getattr(pair, act)()
    except ValidationError:  # on a busy machine the moment may have passed before it is written
        if act != "change_later" or pair.slowness > 30:
            raise
        pair.slowness *= 2
        work(pair)
    else:
        _tell(pair, act, began, moment)


def _tell(pair: Pair, act: str, began: float, moment: datetime | None) -> None:
    known = time.monotonic()
    at = moment.timestamp() - time.time() + time.monotonic() if moment else None
    version = pair.version if pair.is_shown else None
    told = {"pair": pair.name, "act": act, "version": version, "machine": pair.machine}
    tell({**told, "began": began, "known": known, "at": at})
    if at is not None:
        time.sleep(max(0.0, at - time.monotonic()) + 0.02)


def tell(what: dict) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(machine: int, editors: int, seed: int) -> None:
    random.seed(seed)
    pairs = [Pair(machine, number) for number in range(editors)]
    told = {"pages": {name: path for pair in pairs for name, path in pair.pages.items()}}
    tell({**told, "universities": [pair.university.get_absolute_url() for pair in pairs]})
    with ThreadPoolExecutor(editors) as pool:
        for _line in sys.stdin:
            list(pool.map(work, pairs))
            tell({"round": "over"})


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
