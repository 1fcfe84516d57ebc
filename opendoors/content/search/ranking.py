"""Puts the best matches in order by what a reader of titles sees: whole names, words together, and how new it is."""

import math
from collections.abc import Iterable
from datetime import date
from functools import cache

from opendoors.content.search.entries import AnyEntry
from opendoors.content.search.matching import Match
from opendoors.content.search.questions import Question
from opendoors.content.search.words import heard, keys_of

REREAD = 60  # matches whose titles and names are read
WHOLE_NAME, TOGETHER, ALL_IN_HEAD = 3.0, 1.6, 1.3  # times the score
OTHER_LANGUAGE = 0.8
FRESH, YEARS = 0.3, 1.5  # how much a text of today gains, and how soon that fades


def placed(matches: Iterable[Match], language: str, today: date) -> list[Match]:
    """By score, language and age."""
    for match in matches:
        match.score *= _weight(match, language, today)
    return _sorted(matches)


def reread(matches: list[Match], entries: dict[int, AnyEntry], question: Question) -> list[Match]:
    """The first of the matches once more, with what their `entries` say."""
    asked = Asked(question, entries)
    for match in matches:
        match.score *= asked.worth(match.pk)
    return _sorted(matches)


def _sorted(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: (-match.score, -match.pk))


def _weight(match: Match, language: str, today: date) -> float:
    weight = 1.0 if match.language == language else OTHER_LANGUAGE
    age = (today - match.dated_on).days if match.dated_on else 0  # what has no date does not age
    return weight * _freshness(max(age, 0))


@cache
def _freshness(days: int) -> float:
    return 1 + FRESH * math.exp(-days / 365 / YEARS)


class Asked:
    """What was asked for, beside the names of what was found. If it is a name itself, its other names count as well."""

    def __init__(self, question: Question, entries: dict[int, AnyEntry]):
        self.question = question
        self.words = [key for term in question.required for key in term.forms[0]]
        self.sounds = heard(question.text)
        self.names = {pk: entry.heads for pk, entry in entries.items()}
        self.keys = {pk: [keys_of(name) for name in names] for pk, names in self.names.items()}
        self.entries = entries
        self.named = {pk for pk in entries if self._is_named(pk)}
        meant = [name for pk in self.named for name in self.keys[pk]]
        self.meant = [name for name in (self.words, *meant) if len(name) > 1 or meant]

    def worth(self, pk: int) -> float:
        if pk in self.named:
            return WHOLE_NAME
        if self.meant and self._stands_together(pk):
            return TOGETHER
        head = {key for name in self.keys[pk] for key in name}
        return ALL_IN_HEAD if all(term.keys & head for term in self.question.required) else 1.0

    def _stands_together(self, pk: int) -> bool:
        texts = (*self.keys[pk], keys_of(getattr(self.entries[pk], "lead", "")))
        return any(_stands_in(name, text) for name in self.meant for text in texts)

    def _is_named(self, pk: int) -> bool:
        return self.words in self.keys[pk] or any(heard(name) == self.sounds for name in self.names[pk])


def _stands_in(wanted: list[str], name: list[str]) -> bool:
    return any(name[at : at + len(wanted)] == wanted for at in range(len(name) - len(wanted) + 1))
