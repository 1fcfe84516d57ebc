"""Apps announce in their module `outgoing` which of their rows have links that readers follow, and in which fields."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Source:
    """`rows` are those that readers find now or soon, `offered` those that a member of staff finds in the admin.

    `prose` is rich text, `addresses` hold one address or none (`events.source_url`: of each row of that relation), and
    `plain` is text in which addresses may stand.
    """

    model: type[Model]
    rows: Callable[[], QuerySet]
    offered: Callable[[Any], QuerySet]
    prose: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()


_sources: dict[type[Model], Source] = {}


def announce(source: Source) -> None:
    _sources[source.model] = source


def every() -> list[Source]:
    return [*_sources.values()]


def source_of(model: type[Model]) -> Source | None:
    return _sources.get(model)


def for_who_changes(model: type[Model]) -> Callable[[Any], QuerySet]:
    """Of what belongs to the association alone: all of it, or nothing."""

    def offered(user: Any) -> QuerySet:
        may = user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")
        return model._default_manager.all() if may else model._default_manager.none()

    return offered
