"""The judged queries put to the site's own search."""

from opendoors.content import search
from tests.search import documents
from tests.search.documents import Rows
from tests.search.queries import Query

DEPTH = 10


def load_indexed() -> Rows:
    """Store the documents and index them now, although nothing is committed yet."""
    rows = documents.load()
    for row in rows.values():
        search.index(row)
    return rows


class Ours:
    """Keys of the documents found, best first. What is found in two languages is two answers; one is right at most."""

    def __init__(self, rows: Rows):
        self.keys = {(row._meta.model_name, row.pk): key for key, row in rows.items()}

    def __call__(self, query: Query) -> list[str]:
        hits = search.query(query.text, language=query.language, limit=DEPTH).hits
        return [self.keys.get((hit.kind, hit.key), f"{hit.kind} {hit.key}") for hit in hits]
