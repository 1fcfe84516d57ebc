"""Rows in blocks by their keys: a row stays in its block for good, whatever becomes of its neighbours.

Pages by position would move everything behind a row that goes, and reading the last one would mean counting through
all others.
"""

from django.db.models import F, QuerySet

SIZE = 2_500  # rows at most
FURTHEST = 10**12  # no database has keys beyond that block


def numbers(rows: QuerySet) -> list[int]:
    """Of the blocks that hold any of these rows, in one query."""
    found = rows.order_by().annotate(block=F("pk") / SIZE).values_list("block", flat=True)
    return sorted(found.distinct())


def block(rows: QuerySet, number: int) -> QuerySet:
    if not 0 <= number <= FURTHEST:
        return rows.none()
    return rows.filter(pk__gte=number * SIZE, pk__lt=(number + 1) * SIZE).order_by("pk")
