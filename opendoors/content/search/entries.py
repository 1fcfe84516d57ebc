"""The rows of the two indexes: for each document what a hit shows, and when visitors find it.

The keys by which they are found are kept in the form that each database has for itself (`sqlite`, `postgres`).
"""

import zlib
from collections.abc import Collection, Mapping
from typing import Any, ClassVar, NamedTuple, Self

from django.db import connection, models
from django.db.models import Q

from opendoors.content import clock

NARROW = b"\0"  # begins what has one byte for each sign, as most texts in two alphabets can; the others are in UTF-8


def packed(text: str) -> bytes:
    try:
        return NARROW + zlib.compress(text.encode("cp1251"), 6)
    except UnicodeEncodeError:
        return zlib.compress(text.encode(), 6)


def unpacked(data: bytes) -> str:
    data = bytes(data)
    if data.startswith(NARROW):
        return zlib.decompress(data[1:]).decode("cp1251")
    return zlib.decompress(data).decode()


class PackedTextField(models.BinaryField):
    """A long text that is only shown in extracts: compressed, it takes a third of the room."""

    def get_prep_value(self, value: Any) -> bytes:
        return packed(value) if isinstance(value, str) else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return unpacked(value) if value else ""


class KeysField(models.Field):
    """What a backend stores of the keys: a tsvector in PostgreSQL, packed text in SQLite. It is never read along."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "blob"


class Head(NamedTuple):
    """What ranking reads of an entry."""

    names: list[str]  # the title is the first
    lead: str


class EntryQuerySet(models.QuerySet):
    def shown(self) -> Self:
        """The rule of `content/publishing.py`; what it says of state and bin is kept by there being an entry."""
        now = clock.now()
        return self.filter(Q(shown_from=None) | Q(shown_from__lte=now), Q(shown_until=None) | Q(shown_until__gt=now))

    def readable_in(self, language: str, also: Collection[str], everywhere: Collection[str]) -> Self:
        """In this language, or also in others; of the kinds that are `everywhere` only in this one."""
        if not set(also) - {language}:
            return self.filter(language=language)
        return self.filter(Q(language=language) | (Q(language__in=also) & ~Q(kind__in=everywhere)))

    def of_kinds(self, kinds: Collection[str]) -> Self:
        return self.filter(kind__in=[kind for kind in kinds if "\0" not in kind]) if kinds else self

    def narrowed(self, filters: Mapping[str, str]) -> Self:
        """To these values of facets; what is none finds nothing."""
        entries = self
        for name, value in filters.items():
            if name == "kind":
                entries = entries.of_kinds([value])
            elif name == "year":
                is_year = value.isascii() and value.isdecimal() and len(value) == 4 and value > "0000"
                entries = entries.filter(dated_on__year=int(value)) if is_year else entries.none()
            else:
                is_tag = "\0" not in value and not value.isspace()
                entries = entries.filter(tags__contains=f" {name}:{value} ") if is_tag else entries.none()
        return entries

    def of(self, kind: str, keys: Collection[int]) -> Self:
        return self.filter(kind=kind, key__in=keys)

    def heads(self, pks: Collection[int]) -> dict[int, Head]:
        lead = () if self.model.has_only_names else ("lead",)
        rows = self.filter(pk__in=pks).values_list("pk", "title", "names", *lead)
        return {
            pk: Head([title, *filter(None, names.split("\n"))], *lead or ("",)) for pk, title, names, *lead in rows
        }

    def among(self, rows: Mapping[str, models.QuerySet]) -> Self:
        """Of these rows of each kind; the keys are asked for in the same query."""
        allowed = Q(pk__in=())
        for kind, some in rows.items():
            allowed |= Q(kind=kind, key__in=some.order_by().values("pk"))
        return self.filter(allowed)


class EntryManager(models.Manager.from_queryset(EntryQuerySet)):
    def get_queryset(self) -> EntryQuerySet:
        return super().get_queryset().defer("keys")


class AnyEntry(models.Model):
    kind = models.CharField(max_length=30)
    key = models.BigIntegerField()
    language = models.CharField(max_length=10)
    url = models.CharField(max_length=500)
    title = models.TextField()
    names = models.TextField(blank=True)  # a line each
    dated_on = models.DateField(null=True)
    tags = models.TextField(default=" ")  # " topic:12 country:CN "
    keys = KeysField(null=True)

    objects = EntryManager()

    has_only_names: ClassVar[bool] = False

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["kind", "key", "language"], name="%(app_label)s_%(class)s_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def texts(self) -> list[str]:
        """What a snippet is taken from, the best first."""
        return []

    @property
    def other_names(self) -> list[str]:
        return self.names.split("\n")


class Entry(AnyEntry):
    """What visitors find from `shown_from` until `shown_until`; it holds public words only."""

    lead = models.TextField(blank=True)
    other = models.TextField(blank=True)  # a line each
    body = PackedTextField()
    shown_from = models.DateTimeField(null=True)  # empty: always
    shown_until = models.DateTimeField(null=True)

    class Meta(AnyEntry.Meta):
        pass

    @property
    def texts(self):
        return [self.lead, self.body]

    @property
    def other_names(self):
        return [*super().other_names, *self.other.split("\n")]


class StaffEntry(AnyEntry):
    """What staff find, in any state, by titles and names only. Whether one may see it, its own queryset says."""

    has_only_names = True

    class Meta(AnyEntry.Meta):
        pass


class WordQuerySet(models.QuerySet):
    def beginning_with(self, prefix: str) -> Self:
        if connection.vendor == "postgresql":  # whose order of letters depends on its language
            return self.filter(text__startswith=prefix)
        return self.filter(text__gte=prefix, text__lt=prefix + "\U0010ffff")


class Word(models.Model):
    """A word of any entry, also of one that is not shown yet: a reader sees it only if it stands in one that is."""

    text = models.CharField(max_length=40)
    key = models.CharField(max_length=40)

    objects = WordQuerySet.as_manager()

    class Meta:
        # One index both for what is the same and for what begins so, whatever the collation of a PostgreSQL database.
        constraints = [
            models.UniqueConstraint(fields=["text"], opclasses=["varchar_pattern_ops"], name="content_word_once")
        ]

    def __str__(self) -> str:
        return self.text
