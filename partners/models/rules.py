"""Invariants that one row can state, as CHECK constraints of the database.

A CHECK passes when it comes to NULL: every rule on a column that may be NULL says so in words.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.dates import Edge, Precision


class Rule(models.CheckConstraint):
    """A CHECK that a form tells beside its `field` instead of above everything. Migrations see a plain CHECK."""

    def __init__(self, *, field: str, message, condition: Q, name: str):
        self.field = field
        super().__init__(condition=condition, name=name, violation_error_message=message)

    def deconstruct(self):
        _path, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs

    def clone(self):
        return Rule(field=self.field, message=self.violation_error_message, condition=self.condition, name=self.name)

    def validate(self, model, instance, exclude=None, using="default"):
        try:
            super().validate(model, instance, exclude=exclude, using=using)
        except ValidationError as error:
            raise ValidationError({self.field: error.messages}) from error


def known(prefix: str, field: str, choices: Iterable[str]) -> Rule:
    """The field holds one of its choices: Django checks that in forms only."""
    return Rule(
        field=field,
        message=_("Please choose one of the values offered."),
        condition=Q(**{f"{field}__in": list(choices)}),
        name=f"{prefix}_{field}_known",
    )


def web_address(prefix: str, field: str, *, or_path: bool = False) -> Rule:
    """The field is empty or starts with http(s)://; with `or_path`, it may be a path on this site."""
    condition = Q(**{field: ""}) | Q(**{f"{field}__startswith": "https://"}) | Q(**{f"{field}__startswith": "http://"})
    if or_path:
        condition |= Q(**{f"{field}__startswith": "/"}) & ~Q(**{f"{field}__startswith": "//"})
    return Rule(
        field=field,
        message=_("An address starts with https:// or http://, or with / on this site.")
        if or_path
        else _("An address starts with https:// or http://."),
        condition=condition,
        name=f"{prefix}_{field}_is_web_address",
    )


def in_order(prefix: str, earlier: str, later: str, message) -> Rule:
    """`later` is not before `earlier` where both are known."""
    return Rule(
        field=later,
        message=message,
        condition=Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__isnull": True})
        | Q(**{f"{later}__gte": F(earlier)}),
        name=f"{prefix}_{later}_after_{earlier}",
    )


def partial_date(prefix: str, name: str, edge: Edge) -> list[Rule]:
    """The pair `<name>_on`, `<name>_precision`: unknown exactly when empty, and stored at the edge of its period."""
    on, precision = f"{name}_on", f"{name}_precision"
    return [
        known(prefix, precision, Precision.values),
        Rule(
            field=precision,
            message=_("Say how precisely the date is known: to the day, the month or the year."),
            condition=Q(**{f"{on}__isnull": True, precision: Precision.UNKNOWN})
            | (Q(**{f"{on}__isnull": False}) & ~Q(**{precision: Precision.UNKNOWN})),
            name=f"{prefix}_{name}_unknown_when_empty",
        ),
        Rule(
            field=on,
            message=_("A month or a year is stored by its first or last day."),
            condition=Q(**{f"{on}__isnull": True})
            | Q(**{f"{precision}__in": [Precision.DAY, Precision.UNKNOWN]})
            | (Q(**{precision: Precision.MONTH}) & _at_edge_of_month(on, edge))
            | (Q(**{precision: Precision.YEAR}) & _at_edge_of_year(on, edge)),
            name=f"{prefix}_{name}_at_edge",
        ),
    ]


def _at_edge_of_month(on: str, edge: Edge) -> Q:
    if edge is Edge.START:
        return Q(**{f"{on}__day": 1})
    return (
        Q(**{f"{on}__day": 31})
        | Q(**{f"{on}__month__in": [4, 6, 9, 11], f"{on}__day": 30})
        | Q(**{f"{on}__month": 2, f"{on}__day__gte": 28})
    )


def _at_edge_of_year(on: str, edge: Edge) -> Q:
    month, day = (1, 1) if edge is Edge.START else (12, 31)
    return Q(**{f"{on}__month": month, f"{on}__day": day})
