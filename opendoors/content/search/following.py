"""Hears of every write and keeps the index right: what was written is taken note of, and indexed after the commit.

A question that is asked in the same transaction, as the time machine does, has what is noted indexed first; a rollback
takes that back with all the rest.
"""

import copy
import threading

from django.db import connection, transaction
from django.db.models import Model

from opendoors.content.search.indexing import index_rows
from opendoors.content.search.sources import Source, sources


class _Noted(threading.local):
    """What the transaction of this thread has written; how much of it is indexed already, and within which savepoints:
    when these are rolled back, it no longer is."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.rows: list[Model] = []
        self.indexed = 0
        self.savepoints: list[str] = []


_noted = _Noted()


def note(row: Model) -> None:
    """For `changes.subscribe`. The row is copied: once it is deleted, it forgets its key."""
    _forget_rolled_back()
    _noted.rows.append(copy.copy(row))
    # What is written stays written, whatever becomes of the index; an error is logged.
    transaction.on_commit(catch_up, robust=True)


def catch_up() -> None:
    """Index what the transaction has written."""
    rows = _noted.rows
    _noted.clear()
    _index(rows)


def catch_up_before_a_question() -> None:
    """The same in the midst of it; what is rolled back later will be indexed again."""
    _forget_rolled_back()
    savepoints = list(connection.savepoint_ids)
    if savepoints[: len(_noted.savepoints)] != _noted.savepoints:
        _noted.indexed = 0
    rows = _noted.rows[_noted.indexed :]
    if rows:
        _noted.indexed, _noted.savepoints = len(_noted.rows), savepoints
        _index(rows)


def _forget_rolled_back() -> None:
    """A rollback takes back what was to be done after the commit: then there is nothing of ours to be done."""
    if not any(function is catch_up for _savepoints, function, _robust in connection.run_on_commit):
        _noted.clear()


def _index(rows: list[Model]) -> None:
    for source, keys in _affected(rows).items():
        index_rows(source, keys)


def _affected(rows: list[Model]) -> dict[Source, set[int]]:
    affected: dict[Source, set[int]] = {}
    for row in {(type(row), row.pk): row for row in rows}.values():
        for source in sources():
            keys = affected.setdefault(source, set())
            if isinstance(row, source.model):
                keys.add(row.pk)
            told = source.told_by(row) if row.pk else None
            keys.update(told.order_by().values_list("pk", flat=True) if told is not None else ())
    return {source: keys for source, keys in affected.items() if keys}
