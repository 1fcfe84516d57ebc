"""How many records each value would leave: one aggregated query per question, however many values there are."""

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Count


def tally(records: models.QuerySet, lookup: str) -> dict:
    """How many of `records` have each value of `lookup`, which may lead over many rows of another table."""
    counted = records.order_by().values_list(lookup).annotate(count=Count("pk", distinct=True))
    return {value: count for value, count in counted if value is not None}


def tally_pairs(homes: models.QuerySet, *pairs: models.QuerySet) -> dict:
    """The same where a value can be reached on several ways and is told of another record than is counted.

    `pairs` are rows of `record` and `value`, `homes` rows of `record` and the `home` that counts it.
    In SQL, because the ORM neither joins nor counts what a union has made one.
    """
    connection = connections[homes.db]
    try:
        (told, values), (counted, keys) = (_sql(rows) for rows in (pairs[0].union(*pairs[1:]), homes.order_by()))
    except EmptyResultSet:
        return {}
    statement = (
        f"SELECT pairs.value, COUNT(DISTINCT homes.home) FROM ({told}) pairs "  # noqa: S608
        f"JOIN ({counted}) homes ON homes.record = pairs.record WHERE pairs.value IS NOT NULL GROUP BY pairs.value"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *keys])
        return dict(cursor.fetchall())


def _sql(rows: models.QuerySet) -> tuple[str, tuple]:
    return rows.query.get_compiler(rows.db).as_sql()
