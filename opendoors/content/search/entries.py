"""The rows of the two indexes: for each document what a hit shows, and when visitors find it.

The keys by which they are found are kept in the form that each database has for itself (`sqlite`, `postgres`).
"""

import zlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar, NamedTuple, Self

from django.db import connection, models
from django.db.models import Q
from django.utils.functional import cached_property

from opendoors.content import clock

NARROW = b"\0"  # begins what has one byte for each sign, as most texts in two alphabets can; the others are in UTF-8
MATCHED = ("pk", "kind", "language", "dated_on", "tags")  # what a match knows of its entry
LEAD = 1000  # bytes of a lead that ranking reads


def packed(text: str) -> bytes:
    try:
        return NARROW + zlib.compress(text.encode("cp1251"), 6)
    except UnicodeEncodeError:
        return zlib.compress(text.encode(), 6)


def unpacked(data: bytes, most: int = 0) -> str:
    """The whole text, or what its first `most` bytes hold."""
    data = bytes(data)
    is_narrow = data.startswith(NARROW)
    text = zlib.decompressobj().decompress(data[1:] if is_narrow else data, most)
    return text.decode("cp1251") if is_narrow else text.decode(errors="ignore" if most else "strict")


def lead_of(text: str) -> str:
    return text.partition("\n")[0]


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

    @cached_property
    def statement(self) -> tuple[str, tuple]:
        """What reads matches among these entries, and its parameters: made once; further conditions may follow."""
        return self.values_list(*MATCHED).query.sql_with_params()

    def heads(self, pks: Collection[int], *, with_leads: bool) -> dict[int, Head]:
        """Of each question, so without Django's work on a query."""
        if not pks:
            return {}
        text = "text" if with_leads and not self.model.has_only_names else "NULL"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, title, names, {text} FROM {self.model._meta.db_table} "
                f"WHERE id IN ({', '.join(['%s'] * len(pks))})",
                pks,
            )
            return {
                pk: Head([title, *filter(None, names.split("\n"))], lead_of(unpacked(text, LEAD)) if text else "")
                for pk, title, names, text in cursor.fetchall()
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

    other = models.TextField(blank=True)  # a line each
    text = PackedTextField()  # the lead in the first line, then the body: packed together they take less room
    shown_from = models.DateTimeField(null=True)  # empty: always
    shown_until = models.DateTimeField(null=True)

    class Meta(AnyEntry.Meta):
        pass

    @property
    def texts(self):
        lead, _line, body = self.text.partition("\n")
        return [lead, body]

    @property
    def other_names(self):
        return [*super().other_names, *self.other.split("\n")]


class StaffEntry(AnyEntry):
    """What staff find, in any state, by titles and names only. Whether one may see it, its own queryset says."""

    has_only_names = True

    class Meta(AnyEntry.Meta):
        pass


class WordsQuerySet(models.QuerySet):
    def of(self, words: Iterable[str]) -> Self:
        """Where these words stand."""
        return self.filter(beginning__in={Words.beginning_of(word) for word in words})

    def sharing_letters(self, word: str) -> Self:
        shares = Q()
        for letter in Words.beginning_of(word):
            shares |= Q(beginning__startswith=letter) | Q(beginning__endswith=letter)
        return self.filter(shares).order_by("beginning")


class Words(models.Model):
    """Words of any entry, also of one that is not shown yet: a reader sees one only if it stands in one that is."""

    beginning = models.CharField(max_length=2)
    texts = models.TextField()  # in order, a space between them

    objects = WordsQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["beginning"], name="content_words_once")]

    def __str__(self) -> str:
        return self.beginning

    @staticmethod
    def beginning_of(word: str) -> str:
        return word[:2]
