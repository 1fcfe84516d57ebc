"""Hears of every write to public content and tells its subscribers: the only place of the project that uses signals.

A renamed university changes articles' pages and search entries too, so nobody can call every reader by name. Models
are announced with `watch()`, readers with `subscribe()`; a reader is called once per write, after the commit, and not
at all when the transaction is rolled back; one that asks to hear `at_once` is called during the write, to take note of
what a commit would change. `QuerySet.update()` and `bulk_create()` send no signal: call `announce()` after them.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import signals

Subscriber = Callable[[models.Model], None]

_subscribers: list[Subscriber] = []
_hearing_at_once: list[Subscriber] = []
_watched: set[type[models.Model]] = set()


def subscribe(subscriber: Subscriber, *, at_once: bool = False) -> Subscriber:
    """Call `subscriber(instance)` after each committed write, or during it. Usable as a decorator."""
    subscribers = _hearing_at_once if at_once else _subscribers
    if subscriber not in subscribers:
        subscribers.append(subscriber)
    return subscriber


def unsubscribe(subscriber: Subscriber) -> None:
    _subscribers.remove(subscriber)


def announce(instance: models.Model) -> None:
    """Tell every subscriber about `instance` once the current transaction is committed, some of them at once."""
    for subscriber in list(_hearing_at_once):
        subscriber(instance)
    for subscriber in list(_subscribers):
        transaction.on_commit(partial(subscriber, instance))


def watch(*watched: type[models.Model]) -> None:
    """Announce every save, delete and many-to-many change of these models from now on."""
    for model in watched:
        _watched.add(model)
        identity = f"changes.{model._meta.label}"
        signals.post_save.connect(_on_write, sender=model, dispatch_uid=f"{identity}.save")
        signals.post_delete.connect(_on_write, sender=model, dispatch_uid=f"{identity}.delete")
        for field in model._meta.many_to_many:
            through = field.remote_field.through
            signals.m2m_changed.connect(_on_links, sender=through, dispatch_uid=f"{identity}.{field.name}")


def is_watched(model: type[models.Model]) -> bool:
    """Also of the rows that link two models, if either of the fields is watched."""
    through = {field.remote_field.through for one in _watched for field in one._meta.many_to_many}
    return model in _watched or model in through


def _on_write(sender: type[models.Model], instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        announce(instance)


def _on_links(sender: type[models.Model], instance: models.Model, action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        announce(instance)
