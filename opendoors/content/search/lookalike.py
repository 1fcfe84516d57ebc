"""SQLite without FTS5: LIKE looks through the same tables, slowly."""

from collections.abc import Collection

from django.db import connection
from django.db.models import QuerySet

from opendoors.content.search.entries import MATCHED, AnyEntry
from opendoors.content.search.matching import WEIGHTS, Keys, Match, Wanted
from opendoors.content.search.questions import Term
from opendoors.content.search.sqlite import SqliteBackend, table_of
from opendoors.content.search.words import BEGINNING


class LikeBackend(SqliteBackend):
    def drop(self, model: type[AnyEntry], pks: Collection[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {table_of(model)} WHERE rowid = %s", [(pk,) for pk in pks])

    def matches(self, entries: QuerySet, wanted: Wanted, *, in_names: bool, most: int) -> list[Match]:
        table = table_of(entries.model)
        columns = ("title", "names") if in_names else Keys._fields
        required = [_has(table, term, columns) for term in wanted.required]
        score = " + ".join(
            f"{weight} * ({_holds(table, column, term)})"
            for term in wanted.required
            for column, weight in zip(Keys._fields, WEIGHTS, strict=True)
        )
        found = self._joined(entries).extra(
            select={"score": score},
            where=[
                f"({(' OR ' if wanted.anchors else ' AND ').join(required)})",
                *(f"NOT {_has(table, term)}" for term in wanted.excluded),
            ],
        )
        return [Match(*row) for row in found.order_by("-pk").values_list(*MATCHED, "score")[:most]]

    def frequency(self, model: type[AnyEntry], term: Term) -> int:
        return 0

    def having(self, entries: QuerySet, key: str) -> QuerySet:
        return self._joined(entries).extra(where=[_has(table_of(entries.model), Term(key, ((key,),), 0, 0))])

    def tidy(self) -> None:
        pass

    def _joined(self, entries: QuerySet) -> QuerySet:
        table = table_of(entries.model)
        return entries.extra(tables=[table], where=[f"{table}.rowid = {entries.model._meta.db_table}.id"])


def _has(table: str, term: Term, columns: tuple[str, ...] = Keys._fields) -> str:
    return f"({' OR '.join(_holds(table, column, term) for column in columns)})"


def _holds(table: str, column: str, term: Term) -> str:
    """Keys are letters and digits: nothing in them has to be escaped."""
    keys = [f"{' '.join(form)} ".removesuffix(f"{BEGINNING} ") for form in term.forms]
    return "(" + " OR ".join(f"' ' || {table}.{column} || ' ' LIKE '%% {key}%%'" for key in keys) + ")"
