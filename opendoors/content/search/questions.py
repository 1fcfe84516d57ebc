"""A question as somebody typed it, taken apart: what must be there, what must not, and what cannot be looked for."""

import re
from dataclasses import dataclass, field, replace

from opendoors.content.search.results import Problem
from opendoors.content.search.words import Word, clean, is_cjk, key_of, sound_of, words_of

LONGEST = 400  # characters that are read
MOST_TERMS = 16
_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟″", '"'))
# "several words", or what stands between spaces; perhaps a minus before it.
_PIECE = re.compile(r'([-−]?)(?:"([^"]*)"|([^\s"]+))')
_OR = {"OR", "ИЛИ", "|"}

Phrase = tuple[str, ...]  # keys of words that stand one behind the other


@dataclass(frozen=True)
class Term:
    """One thing to look for: any of `forms`. `typed` stands in the question from `start` to `end`."""

    typed: str
    forms: tuple[Phrase, ...]
    start: int
    end: int
    is_word: bool = False  # a single word, which may be a slip of the fingers

    @property
    def keys(self) -> set[str]:
        return {key for form in self.forms for key in form}

    def joined_with(self, other: "Term") -> "Term":
        return Term(self.typed, (*self.forms, *other.forms), self.start, other.end)


@dataclass(frozen=True)
class Question:
    text: str
    required: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    problem: Problem | None = None
    left_out: bool = field(default=False, compare=False)  # whether it had more terms than are looked for

    def rewritten(self, words: dict[Term, str]) -> str:
        """The question with other words in the place of some terms."""
        text, end = "", 0
        for term in sorted(words, key=lambda term: term.start):
            text += self.text[end : term.start] + words[term]
            end = term.end
        return text + self.text[end:]

    def without(self, terms: set[Term]) -> "Question":
        return replace(self, required=tuple(term for term in self.required if term not in terms))


def parse(typed: str) -> Question:
    text = " ".join(clean(typed[: LONGEST * 4]).translate(_QUOTES).split())[:LONGEST]
    if not text:
        return Question(text, problem=Problem.EMPTY)
    required: list[Term] = []
    excluded: list[Term] = []
    has_words = joins = False
    for piece in _PIECE.finditer(text):
        minus, quoted, bare = piece.groups()
        if bare in _OR:
            joins = bool(required)
            continue
        words = list(words_of(quoted if bare is None else bare))
        has_words = has_words or bool(words)
        start = piece.start(2 if bare is None else 3)
        terms = _quoted(words, text, start) if bare is None else _bare(words, text, start)
        if joins and terms and not minus:
            required[-1:] = [required[-1].joined_with(terms[0])]
            terms = terms[1:]
        joins = False
        (excluded if minus else required).extend(terms)
    return _judged(Question(text, _distinct(required), _distinct(excluded)), has_words)


def _judged(question: Question, has_words: bool) -> Question:
    if question.required:
        return question
    if question.excluded:
        return replace(question, problem=Problem.ONLY_EXCLUDED)
    return replace(question, problem=Problem.COMMON_WORDS if has_words else Problem.NO_WORDS)


def _distinct(terms: list[Term]) -> tuple[Term, ...]:
    return tuple({term.forms: term for term in reversed(terms)}.values())[::-1][:MOST_TERMS]


def _quoted(words: list[Word], text: str, start: int) -> list[Term]:
    keys = tuple(word.key for word in words if word.key)
    if not keys:
        return []
    first, last = start + words[0].start, start + words[-1].end
    return [Term(text[first:last], (keys,), first, last)]


def _bare(words: list[Word], text: str, start: int) -> list[Term]:
    """Each word; what is joined by hyphens or without spaces is one term."""
    groups: list[list[Word]] = []
    for word in words:
        if word.is_joined and groups:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [term for group in groups if (term := _term(group, text, start))]


def _term(words: list[Word], text: str, start: int) -> Term | None:
    keys = tuple(word.key for word in words if word.key)
    if not keys:
        return None
    forms = [keys]
    if len(words) > 1 and not is_cjk(words[0].plain[0]):
        forms.append((key_of("".join(word.plain for word in words)),))
    elif len(words) == 1:
        forms += [(sound,) for sound in [sound_of(words[0].plain)] if sound]
    first, last = start + words[0].start, start + words[-1].end
    is_word = len(words) == 1 and words[0].plain.isalpha() and not is_cjk(words[0].plain[0])
    return Term(text[first:last], tuple(dict.fromkeys(forms)), first, last, is_word)
