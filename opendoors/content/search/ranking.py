"""Puts the best matches in order by what a reader of titles sees: whole names, words together, and how new it is."""

import math
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from operator import attrgetter

from opendoors.content.search.entries import EntryQuerySet
from opendoors.content.search.matching import Match
from opendoors.content.search.questions import Question
from opendoors.content.search.words import heard, keys_of

REREAD = 40  # matches whose titles and names are read
WHOLE_NAME, TOGETHER, ALL_IN_HEAD = 3.0, 1.6, 1.3  # times the score
OTHER_LANGUAGE = 0.8
FRESH, YEARS = 0.3, 1.5  # how much a text of today gains, and how soon that fades


def placed(matches: Iterable[Match], language: str, today: date) -> list[Match]:
    """By score, language and age."""
    for match in matches:
        if match.score:  # else it stays without
            match.score *= _freshness(match.dated_on, today) * (1.0 if match.language == language else OTHER_LANGUAGE)
    return _sorted(matches)


def reread(matches: list[Match], entries: EntryQuerySet, question: Question) -> list[Match]:
    """The first of the matches once more, with what these `entries` say of them."""
    first = matches[:REREAD]
    asked = Asked(question, entries, [match.pk for match in first])
    known = [match for match in first if match.pk in asked.heads]
    for match in known:
        match.score *= asked.worth(match.pk)
    return _sorted(known) + matches[REREAD:]


def _sorted(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=attrgetter("score", "pk"), reverse=True)


@lru_cache(maxsize=20_000)
def _freshness(dated_on: date | None, today: date) -> float:
    days = max((today - dated_on).days, 0) if dated_on else 0  # what has no date does not age
    return 1 + FRESH * math.exp(-days / 365 / YEARS)


class Asked:
    """What was asked for, beside the names of what was found. If it is a name itself, its other names count as well."""

    def __init__(self, question: Question, entries: EntryQuerySet, pks: list[int]):
        self.question = question
        self.words = [key for term in question.required for key in term.forms[0]]
        self.sounds = heard(question.text)
        has_several = len(self.words) > 1
        self.heads = entries.heads(pks, with_leads=has_several)
        self.keys = {pk: [keys_of(name) for name in head.names] for pk, head in self.heads.items()}
        self.named = {pk for pk in self.heads if self._is_named(pk)}
        meant = [name for pk in self.named for name in self.keys[pk]]
        self.meant = [name for name in (self.words, *meant) if len(name) > 1 or meant]
        if self.meant and not has_several:  # other names may have more than the one word
            self.heads = entries.heads(pks, with_leads=True)

    def worth(self, pk: int) -> float:
        if pk in self.named:
            return WHOLE_NAME
        if self.meant and self._stands_together(pk):
            return TOGETHER
        head = {key for name in self.keys[pk] for key in name}
        return ALL_IN_HEAD if all(term.keys & head for term in self.question.required) else 1.0

    def _stands_together(self, pk: int) -> bool:
        texts = (*self.keys[pk], keys_of(self.heads[pk].lead))
        return any(_stands_in(name, text) for name in self.meant for text in texts)

    def _is_named(self, pk: int) -> bool:
        return self.words in self.keys[pk] or any(heard(name) == self.sounds for name in self.heads[pk].names)


def _stands_in(wanted: list[str], name: list[str]) -> bool:
    return any(name[at : at + len(wanted)] == wanted for at in range(len(name) - len(wanted) + 1))
