"""SQLite: the keys of an entry are a row of an FTS5 table, ranked by bm25; words have their trigrams in another.

Where SQLite was built without FTS5 the migration makes ordinary tables of the same names, and LIKE looks through them.
"""

import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from django.db import OperationalError, connection
from django.db.models import QuerySet

from opendoors.content.search.entries import AnyEntry, packed, unpacked
from opendoors.content.search.matching import COLUMNS, LONGEST_QUERY, WEIGHTS, Keys, Match, TooSlow
from opendoors.content.search.questions import Term

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

    def matches(
        self,
        entries: QuerySet,
        required: tuple[Term, ...],
        excluded: tuple[Term, ...],
        *,
        any_of: bool = False,
        in_names: bool = False,
        most: int,
    ) -> list[Match]:
        table = table_of(entries.model)
        weights = ", ".join(str(weight) for weight in WEIGHTS)
        wanted = expression(required, excluded, any_of=any_of)
        found = self._found(entries, f"{{title names}} : ({wanted})" if in_names else wanted)
        found = found.extra(select={"score": f"-bm25({table}, {weights})"}).order_by("-score")[:most]
        return [Match(*row) for row in found.values_list(*COLUMNS, "score")]

    def known(self, entries: QuerySet, keys: Iterable[str]) -> set[str]:
        return {key for key in keys if self.having(entries, key).exists()}

    def having(self, entries: QuerySet, key: str) -> QuerySet:
        return self._found(entries, f'"{key}"')

    def similar(self, word: str, most: int) -> list[str]:
        padded = f"  {word} "
        trigrams = " OR ".join(f'"{padded[at : at + 3]}"' for at in range(len(padded) - 2))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT text FROM content_word_trigrams WHERE content_word_trigrams MATCH %s ORDER BY rank LIMIT %s",
                [trigrams, most],
            )
            return [text.strip() for (text,) in cursor.fetchall()]

    def learn(self, words: dict[int, str]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO content_word_trigrams (rowid, text) VALUES (%s, %s)",
                [(pk, f"  {word} ") for pk, word in words.items()],
            )

    def unlearn(self, pks: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM content_word_trigrams WHERE rowid = %s", [(pk,) for pk in pks])

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
            for table in ("content_entry_keys", "content_staffentry_keys", "content_word_trigrams"):
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")

    def _found(self, entries: QuerySet, match: str) -> QuerySet:
        table = table_of(entries.model)
        own = entries.model._meta.db_table
        return entries.extra(tables=[table], where=[f"{table} MATCH %s", f"{table}.rowid = {own}.id"], params=[match])


def expression(required: tuple[Term, ...], excluded: tuple[Term, ...], *, any_of: bool) -> str:
    """In the language of FTS5. Keys are letters and digits, so nothing in them has to be escaped."""
    wanted = (" OR " if any_of else " AND ").join(_term(term) for term in required)
    unwanted = " OR ".join(_term(term) for term in excluded)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _term(term: Term) -> str:
    return f"({' OR '.join(_phrase(form) for form in term.forms)})"


def _phrase(form: tuple[str, ...]) -> str:
    return f'"{" ".join(form)}"'
