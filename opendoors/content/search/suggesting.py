"""Titles for somebody who is still typing."""

from opendoors.content.search.backends import backend
from opendoors.content.search.begun import begun
from opendoors.content.search.entries import Entry
from opendoors.content.search.following import catch_up_before_a_question
from opendoors.content.search.matching import TooSlow
from opendoors.content.search.questions import LONGEST
from opendoors.content.search.results import Suggestion
from opendoors.content.search.searching import matches_of
from opendoors.content.search.snippets import Marker
from opendoors.content.search.words import clean


def suggest(prefix: str, *, language: str, limit: int = 8) -> list[Suggestion]:
    """What is public at `clock.now()` and has these words in title or names, the last of them perhaps only begun."""
    catch_up_before_a_question()
    question = begun(clean(prefix[:LONGEST]))
    if not question.required:
        return []
    try:
        with backend().within_time():
            shown = Entry.objects.shown().filter(language=language)
            matches = matches_of(question, shown, language, in_names=True)
            best = list(dict.fromkeys(match.pk for match in matches))[:limit]
            entries = Entry.objects.defer("text", "other").in_bulk(best)
    except TooSlow:
        return []
    marker = Marker(question)
    return [
        Suggestion(entry.kind, entry.title, entry.url, marker.marked(entry.title)) for entry in map(entries.get, best)
    ]
