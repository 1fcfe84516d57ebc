"""Chains of records that must not come back to where they began."""

from collections.abc import Iterator

from django.db import models


def chain(record: models.Model, link: str) -> Iterator[models.Model]:
    """What `record.link` leads to, and that one's, and so on; stops after the first that comes a second time."""
    seen = set()
    following = getattr(record, link)
    while following is not None:
        yield following
        if following.pk in seen:
            return
        seen.add(following.pk)
        following = getattr(following, link)


def comes_round(record: models.Model, link: str) -> bool:
    """Whether the chain leads back to `record`."""
    return record.pk is not None and any(other.pk == record.pk for other in chain(record, link))


def height(record: models.Model, link: str, most: int) -> int:
    """How many levels hang below `record` through `link`, counted to `most` at most."""
    rows = type(record)._base_manager
    levels, level = 0, [record.pk] if record.pk else []
    while levels < most and (level := list(rows.filter(**{f"{link}__in": level}).values_list("pk", flat=True))):
        levels += 1
    return levels
