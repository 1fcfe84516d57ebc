"""Puts the best matches in order by what a reader of titles sees: whole names, words together, and how new it is."""

import math
from collections.abc import Iterable
from datetime import date
from operator import attrgetter

from opendoors.content.search.entries import Head
from opendoors.content.search.matching import Match
from opendoors.content.search.questions import Question
from opendoors.content.search.words import heard, keys_of

REREAD = 40  # matches whose titles and names are read
WHOLE_NAME, TOGETHER, ALL_IN_HEAD = 3.0, 1.6, 1.3  # times the score
OTHER_LANGUAGE = 0.8
FRESH, YEARS = 0.3, 1.5  # how much a text of today gains, and how soon that fades


def placed(matches: Iterable[Match], language: str, today: date) -> list[Match]:
    """By score, language and age."""
    weights: dict[tuple[str, date | None], float] = {}
    for match in matches:
        written = (match.language, match.dated_on)
        if written not in weights:
            weights[written] = _weight(*written, language, today)
        match.score *= weights[written]
    return _sorted(matches)


def reread(matches: list[Match], heads: dict[int, Head], question: Question) -> list[Match]:
    """The first of the matches once more, with what their `heads` say."""
    asked = Asked(question, heads)
    for match in matches:
        match.score *= asked.worth(match.pk)
    return _sorted(matches)


def _sorted(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=attrgetter("score", "pk"), reverse=True)


def _weight(written_in: str, dated_on: date | None, language: str, today: date) -> float:
    weight = 1.0 if written_in == language else OTHER_LANGUAGE
    days = max((today - dated_on).days, 0) if dated_on else 0  # what has no date does not age
    return weight * (1 + FRESH * math.exp(-days / 365 / YEARS))


class Asked:
    """What was asked for, beside the names of what was found. If it is a name itself, its other names count as well."""

    def __init__(self, question: Question, heads: dict[int, Head]):
        self.question = question
        self.words = [key for term in question.required for key in term.forms[0]]
        self.sounds = heard(question.text)
        self.names = {pk: head.names for pk, head in heads.items()}
        self.leads = {pk: head.lead for pk, head in heads.items()}
        self.keys = {pk: [keys_of(name) for name in names] for pk, names in self.names.items()}
        self.named = {pk for pk in heads if self._is_named(pk)}
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
        texts = (*self.keys[pk], keys_of(self.leads[pk]))
        return any(_stands_in(name, text) for name in self.meant for text in texts)

    def _is_named(self, pk: int) -> bool:
        return self.words in self.keys[pk] or any(heard(name) == self.sounds for name in self.names[pk])


def _stands_in(wanted: list[str], name: list[str]) -> bool:
    return any(name[at : at + len(wanted)] == wanted for at in range(len(name) - len(wanted) + 1))
