"""Puts the best matches in order by what a reader of titles sees: whole names, words together, and how new it is."""

import math
from collections.abc import Iterable
from datetime import date

from opendoors.content.search.entries import AnyEntry
from opendoors.content.search.matching import Match
from opendoors.content.search.questions import Question
from opendoors.content.search.words import keys_of

REREAD = 60  # matches whose titles and names are read
WHOLE_NAME, TOGETHER, ALL_IN_HEAD = 3.0, 1.6, 1.3  # times the score
OTHER_LANGUAGE = 0.8
FRESH, YEARS = 0.15, 2.0  # how much a text of today gains, and how soon that fades


def placed(matches: Iterable[Match], language: str, today: date) -> list[Match]:
    """By score, language and age."""
    weighed = [match._replace(score=match.score * _weight(match, language, today)) for match in matches]
    return sorted(weighed, key=lambda match: (-match.score, match.pk))


def reread(matches: list[Match], entries: dict[int, AnyEntry], question: Question) -> list[Match]:
    """The first of the matches once more, with what their `entries` say."""
    wanted = [key for term in question.required for key in term.forms[0]]
    read = [match._replace(score=match.score * _worth(entries[match.pk], question, wanted)) for match in matches]
    return sorted(read, key=lambda match: (-match.score, match.pk))


def _weight(match: Match, language: str, today: date) -> float:
    weight = 1.0 if match.language == language else OTHER_LANGUAGE
    if match.dated_on:
        age = max((today - match.dated_on).days, 0) / 365
        weight *= 1 + FRESH * math.exp(-age / YEARS)
    return weight


def _worth(entry: AnyEntry, question: Question, wanted: list[str]) -> float:
    names = [keys_of(name) for name in (entry.title, *entry.names.split("\n")) if name]
    if wanted in names:
        return WHOLE_NAME
    if len(wanted) > 1 and any(_stands_in(wanted, name) for name in names):
        return TOGETHER
    head = {key for name in names for key in name}
    return ALL_IN_HEAD if all(term.keys & head for term in question.required) else 1.0


def _stands_in(wanted: list[str], name: list[str]) -> bool:
    return any(name[at : at + len(wanted)] == wanted for at in range(len(name) - len(wanted) + 1))
