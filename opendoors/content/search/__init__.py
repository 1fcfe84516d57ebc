"""Search: what visitors find, and what staff find, each in an index of its own.

    results = search.query("соглашения с Китаем", language="ru", filters={"year": "2026"}, offset=20)
    suggestions = search.suggest("tsin", language="en")
    results = search.query_among({"article": Article.objects.readable_by(user)}, text, language="en")

An app makes its rows findable by a module `search` that announces a `Source` for each kind. Nothing else has to be
called: every committed write is heard through `content/changes.py`. After `QuerySet.update()` and `bulk_create()`
call `changes.announce()` for the rows, or `index()` and `remove()` here.
"""

from opendoors.content import changes
from opendoors.content.search.following import note
from opendoors.content.search.indexing import index, remove
from opendoors.content.search.results import MOST, Choice, Hit, Part, Problem, Results, Suggestion
from opendoors.content.search.searching import query, query_among
from opendoors.content.search.sources import Document, Source, announce, announce_facet, source_of
from opendoors.content.search.suggesting import suggest

__all__ = [
    "MOST",
    "Choice",
    "Document",
    "Hit",
    "Part",
    "Problem",
    "Results",
    "Source",
    "Suggestion",
    "announce",
    "announce_facet",
    "index",
    "query",
    "query_among",
    "remove",
    "source_of",
    "suggest",
]

changes.subscribe(note, at_once=True)
