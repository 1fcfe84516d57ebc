"""What readers may have been told, by when they asked: each answer against the changes acknowledged until then."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ONE_SECOND = 1.0
SAME_MOMENT = 0.005  # seconds: one clock was translated into another


@dataclass(frozen=True)
class Change:
    """From `at` on readers find this version of a pair, or None of it; the editor was told at `known`."""

    version: int | None
    began: float
    known: float
    at: float
    machine: int
    is_each_by_itself: bool = False  # changes that were scheduled come out one after the other

    @classmethod
    def told(cls, line: Mapping) -> "Change":
        at, began = line["at"] or line["known"], line["at"] or line["began"]
        alone = line["act"] == "change_later"
        return cls(line["version"], began - SAME_MOMENT, line["known"], at + SAME_MOMENT, line["machine"], alone)


@dataclass(frozen=True)
class Place:
    """Where readers ask: an application server, or nginx by https."""

    name: str
    port: int
    machine: int
    is_plain: bool = True

    def due(self, change: Change) -> float:
        """When its readers have to know: within a second where another machine or nginx is between, or both."""
        is_at_once = change.machine == self.machine and self.is_plain
        return max(change.known, change.at) + (0.0 if is_at_once else ONE_SECOND)


@dataclass(frozen=True)
class Seen:
    """`versions`: of each article that the answer tells of; None where it ought to tell of it, and does not."""

    place: Place
    path: str
    sent: float
    received: float
    versions: Mapping[str, frozenset[int] | None]


class Judge:
    def __init__(self, lines: Iterable[Mapping]):
        self._changes: dict[str, list[Change]] = defaultdict(lambda: [Change(1, 0, 0, 0, 0)])
        for line in lines:
            self._changes[line["pair"]].append(Change.told(line))
        self._begun = {pair: [change.began for change in changes] for pair, changes in self._changes.items()}
        self.oldest: dict[str, float] = defaultdict(float)  # by the names of places: seconds
        self.faults: list[str] = []

    def judge(self, seen: Seen) -> None:
        for article, versions in seen.versions.items():
            if versions is not None and len(versions) > 1:
                self._fault(seen, f"tells {sorted(versions)} of {article}")
            else:
                self._judge_age(seen, article, next(iter(versions or [None])))
        for first in [name for name in seen.versions if name.endswith("a")]:
            self._judge_pair(seen, first[:-1])

    def _judge_age(self, seen: Seen, article: str, version: int | None) -> None:
        changes = self._changes[article[:-1]]
        begun = bisect_right(self._begun.get(article[:-1], [0]), seen.received)
        found = next((number for number in reversed(range(begun)) if changes[number].version == version), None)
        if found is None:
            self._fault(seen, f"tells {version} of {article}, which never was or is not yet")
        elif found + 1 < len(changes):
            self._judge_lag(seen, article, version, changes[found + 1])

    def _judge_lag(self, seen: Seen, article: str, version: int | None, following: Change) -> None:
        age = seen.sent - max(following.known, following.at)
        self.oldest[seen.place.name] = max(self.oldest[seen.place.name], age)
        if seen.sent > seen.place.due(following):
            self._fault(seen, f"tells {version} of {article}, {age:.3f} s after {following}")

    def _judge_pair(self, seen: Seen, pair: str) -> None:
        both = [seen.versions.get(pair + side, frozenset()) for side in "ab"]
        if both[0] == both[1] or frozenset() in both:
            return
        told = [next(iter(versions)) if versions else None for versions in both]
        if not any(change.is_each_by_itself and change.version in told for change in self._changes[pair]):
            self._fault(seen, f"mixes two states of pair {pair}: {told}")

    def _fault(self, seen: Seen, what: str) -> None:
        when = f"(asked at {seen.sent:.3f}, had at {seen.received:.3f})"
        self.faults.append(f"{seen.place.name} {seen.path} {what} {when}")
