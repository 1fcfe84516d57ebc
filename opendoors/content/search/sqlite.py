"""SQLite: the keys of an entry are a row of an FTS5 table, ranked by bm25.

Where SQLite was built without FTS5 the migration makes ordinary tables of the same names, and LIKE looks through them.
"""

import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from django.db import OperationalError, connection
from django.db.models import QuerySet

from opendoors.content.search.entries import MATCHED, AnyEntry, packed, unpacked
from opendoors.content.search.matching import LONGEST_QUERY, WEIGHTS, Keys, Match, TooSlow, Wanted
from opendoors.content.search.questions import Term
from opendoors.content.search.words import BEGINNING

STEPS = 20_000  # of SQLite's machine between two looks at the clock


@cache
def has_fts5() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pragma_compile_options WHERE compile_options = 'ENABLE_FTS5'")
        return cursor.fetchone() is not None


def table_of(model: type[AnyEntry]) -> str:
    return f"{model._meta.db_table}_keys"


class SqliteBackend:
    def stored(self, keys: Keys) -> bytes:
        return packed("\n".join(" ".join(some) for some in keys))

    def add(self, model: type[AnyEntry], keys: dict[int, Keys]) -> None:
        rows = [(pk, *(" ".join(some) for some in fields)) for pk, fields in keys.items()]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table_of(model)} (rowid, title, names, about, body) VALUES (%s, %s, %s, %s, %s)", rows
            )

    def drop(self, model: type[AnyEntry], pks: Collection[int]) -> None:
        """The table holds no texts, only where each key stands: it has to be told what to take out."""
        table = table_of(model)
        stored = model._base_manager.filter(pk__in=pks, keys__isnull=False).values_list("pk", "keys")
        rows = [(pk, *unpacked(data).split("\n")) for pk, data in stored]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({table}, rowid, title, names, about, body) "
                "VALUES ('delete', %s, %s, %s, %s, %s)",
                rows,
            )

    def matches(self, entries: QuerySet, wanted: Wanted, *, in_names: bool, most: int) -> list[Match]:
        table = table_of(entries.model)
        weights = ", ".join(str(weight) for weight in WEIGHTS)
        found = self._found(entries, expression(wanted, "{title names} : " if in_names else ""))
        # In the order of its rows FTS5 stops as soon as it has enough: no more than these are weighed.
        found = found.extra(select={"score": f"-bm25({table}, {weights})"}, order_by=[f"-{table}.rowid"])
        return [Match(*row) for row in found.values_list(*MATCHED, "score")[:most]]

    def weighed(self, model: type[AnyEntry], matches: list[Match], terms: tuple[Term, ...]) -> list[Match]:
        return matches

    def frequency(self, model: type[AnyEntry], term: Term) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT term, doc FROM {table_of(model)}_terms WHERE term IN ({', '.join(['%s'] * len(term.keys))})",
                list(term.keys),
            )
            numbers = dict(cursor.fetchall())
        return sum(min(numbers.get(key, 0) for key in form) for form in term.forms)

    def known(self, entries: QuerySet, keys: Iterable[str]) -> set[str]:
        return {key for key in keys if self.having(entries, key).exists()}

    def having(self, entries: QuerySet, key: str) -> QuerySet:
        return self._found(entries, f'"{key}"')

    @contextmanager
    def within_time(self) -> Iterator[None]:
        connection.ensure_connection()
        end = time.monotonic() + LONGEST_QUERY
        connection.connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
        try:
            yield
        except OperationalError as error:
            if "interrupted" in str(error):
                raise TooSlow from error
            raise
        finally:
            connection.connection.set_progress_handler(None, 0)

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            for table in ("content_entry_keys", "content_staffentry_keys"):
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")

    def _found(self, entries: QuerySet, match: str) -> QuerySet:
        table = table_of(entries.model)
        own = entries.model._meta.db_table
        return entries.extra(tables=[table], where=[f"{table} MATCH %s", f"{table}.rowid = {own}.id"], params=[match])


def expression(wanted: Wanted, fields: str = "") -> str:
    """In the language of FTS5; what is excluded is so in all fields. Keys are letters and digits: nothing in them
    has to be escaped."""
    match = " AND ".join(_term(term) for term in wanted.required)
    if wanted.anchors:
        match = f"({_any(wanted.anchors)}) AND ({_any(wanted.required)})"
    match = f"{fields}({match})"
    return f"{match} NOT ({_any(wanted.excluded)})" if wanted.excluded else match


def _any(terms: tuple[Term, ...]) -> str:
    return " OR ".join(_term(term) for term in terms)


def _term(term: Term) -> str:
    return f"({' OR '.join(_phrase(form) for form in term.forms)})"


def _phrase(form: tuple[str, ...]) -> str:
    phrase = " ".join(form)
    return f'"{phrase.removesuffix(BEGINNING)}"{BEGINNING}' if phrase.endswith(BEGINNING) else f'"{phrase}"'
