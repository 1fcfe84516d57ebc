"""Questions of somebody who is still typing: the last word may only be begun."""

from opendoors.content.search import vocabulary
from opendoors.content.search.questions import Question, Term, parse
from opendoors.content.search.words import BEGINNING, key_of, words_of

SHORTEST = 2  # letters of a word that has just been begun
WORDS = 40  # that begin so, at most


def begun(text: str, *, among_all: bool = False) -> Question:
    """`among_all`: also by words that the vocabulary does not know, which are those of what is not shown yet."""
    words = list(words_of(text))
    question = parse(text)
    is_excluded = any(term.end == len(question.text) for term in question.excluded)
    if not words or words[-1].end != len(text) or is_excluded:
        return question
    last = words[-1]
    keys = {last.key}
    if len(last.plain) >= SHORTEST:
        keys |= {key_of(word) for word in vocabulary.beginning_with(last.plain)[:WORDS]}
        keys |= {last.plain + BEGINNING} if among_all else set()
    keys -= {""}
    if not keys:
        return question
    whole = tuple(term for term in question.required if term.end < len(question.text))
    typed = Term(last.plain, tuple((key,) for key in sorted(keys)), last.start, last.end)
    return Question(question.text, (*whole, typed), question.excluded)
