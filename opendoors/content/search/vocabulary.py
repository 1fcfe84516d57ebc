"""The words of all entries, for typing errors and for words that are not written out yet.

It also knows words of what is not shown yet or no longer: whoever uses it makes sure that a reader finds them.
"""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Max

from opendoors.content.search.backends import backend
from opendoors.content.search.entries import Word
from opendoors.content.search.matching import batches
from opendoors.content.search.sources import Document
from opendoors.content.search.words import LONGEST, different_words_of, is_cjk, key_of

BATCH = 500
SHORTEST = 3  # letters


def learn(documents: Iterable[Document], known: Collection[str] = frozenset()) -> set[str]:
    """Know the words of these documents from now on, of which some may be known to be `known`; returns them all."""
    words = {plain: key for document in documents for plain, key in _words(document)}
    newest = Word.objects.aggregate(newest=Max("pk"))["newest"] or 0
    for some in batches(
        sorted(words.keys() - known), BATCH
    ):  # sorted: two that write the same must not lock each other
        Word.objects.bulk_create([Word(text=text, key=words[text]) for text in some], ignore_conflicts=True)
    backend().learn(newest)
    return set(words)


def forget_misread() -> None:
    """Those whose key is another today."""
    _forget(pk for pk, text, key in Word.objects.values_list("pk", "text", "key").iterator() if key != key_of(text))


def forget_all_but(words: Collection[str]) -> None:
    _forget(pk for pk, text in Word.objects.values_list("pk", "text").iterator() if text not in words)


def _forget(pks: Iterable[int]) -> None:
    for some in batches(pks, BATCH):
        backend().unlearn(some)
        Word.objects.filter(pk__in=some).delete()


def _words(document: Document) -> Iterator[tuple[str, str]]:
    for text in (document.title, *document.names, document.lead, *document.other, document.body):
        for word, key in different_words_of(text).items():
            if SHORTEST <= len(word) <= LONGEST and word.isalpha() and not is_cjk(word):
                yield word, key
