"""Which matches are ranked and counted, where there are more than can be: those that have the words in their title or
names, the latest first; of standing records as many again; then the latest of the others.
"""

from django.db.models import QuerySet

from opendoors.content.search.backends import backend
from opendoors.content.search.entries import AnyEntry
from opendoors.content.search.matching import RARE, Match, Wanted
from opendoors.content.search.questions import Question, Term
from opendoors.content.search.words import STANDING

_STANDING = Term("", ((STANDING,),), 0, 0)


def with_all_words(entries: QuerySet, question: Question, most: int, *, in_names: bool = False) -> list[Match]:
    """At most `most` of each of the three."""
    wanted = Wanted(question.required, question.excluded)
    has_more = not entries.model.has_only_names
    named = found = backend().matches(entries, wanted, in_names=has_more, most=most)
    if has_more and not in_names:
        if len(named) < most:
            found = _merged(named, backend().matches(entries, wanted, in_names=False, most=most))
        else:
            standing = Wanted((*question.required, _STANDING), question.excluded)
            found = _merged(backend().matches(entries, standing, in_names=True, most=most), named)
    return backend().weighed(entries.model, found, question.required)


def with_some_words(entries: QuerySet, question: Question, whole: list[Match], most: int) -> list[Match]:
    """Those that are found as a `whole`, and what has any of the words that say something. Frequent ones alone bring
    nothing in, but count for the order."""
    wanted = Wanted(question.required, question.excluded, _anchors(entries.model, question.required))
    found = backend().matches(entries, wanted, in_names=False, most=most)
    for match in whole:
        match.score = 0.0
    return backend().weighed(entries.model, _merged(whole, found), question.required)


def _anchors(model: type[AnyEntry], terms: tuple[Term, ...]) -> tuple[Term, ...]:
    frequency = {term: backend().frequency(model, term) for term in terms}
    return tuple(term for term in terms if frequency[term] <= RARE) or (min(terms, key=frequency.__getitem__),)


def _merged(*several: list[Match]) -> list[Match]:
    """Each once, where it stands first and with the better score."""
    if sum(map(bool, several)) == 1:
        return next(filter(None, several))
    merged: dict[int, Match] = {}
    for match in (match for matches in several for match in matches):
        known = merged.setdefault(match.pk, match)
        if match.score > known.score:
            merged[match.pk] = match
    return list(merged.values())
