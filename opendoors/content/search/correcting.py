"""Typing errors: for a word that nothing has, the likest one that the reader can find."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from rapidfuzz import process
from rapidfuzz.distance import OSA

from opendoors.content.search.backends import backend
from opendoors.content.search.entries import Entry
from opendoors.content.search.questions import Question, Term
from opendoors.content.search.vocabulary import near
from opendoors.content.search.words import is_cyrillic, key_of, words_of

CANDIDATES = 100  # words that are nearest to the one typed
SHORTEST = 4  # letters: a shorter word is near to everything
ENDING = 2  # letters by which endings of one word differ
TRIED = 6  # of them that are looked for
distance = OSA.distance  # letters left out, added, changed or swapped with a neighbour (optimal string alignment)
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_OTHER_LAYOUT = str.maketrans(_LATIN_KEYS + _CYRILLIC_KEYS, _CYRILLIC_KEYS + _LATIN_KEYS)


def corrected(question: Question, shown: QuerySet, unknown: Iterable[Term]) -> str | None:
    """The question with its unknown words mended as far as possible; None if none of them can be."""
    mended = {}
    for term in unknown:
        word = _mended(term.typed, shown) if term.is_word else None
        if word:
            mended[term] = word
    return question.rewritten(mended) if mended else None


def _mended(typed: str, shown: QuerySet) -> str | None:
    plain = next((word.plain for word in words_of(typed)), "")
    candidates = [word for word in dict.fromkeys(_candidates(plain)) if key_of(word)][:TRIED]
    known = backend().known(shown, {key_of(word) for word in candidates})
    for word in candidates:
        if key_of(word) in known and (written := _as_written(word, plain, shown)):
            return written
    return None


def _candidates(plain: str) -> Iterator[str]:
    """Likest first."""
    yield from (word.plain for word in words_of(plain.translate(_OTHER_LAYOUT)))
    if len(plain) < SHORTEST:
        return
    most = 1 if len(plain) < 6 else 2
    nearest = process.extract(plain, near(plain), scorer=distance, score_cutoff=most + ENDING, limit=CANDIDATES)
    slips = {word: whole for word, whole, _at in nearest if is_cyrillic(word) == is_cyrillic(plain)}
    # Of the words or of their stems, since the word may be known with another ending only; and of the words.
    likely = {word: (min(whole, distance(key_of(plain), key_of(word))), whole) for word, whole in slips.items()}
    few = [word for word in likely if likely[word][0] <= most]
    yield from sorted(few, key=lambda word: (likely[word], word[:1] != plain[:1], abs(len(word) - len(plain))))


def _as_written(word: str, plain: str, shown: QuerySet) -> str | None:
    """A word with this one's stem as it stands in what the reader can find: the vocabulary knows more than that."""
    key = key_of(word)
    entries: Iterable[Entry] = backend().having(shown, key)[:3]
    texts = (text for entry in entries for text in (entry.title, entry.names, entry.other, entry.text))
    forms = {found.plain for text in texts for found in words_of(text) if found.key == key}
    return word if word in forms else min(forms, key=lambda form: distance(plain, form), default=None)
