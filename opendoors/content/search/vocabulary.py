"""The words of all entries, for typing errors and for words that are not written out yet.

It also knows words of what is not shown yet or no longer: whoever uses it makes sure that a reader finds them. They are
kept together by their first two letters: one by one, with an index of their trigrams, they took eight times the room.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db import transaction

from opendoors.content.search.entries import Words
from opendoors.content.search.sources import Document
from opendoors.content.search.words import LONGEST, different_words_of, is_cjk

SHORTEST = 3  # letters


def words_in(documents: Iterable[Document]) -> set[str]:
    """Those of these documents that are worth knowing."""
    return {word for document in documents for word in _words(document)}


def beginning_with(prefix: str) -> list[str]:
    """In order; of a single letter none."""
    return [word for word in _known(Words.objects.of([prefix])) if word.startswith(prefix)]


def near(word: str) -> list[str]:
    """Words of whose first two letters one is among the first two of this word."""
    return list(_known(Words.objects.sharing_letters(word)))


def everything() -> set[str]:
    return set(_known(Words.objects.all()))


def learn(words: Collection[str]) -> None:
    new = set(words) - set(_known(Words.objects.of(words)))
    if new:
        with transaction.atomic():
            # In order, here and below: two that write the same must not lock each other.
            beginnings = sorted({Words.beginning_of(word) for word in new})
            Words.objects.bulk_create([Words(beginning=two) for two in beginnings], ignore_conflicts=True)
            _write(new, set())


def forget(words: Collection[str]) -> None:
    with transaction.atomic():
        _write(set(), set(words))
        Words.objects.filter(texts="").delete()


def _write(new: set[str], lost: set[str]) -> None:
    """Where they stand already, or will."""
    added, dropped = _by_beginning(new), _by_beginning(lost)
    rows = list(Words.objects.of(new | lost).select_for_update().order_by("beginning"))
    for row in rows:
        row.texts = " ".join(sorted((set(row.texts.split()) | added[row.beginning]) - dropped[row.beginning]))
    # A single short statement; that of bulk_update() grows with the square of the rows.
    Words.objects.bulk_create(rows, update_conflicts=True, unique_fields=["beginning"], update_fields=["texts"])


def _known(rows: Iterable[Words]) -> Iterator[str]:
    return (word for row in rows for word in row.texts.split())


def _by_beginning(words: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for word in words:
        found[Words.beginning_of(word)].add(word)
    return found


def _words(document: Document) -> Iterator[str]:
    for text in (document.title, *document.names, document.lead, *document.other, document.body):
        for word in different_words_of(text):
            if SHORTEST <= len(word) <= LONGEST and word.isalpha() and not is_cjk(word):
                yield word
