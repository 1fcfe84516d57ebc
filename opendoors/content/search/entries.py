"""The rows of the two indexes: for each document what a hit shows, and when visitors find it.

The words by which it is found stand beside them, in a form that each database has for itself (`sqlite`, `postgres`).
"""

import zlib
from typing import Any

from django.db import models


class PackedTextField(models.BinaryField):
    """A long text that is only shown in extracts: compressed, it takes a third of the room."""

    def get_prep_value(self, value: Any) -> bytes:
        return zlib.compress(value.encode(), 6) if isinstance(value, str) else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return zlib.decompress(value).decode() if value else ""


class AnyEntry(models.Model):
    kind = models.CharField(max_length=30)
    key = models.BigIntegerField()
    language = models.CharField(max_length=10)
    url = models.CharField(max_length=500)
    title = models.TextField()
    names = models.TextField(blank=True)  # a line each
    lead = models.TextField(blank=True)
    dated_on = models.DateField(null=True)

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["kind", "key", "language"], name="%(app_label)s_%(class)s_once")]

    def __str__(self) -> str:
        return self.title


class Entry(AnyEntry):
    """What visitors find from `shown_from` until `shown_until`; it holds public words only."""

    other = models.TextField(blank=True)
    body = PackedTextField()
    shown_from = models.DateTimeField(null=True)  # empty: always
    shown_until = models.DateTimeField(null=True)
    tags = models.TextField(default=" ")  # " topic:12 country:CN "

    class Meta(AnyEntry.Meta):
        pass


class StaffEntry(AnyEntry):
    """What staff find, in any state: title, names and lead only. Whether one may see it, its own queryset says."""
