"""PostgreSQL: the keys of an entry are a tsvector with a weight for each field, under a GIN index.

The keys are stems already (`words`), so nothing here depends on a text search configuration of the server.
"""

import math
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import EmptyResultSet
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from opendoors.content.search.entries import AnyEntry, EntryQuerySet
from opendoors.content.search.matching import LONGEST_QUERY, RARE, WEIGHTS, Keys, Match, TooSlow, Wanted
from opendoors.content.search.questions import Term
from opendoors.content.search.results import MOST
from opendoors.content.search.words import BEGINNING

TABLES = ("content_entry", "content_staffentry", "content_words")
WEIGHED = 100  # matches whose tsvector is read; the others follow by age
HALF = 0.1  # the rank that is worth half of the highest
GAP = 10  # places between two fields, so that no phrase reaches from one into the next
FARTHEST, OFTEN = 16_383, 200  # a tsvector keeps places up to this, and no more than 255 of a word
# GIN writes in the order of keys what the memory holds, and so leaves half of each page empty; in several goes it fills
# them up. The least that PostgreSQL takes is 1 MB.
GOES = 8
MEMORY = """
    SELECT set_config(name, least(setting::bigint, greatest(pg_table_size(%s) / 1024 / %s, 1024)) || 'kB', false)
    FROM pg_settings WHERE name = 'maintenance_work_mem'
"""
# Keys are in small letters: in capitals and these signs a Russian one takes one byte for each letter instead of two.
NARROW = str.maketrans("абвгдежзийклмнопрстуфхцчшщъыьэюя", "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$&+@")
WEIGHT_ARRAY = f"{{{','.join(str(weight / max(WEIGHTS)) for weight in reversed(WEIGHTS))}}}"  # of D, C, B and A


