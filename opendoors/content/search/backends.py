"""Which backend this site's database has."""

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connection

from opendoors.content.search.lookalike import LikeBackend
from opendoors.content.search.matching import Backend
from opendoors.content.search.postgres import PostgresBackend
from opendoors.content.search.sqlite import SqliteBackend, has_fts5


def backend() -> Backend:
    if connection.vendor == "postgresql":
        return PostgresBackend()
    return SqliteBackend() if has_fts5() else LikeBackend()


@register
def check_fts5(app_configs, **kwargs) -> list[CheckMessage]:
    if connection.vendor != "sqlite" or has_fts5():
        return []
    return [
        Warning(
            "This SQLite was built without FTS5: search is slow, and finds no words with typing errors.",
            hint="Use a Python whose SQLite has FTS5, or PostgreSQL; then run manage.py migrate and rebuild_search.",
            id="search.W001",
        )
    ]


@register(Tags.database)
def check_letters(app_configs, databases=None, **kwargs) -> list[CheckMessage]:
    """At each `migrate`: pg_trgm makes trigrams only of what the database takes for letters."""
    if connection.vendor != "postgresql" or not databases or knows_letters():
        return []
    return [
        Warning(
            "This database knows Latin letters only (LC_CTYPE C): no Russian word with a typing error will be found.",
            hint="Make the database with LC_CTYPE C.UTF-8 or any other of UTF-8 (docs/operations.md, Search).",
            id="search.W002",
        )
    ]


def knows_letters(collation: str = "default") -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"""SELECT lower('Ж' COLLATE "{collation}") = 'ж'""")
        return cursor.fetchone()[0]
