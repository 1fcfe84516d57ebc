"""The words of all entries, for typing errors and for words that are not written out yet.

It also knows words of what is not shown yet or no longer: whoever uses it makes sure that a reader finds them.
"""

from collections.abc import Collection, Iterable, Iterator

from opendoors.content.search.backends import backend
from opendoors.content.search.entries import Word
from opendoors.content.search.matching import batches
from opendoors.content.search.sources import Document
from opendoors.content.search.words import LONGEST, different_words_of, is_cjk

BATCH = 500
SHORTEST = 3  # letters


def learn(documents: Iterable[Document]) -> set[str]:
    """Know the words of these documents from now on; returns them."""
    words = {plain: key for document in documents for plain, key in _words(document)}
    for some in batches(sorted(words), BATCH):
        known = set(Word.objects.filter(text__in=some).values_list("text", flat=True))
        new = [Word(text=text, key=words[text]) for text in some if text not in known]
        if new:
            Word.objects.bulk_create(new, ignore_conflicts=True)
            stored = Word.objects.filter(text__in=[word.text for word in new])
            backend().learn(dict(stored.values_list("pk", "text")))
    return set(words)


def forget_all_but(words: Collection[str]) -> None:
    lost = [pk for pk, text in Word.objects.values_list("pk", "text").iterator() if text not in words]
    for some in batches(lost, BATCH):
        backend().unlearn(some)
        Word.objects.filter(pk__in=some).delete()


def _words(document: Document) -> Iterator[tuple[str, str]]:
    for text in (document.title, *document.names, document.lead, *document.other, document.body):
        for word, key in different_words_of(text).items():
            if SHORTEST <= len(word) <= LONGEST and word.isalpha() and not is_cjk(word):
                yield word, key
