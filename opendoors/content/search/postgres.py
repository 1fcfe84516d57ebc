"""PostgreSQL: the keys of an entry are a tsvector with a weight for each field, under a GIN index; pg_trgm knows words.

The keys are stems already (`words`), so nothing here depends on a text search configuration of the server.
"""

import functools
import math
import operator
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from opendoors.content.search.entries import AnyEntry
from opendoors.content.search.matching import COLUMNS, LONGEST_QUERY, WEIGHTS, Keys, Match, TooSlow
from opendoors.content.search.questions import Term
from opendoors.content.search.results import MOST

SIMILAR = "0.2"  # a shorter way than through most of the trigrams; the words found are compared letter by letter
GAP = 10  # places between two fields, so that no phrase reaches from one into the next
FARTHEST, OFTEN = 16_383, 200  # a tsvector keeps places up to this, and no more than 255 of a word
WEIGHT_ARRAY = f"{{{','.join(str(weight / max(WEIGHTS)) for weight in reversed(WEIGHTS))}}}"  # of D, C, B and A


class PostgresBackend:
    def stored(self, keys: Keys) -> str:
        return vector(keys)

    def add(self, model: type[AnyEntry], keys: dict[int, Keys]) -> None:
        """They stand in the entry itself."""

    def drop(self, model: type[AnyEntry], pks: Collection[int]) -> None:
        """And go with it."""

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
        found = _found(entries, expression(required, excluded, any_of=any_of, fields=":AB" if in_names else ""))
        ranks = {
            f"rank_{n}": RawSQL(
                "ts_rank(%s, keys, %s::tsquery, 1)", (WEIGHT_ARRAY, expression((term,), (), any_of=True))
            )
            for n, term in enumerate(required)
        }
        total = functools.reduce(operator.add, (F(name) for name in ranks))
        found = found.annotate(**ranks).order_by(total.desc())
        rows = list(found.values_list(*COLUMNS, *ranks)[:most])
        return sorted(_weighed(rows, len(required)), key=lambda match: -match.score)

    def known(self, entries: QuerySet, keys: Iterable[str]) -> set[str]:
        return {key for key in keys if self.having(entries, key).exists()}

    def having(self, entries: QuerySet, key: str) -> QuerySet:
        return _found(entries, f"'{key}'")

    def similar(self, word: str, most: int) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [SIMILAR])
            cursor.execute(
                "SELECT text FROM content_word WHERE text %% %s ORDER BY similarity(text, %s) DESC LIMIT %s",
                [word, word, most],
            )
            return [text for (text,) in cursor.fetchall()]

    def learn(self, words: dict[int, str]) -> None:
        """The index of trigrams keeps itself."""

    def unlearn(self, pks: Iterable[int]) -> None:
        """So it does here."""

    @contextmanager
    def within_time(self) -> Iterator[None]:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                limit = str(int(LONGEST_QUERY * 1000))
                cursor.execute(
                    "SELECT current_setting('statement_timeout'), set_config('statement_timeout', %s, true)", [limit]
                )
                (before, _limit) = cursor.fetchone()
                yield
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) == "57014":  # query_canceled
                raise TooSlow from error
            raise

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            vacuum = "" if connection.in_atomic_block else "VACUUM "
            cursor.execute(f"{vacuum}ANALYZE content_entry, content_staffentry, content_word")


def vector(fields: Keys) -> str:
    """As PostgreSQL reads a tsvector: 'key':1A,5B. Keys are letters and digits, so nothing has to be escaped."""
    places: dict[str, list[str]] = {}
    place = 0
    for weight, keys in zip("ABCD", fields, strict=True):
        for key in keys:
            place += 1
            known = places.setdefault(key, [])
            if place <= FARTHEST and len(known) < OFTEN:
                known.append(f"{place}{weight}")
        place += GAP
    return " ".join(f"'{key}':{','.join(known)}" if known else f"'{key}'" for key, known in places.items())


def expression(required: tuple[Term, ...], excluded: tuple[Term, ...], *, any_of: bool, fields: str = "") -> str:
    """As a tsquery. `fields` are weights, for instance ":AB"."""
    wanted = (" | " if any_of else " & ").join(_term(term, fields) for term in required)
    return " & ".join([f"({wanted})", *(f"!{_term(term)}" for term in excluded)])


def _term(term: Term, fields: str = "") -> str:
    return f"({' | '.join(_phrase(form, fields) for form in term.forms)})"


def _phrase(form: tuple[str, ...], fields: str) -> str:
    return "(" + " <-> ".join(f"'{key}'{fields}" for key in form) + ")"


def _found(entries: QuerySet, match: str) -> QuerySet:
    return entries.extra(where=["keys @@ %s::tsquery"], params=[match])


def _weighed(rows: list[tuple], terms: int) -> Iterator[Match]:
    """ts_rank does not know that a rare word says more than a common one: each rank counts by the word's rarity."""
    columns = list(zip(*rows, strict=True))[len(COLUMNS) :]
    rarity = [math.log(1 + MOST / (0.5 + sum(rank > 0 for rank in column))) for column in columns]
    for row in rows:
        score = sum(weight * _flattened(rank) for weight, rank in zip(rarity, row[len(COLUMNS) :], strict=True))
        yield Match(*row[: len(COLUMNS)], score)


def _flattened(rank: float) -> float:
    return rank / (rank + 0.1)
