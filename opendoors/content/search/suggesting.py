"""Titles for somebody who is still typing."""

from opendoors.content.search.backends import backend
from opendoors.content.search.entries import Entry, Word
from opendoors.content.search.following import catch_up_before_a_question
from opendoors.content.search.matching import TooSlow
from opendoors.content.search.questions import LONGEST, Question, Term, parse
from opendoors.content.search.results import Suggestion
from opendoors.content.search.searching import matches_of
from opendoors.content.search.snippets import Marker
from opendoors.content.search.words import clean, words_of

SHORTEST = 2  # letters of a word that has just been begun
WORDS = 40  # that begin so, at most


def suggest(prefix: str, *, language: str, limit: int = 8) -> list[Suggestion]:
    """What is public at `clock.now()` and has these words in title or names, the last of them perhaps only begun."""
    catch_up_before_a_question()
    question = _question(clean(prefix[:LONGEST]))
    if not question.required:
        return []
    try:
        with backend().within_time():
            shown = Entry.objects.shown().filter(language=language)
            matches = matches_of(question, shown, language, in_names=True)
            best = list(dict.fromkeys(match.pk for match in matches))[:limit]
            entries = Entry.objects.defer("body", "other").in_bulk(best)
    except TooSlow:
        return []
    marker = Marker(question)
    return [
        Suggestion(entry.kind, entry.title, entry.url, marker.marked(entry.title)) for entry in map(entries.get, best)
    ]


def _question(text: str) -> Question:
    words = list(words_of(text))
    question = parse(text)
    if not words or words[-1].end != len(text):
        return question
    begun = words[-1]
    keys = {begun.key} - {""}
    if len(begun.plain) >= SHORTEST:
        keys |= set(Word.objects.beginning_with(begun.plain).order_by("text").values_list("key", flat=True)[:WORDS])
    if not keys:
        return question
    whole = tuple(term for term in question.required if term.end < len(question.text))
    last = Term(begun.plain, tuple((key,) for key in sorted(keys)), begun.start, begun.end)
    return Question(question.text, (*whole, last), question.excluded)
