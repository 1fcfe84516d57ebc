"""What a site does that has no search engine: the same documents and queries, each by a few lines of code.

Each baseline is made of the rows of `tests.search.documents` and answers a query with keys of documents, best first.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Model, Q, QuerySet

from news.models import Article
from partners.models import Agreement, Laboratory, University
from tests.search.documents import Rows
from tests.search.queries import Query

DEPTH = 10
NAMES = ("name_en", "name_ru", "acronym", "aliases", "own_name", "city_en", "city_ru")
DESCRIPTIONS = ("description_en", "description_ru")
FIELDS = {
    University: (*NAMES, *DESCRIPTIONS),
    Laboratory: ("name_en", "name_ru", *DESCRIPTIONS),
    Agreement: ("title_en", "title_ru", "summary_en", "summary_ru"),
    Article: ("title", "lead", "body"),
}

Baseline = Callable[[Query], list[str]]


def baselines(rows: Rows) -> dict[str, Baseline]:
    """By name, those that this database has."""
    own = {"sqlite": {"FTS5": RawFts5}, "postgresql": {"simple": SimpleConfiguration}}[connection.vendor]
    return {name: baseline(rows) for name, baseline in ({"icontains": Contains} | own).items()}


class Contains:
    """As Django's admin searches: every word in any field. Partners by name, then articles, the newest first."""

    def __init__(self, rows: Rows):
        self.keys = {(type(row), row.pk): key for key, row in rows.items()}

    def __call__(self, query: Query) -> list[str]:
        found = [row for model in FIELDS for row in self._among(model, query)[:DEPTH]]
        return [self.keys[type(row), row.pk] for row in found[:DEPTH]]

    def _among(self, model: type[Model], query: Query) -> QuerySet:
        rows = model.objects.all()
        for word in query.text.split():
            condition = Q()
            for field in FIELDS[model]:
                condition |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(condition)
        if model is Article:
            return rows.in_language(query.language).newest_first()
        return rows


class RawFts5:
    """FTS5 as it comes: words as they are, all of them, by bm25."""

    def __init__(self, rows: Rows):
        with connection.cursor() as cursor:
            cursor.execute("CREATE VIRTUAL TABLE plain USING fts5(key UNINDEXED, language UNINDEXED, text)")
            cursor.executemany("INSERT INTO plain VALUES (%s, %s, %s)", list(texts(rows)))

    def __call__(self, query: Query) -> list[str]:
        words = " ".join('"' + word.replace('"', "") + '"' for word in query.text.split())
        return first_column(
            "SELECT key FROM plain WHERE plain MATCH %s AND language IN ('', %s) ORDER BY bm25(plain) LIMIT %s",
            [words, query.language, DEPTH],
        )


class SimpleConfiguration:
    """PostgreSQL's text search without a language: `to_tsvector('simple')`, by ts_rank."""

    def __init__(self, rows: Rows):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE plain (key text, language text, words tsvector)")
            cursor.executemany("INSERT INTO plain VALUES (%s, %s, to_tsvector('simple', %s))", list(texts(rows)))

    def __call__(self, query: Query) -> list[str]:
        return first_column(
            "SELECT key FROM plain, websearch_to_tsquery('simple', %s) AS question"
            " WHERE words @@ question AND language IN ('', %s) ORDER BY ts_rank(words, question) DESC LIMIT %s",
            [query.text, query.language, DEPTH],
        )


def texts(rows: Rows) -> Iterator[tuple[str, str, str]]:
    """Key, language (none of partners, which have both) and all words of each document."""
    for key, row in rows.items():
        values = (getattr(row, field) or "" for field in FIELDS[type(row)])
        words = (" ".join(value) if isinstance(value, list) else value for value in values)
        yield key, getattr(row, "language", ""), " ".join(words)


def first_column(statement: str, values: list[Any]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
