"""Answers questions: first with what has all the words; with few of those, with mended words or with some of them."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from django.conf import settings
from django.db.models import QuerySet

from opendoors.content import clock
from opendoors.content.search.backends import backend
from opendoors.content.search.begun import begun
from opendoors.content.search.candidates import with_all_words, with_some_words
from opendoors.content.search.correcting import corrected
from opendoors.content.search.entries import AnyEntry, Entry, EntryQuerySet, StaffEntry
from opendoors.content.search.facets import facets_of
from opendoors.content.search.following import catch_up_before_a_question
from opendoors.content.search.matching import Match, TooSlow
from opendoors.content.search.questions import LONGEST, Question, Term, parse
from opendoors.content.search.ranking import placed, reread
from opendoors.content.search.results import MOST, Hit, Problem, Results
from opendoors.content.search.snippets import Marker
from opendoors.content.search.sources import everywhere
from opendoors.content.search.words import clean, is_cjk, is_cyrillic

LANGUAGES = [code for code, _name in settings.LANGUAGES]
FEW = 5  # with fewer matches that have all the words, those that have some are shown too
ENOUGH = 0.35  # of the best match's score; what has some of the words and less than this is left out
LIKELY = "relevance"
NEWEST = "date"


class Found(NamedTuple):
    question: Question
    matches: list[Match]
    is_relaxed: bool = False
    is_corrected: bool = False
    model: type[AnyEntry] = Entry


def query(
    text: str,
    *,
    language: str,
    kinds: Collection[str] = (),
    filters: Mapping[str, str] | None = None,
    sort: str = LIKELY,
    offset: int = 0,
    limit: int = 20,
) -> Results:
    """What visitors find at `clock.now()` for a question as they typed it, on pages in `language`.

    Any text will do: what cannot be answered has a `problem`, and nothing is raised. All words are looked for,
    "quoted ones" as they stand together, none with a minus before it, one of two with OR between them. `kinds` are
    those of sources, none for all; `filters` are values of facets (`{"topic": "12", "year": "2026"}`), and what makes
    no sense finds nothing. `sort` is "relevance" or "date" (newest first). The number of database queries does not
    depend on how much is found.
    """
    question = parse(text)
    if question.problem:
        return Results(problem=question.problem)
    catch_up_before_a_question()
    try:
        with backend().within_time():
            shown = _readable(Entry.objects.shown(), question, language)
            found = _found(question, shown, shown.of_kinds(kinds).narrowed(filters or {}), language)
            return _results(found, sort, offset, limit)
    except TooSlow:
        return Results(problem=Problem.TOO_SLOW)


def query_among(
    rows: Mapping[str, QuerySet], text: str, *, language: str, limit: int = 10, is_begun: bool = False
) -> Results:
    """What staff find among these rows of each kind, in any state: `{"article": Article.objects.readable_by(user)}`.

    The querysets are the whole of the rights: a kind without one is not looked for. Found by titles and names of the
    stored rows; there are no facets. With `is_begun` the last word may only be begun.
    """
    catch_up_before_a_question()
    question = begun(clean(text[:LONGEST]), among_all=True) if is_begun else parse(text)
    if question.problem:
        return Results(problem=question.problem)
    try:
        with backend().within_time():
            entries = StaffEntry.objects.among(rows).readable_in(language, LANGUAGES, everywhere())
            found = _enough(question, entries, language, matches_of(question, entries, language))
            return replace(_results(found._replace(model=StaffEntry), LIKELY, 0, limit), facets={})
    except TooSlow:
        return Results(problem=Problem.TOO_SLOW)


def _readable(entries: EntryQuerySet, question: Question, language: str) -> EntryQuerySet:
    """In the language of the page; in another one too if the whole question is in its letters."""
    keys = [key for term in question.required for key in term.forms[0] if key.isalpha() and not is_cjk(key[0])]
    written_in = {"ru" if is_cyrillic(key) else "en" for key in keys}
    return entries.readable_in(language, () if language in written_in else written_in, everywhere())


def _found(question: Question, shown: EntryQuerySet, wanted: EntryQuerySet, language: str) -> Found:
    matches = matches_of(question, wanted, language)
    if matches:
        return _enough(question, wanted, language, matches)
    text = corrected(question, shown, _unknown(question, shown))
    if text is None:
        return _enough(question, wanted, language, matches)
    mended = parse(text)
    found = _enough(mended, wanted, language, matches_of(mended, wanted, language))
    return found._replace(is_corrected=True)


def _enough(question: Question, wanted: EntryQuerySet, language: str, matches: list[Match]) -> Found:
    """These, or where they are few those that have some of the words as well."""
    if len(matches) >= FEW or len(question.required) < 2:
        return Found(question, matches)
    some = _with_some_words(question, wanted, language, matches)
    return Found(question, some, is_relaxed=len(some) > len(matches))


def matches_of(question: Question, entries: QuerySet, language: str, *, in_names: bool = False) -> list[Match]:
    """What has all the words, in the order in which it is shown."""
    found = with_all_words(entries, question, MOST + 1, in_names=in_names)
    return reread(placed(found, language, clock.today()), entries.model.objects.all(), question)


def _with_some_words(question: Question, entries: QuerySet, language: str, whole: list[Match]) -> list[Match]:
    """The same with what has the words that say most; `whole` has all of them, and stays."""
    best = placed(with_some_words(entries, question, whole, MOST + 1), language, clock.today())
    sure = {match.pk for match in whole}
    enough = [match for match in best if match.pk in sure or match.score >= ENOUGH * best[0].score]
    return reread(enough, entries.model.objects.all(), question)


def _unknown(question: Question, shown: QuerySet) -> list[Term]:
    known = backend().known(shown, {key for term in question.required for key in term.keys})
    return [term for term in question.required if term.is_word and not term.keys & known]


def _results(found: Found, sort: str, offset: int, limit: int) -> Results:
    best = found.matches[:MOST]
    if sort == NEWEST:
        best = sorted(best, key=lambda match: (match.dated_on is not None, match.dated_on, -match.pk), reverse=True)
    page = best[max(offset, 0) :][:limit]
    return Results(
        hits=_hits(page, found),
        total=len(best),
        is_capped=len(found.matches) > MOST,
        facets=facets_of(best),
        suggestion=found.question.text if found.is_corrected else None,
        is_corrected=found.is_corrected,
        is_relaxed=found.is_relaxed,
    )


def _hits(page: list[Match], found: Found) -> tuple[Hit, ...]:
    entries = found.model.objects.in_bulk([match.pk for match in page])
    marker = Marker(found.question)
    return tuple(_hit(entries[match.pk], marker) for match in page if match.pk in entries)


def _hit(entry: AnyEntry, marker: Marker) -> Hit:
    return Hit(
        kind=entry.kind,
        key=entry.key,
        language=entry.language,
        url=entry.url,
        title=marker.marked(entry.title),
        snippet=marker.snippet(entry.texts, entry.other_names),
        dated_on=entry.dated_on,
    )
