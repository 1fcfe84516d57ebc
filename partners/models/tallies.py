"""How many records each value would leave: one aggregated query per question, however many values there are."""

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Count


def tally(records: models.QuerySet, lookup: str) -> dict:
    """How many of `records` have each value of `lookup`, which may lead over many rows of another table."""
    counted = records.order_by().values_list(lookup).annotate(count=Count("pk", distinct=True))
    return {value: count for value, count in counted if value is not None}


def tally_pairs(records: models.QuerySet, *pairs: models.QuerySet) -> dict:
    """The same where a value can be reached on several ways: `pairs` are values of `record` (a key) and `value`.

    In SQL, because the ORM does not count what a union has made one.
    """
    union = pairs[0].union(*pairs[1:])
    connection = connections[union.db]
    try:
        together, values = union.query.get_compiler(union.db).as_sql()
        wanted, keys = records.order_by().values("pk").query.get_compiler(union.db).as_sql()
    except EmptyResultSet:
        return {}
    statement = (
        f"SELECT pairs.value, COUNT(*) FROM ({together}) AS pairs "  # noqa: S608
        f"WHERE pairs.value IS NOT NULL AND pairs.record IN ({wanted}) GROUP BY pairs.value"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *keys])
        return dict(cursor.fetchall())
