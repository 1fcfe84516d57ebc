"""Which backend this site's database has."""

from django.core.checks import CheckMessage, Warning, register
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
            "This SQLite was built without FTS5: search is slow.",
            hint="Use a Python whose SQLite has FTS5, or PostgreSQL; then run manage.py migrate and rebuild_search.",
            id="search.W001",
        )
    ]