class PostgresBackend:
    def stored(self, keys: Keys) -> str:
        return vector(keys)

    def add(self, model: type[AnyEntry], keys: dict[int, Keys]) -> None:
        """They stand in the entry itself."""

    def drop(self, model: type[AnyEntry], pks: Collection[int]) -> None:
        """And go with it."""

    def matches(self, entries: EntryQuerySet, wanted: Wanted, *, in_names: bool, most: int) -> list[Match]:
        """Without Django's work on each query and row: there are up to a thousand, of plain values."""
        try:
            statement, parameters = entries.statement
        except EmptyResultSet:
            return []
        terms = [expression(wanted), *(f"!{_term(term)}" for term in wanted.excluded)]
        has = [_has(in_names), *[_has()] * len(wanted.excluded)]
        with connection.cursor() as cursor:
            # Plus nothing, or PostgreSQL goes through the primary keys and reads every tsvector that it meets.
            cursor.execute(
                f"{statement} AND {' AND '.join(has)} ORDER BY {entries.model._meta.db_table}.id + 0 DESC LIMIT %s",
                [*parameters, *terms, most],
            )
            return [Match(*row, 0.0) for row in cursor.fetchall()]

    def weighed(self, model: type[AnyEntry], matches: list[Match], terms: tuple[Term, ...]) -> list[Match]:
        first = matches[:WEIGHED]
        scores = self._scores(model, [match.pk for match in first], terms)
        for match in first:
            match.score = scores.get(match.pk, 0.0)
        return matches

    def _scores(self, model: type[AnyEntry], pks: list[int], terms: tuple[Term, ...]) -> dict[int, float]:
        """ts_rank does not know that a rare word says more than a common one: each rank counts by the word's rarity."""
        parts = ", ".join(["ts_rank(%s, read.keys, %s::tsquery, 1)"] * len(terms))
        parameters = [value for term in terms for value in (WEIGHT_ARRAY, _term(term))]
        with connection.cursor() as cursor:
            cursor.execute(
                # Joined with nothing, keys are unpacked once and not for each term.
                f"SELECT id, {parts} FROM (SELECT id, keys || ''::tsvector AS keys FROM {model._meta.db_table} "
                "WHERE id = ANY(%s) OFFSET 0) AS read",
                [*parameters, pks],
            )
            rows = cursor.fetchall()
        columns = list(zip(*rows, strict=True))[1:]
        rarity = [math.log(1 + MOST / (0.5 + sum(rank > 0 for rank in column))) for column in columns]
        return {
            pk: sum(weight * rank / (rank + HALF) for weight, rank in zip(rarity, ranks, strict=True))
            for pk, *ranks in rows
        }

    def frequency(self, model: type[AnyEntry], term: Term) -> int:
        return _found(model.objects, _term(term)).order_by()[: RARE + 1].count()

    def known(self, entries: EntryQuerySet, keys: Iterable[str]) -> set[str]:
        """All in one statement, each key written out: so PostgreSQL sees which of them are rare."""
        keys = list(keys)
        try:
            statement, parameters = entries.statement
        except EmptyResultSet:
            return set()
        if not keys:
            return set()
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join([f"SELECT %s WHERE EXISTS ({statement} AND {_has()})"] * len(keys)),
                [value for key in keys for value in (key, *parameters, _lexeme(key))],
            )
            return {key for (key,) in cursor.fetchall()}

    def having(self, entries: EntryQuerySet, key: str) -> QuerySet:
        return _found(entries, _lexeme(key))

    @contextmanager
    def within_time(self) -> Iterator[None]:
        is_inside = connection.in_atomic_block
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                limit = str(int(LONGEST_QUERY * 1000))
                cursor.execute(
                    # There is an index for everything that is asked: no table has to be read from end to end. One that
                    # is after all, as for rights, is reckoned so dear that PostgreSQL would take seconds to compile the
                    # query.
                    "SELECT current_setting('statement_timeout'), current_setting('jit'), "
                    "set_config('statement_timeout', %s, true), set_config('enable_seqscan', 'off', true), "
                    "set_config('jit', 'off', true)",
                    [limit],
                )
                before = cursor.fetchone()[:2]
                yield
                if is_inside:  # else it ends with the transaction
                    cursor.execute(
                        "SELECT set_config('statement_timeout', %s, true), set_config('jit', %s, true), "
                        "set_config('enable_seqscan', 'on', true)",
                        before,
                    )
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) == "57014":  # query_canceled
                raise TooSlow from error
            raise

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            if connection.in_atomic_block:
                cursor.execute(f"ANALYZE {', '.join(TABLES)}")
                return
            for table in TABLES:  # written a batch at a time, an index is up to four times as large as it need be
                cursor.execute(MEMORY, [table, GOES])
                cursor.execute(f"REINDEX TABLE CONCURRENTLY {table}")
            cursor.execute("RESET maintenance_work_mem")
            cursor.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")


def vector(fields: Keys) -> str:
    """As PostgreSQL reads a tsvector: 'key':1A,5B. No key has a quotation mark, so nothing has to be escaped."""
    places: dict[str, list[str]] = {}
    place = 0
    for weight, keys in zip("ABCD", fields, strict=True):
        for key in keys:
            place += 1
            known = places.setdefault(key, [])
            if place <= FARTHEST and len(known) < OFTEN:
                known.append(f"{place}{weight}")
        place += GAP
    stored = {_lexeme(key): ",".join(known) for key, known in places.items()}
    return " ".join(f"{key}:{known}" if known else key for key, known in stored.items())


def expression(wanted: Wanted) -> str:
    """What is required, as a tsquery."""
    return " | ".join(map(_term, wanted.anchors)) or " & ".join(map(_term, wanted.required))


def _term(term: Term) -> str:
    return f"({' | '.join(_phrase(form) for form in term.forms)})"


def _phrase(form: tuple[str, ...]) -> str:
    return "(" + " <-> ".join(_lexeme(key) for key in form) + ")"


def _lexeme(key: str) -> str:
    key = key.translate(NARROW)
    return f"'{key.removesuffix(BEGINNING)}':*" if key.endswith(BEGINNING) else f"'{key}'"


def _found(entries: QuerySet, match: str) -> QuerySet:
    return entries.extra(where=[_has()], params=[match])


def _has(in_names: bool = False) -> str:
    """There is an index of each."""
    return "ts_filter(keys, '{a,b}') @@ %s::tsquery" if in_names else "keys @@ %s::tsquery"
