"""The words around what was found, with what was looked for marked. Plain text in, plain text out."""

import re
from collections.abc import Iterator

from opendoors.content.search.questions import Question
from opendoors.content.search.results import Part
from opendoors.content.search.words import BEGINNING, SOUND, clean, is_cjk, sound_of, words_of

LENGTH = 220  # characters
BEFORE = 60  # of them at most before the first word that is shown
MOST_NAMES = 2
SEPARATOR = Part(" · ")
READ = 40_000  # characters of a text that are looked through
_ANY_ACCENT = "À-ɏ"

Places = list[tuple[int, int, str]]  # where a word stands, and its key


class Marker:
    """Marks what answers one question."""

    def __init__(self, question: Question):
        forms = [form for term in question.required for form in term.forms]
        self.runs = {"".join(form) for form in forms if is_cjk(form[0][0])}  # signs that stand together
        self.keys = {key for form in forms for key in form if not is_cjk(key[0])}
        self.sounds = {key for key in self.keys if key.startswith(SOUND)}
        self.begun = tuple(key.removesuffix(BEGINNING) for key in self.keys if key.endswith(BEGINNING))
        self.likely = _likely(self.keys - self.sounds, self.runs)

    def marked(self, text: str) -> tuple[Part, ...]:
        """The whole of a short text."""
        text = clean(text)
        places = [(word.start, word.end, word.key) for word in words_of(text) if self._is_match(word.key, word.plain)]
        runs = [place for place in self._places(text) if place[2] in self.runs]
        return tuple(_parts(text, sorted([*places, *runs]), 0, len(text)))

    def snippet(self, texts: list[str], names: list[str]) -> tuple[Part, ...]:
        """The best stretch of the first text that has any of the words; if none has, the names that have, and the
        beginning of the first text."""
        begin = ""
        for text in filter(None, texts):
            written = " ".join(clean(text[:READ]).split())
            if places := self._places(written):
                return _stretch(written, places)
            begin = begin or written
        told = [self.marked(name) for name in names if self._places(clean(name))][:MOST_NAMES]
        stretches = [*told, _stretch(begin, [])] if begin else told
        return tuple(part for stretch in stretches for part in (SEPARATOR, *stretch))[1:]

    def _places(self, text: str) -> Places:
        """In a long text, words that do not even begin alike are passed over."""
        places: Places = []
        for found in self.likely.finditer(text) if self.likely else ():
            if found[0] in self.runs:
                places.append((found.start(), found.end(), found[0]))
                continue
            for word in words_of(found[0]):
                if word.key in self.keys:
                    places.append((found.start() + word.start, found.start() + word.end, word.key))
        return places

    def _is_match(self, key: str, plain: str) -> bool:
        if key in self.keys or (self.begun and plain.startswith(self.begun)):
            return True
        return bool(self.sounds and key and sound_of(plain) in self.sounds)


def _likely(keys: set[str], runs: set[str]) -> re.Pattern | None:
    """Words that begin like one of the keys, however they are accented; runs of signs as they are."""
    patterns = sorted(map(re.escape, runs), key=len, reverse=True)
    if keys:
        # One set of letters comes first, in both cases: that is what `re` looks for fastest.
        beginnings = [[_letter(letter) for letter in key[: 3 if len(key) > 3 else None]] for key in sorted(keys)]
        firsts = "".join(dict.fromkeys("".join(first for first, *_rest in beginnings)))
        rests = "|".join(dict.fromkeys("".join(f"[{letter}]" for letter in rest) for _first, *rest in beginnings))
        patterns.append(rf"[{firsts}](?<!\w\w)(?:{rests})[\w'’]*")
    return re.compile("|".join(patterns)) if patterns else None


def _letter(letter: str) -> str:
    """How it may be written, as a set of a pattern has it."""
    if letter == "е":
        return "еёЕЁ"
    return f"{letter}{letter.upper()}{_ANY_ACCENT if letter.isascii() and letter.isalpha() else ''}"


def _stretch(text: str, places: Places) -> tuple[Part, ...]:
    """Where most different words stand close together, the earliest of such places."""
    start = 0
    if places and (places[-1][1] > LENGTH or len(text) > LENGTH):
        start = max((_worth(places, first), -first, first) for first, _end, _key in places)[2]
    begin = _beginning(text, start)
    end = _ending(text, begin)
    parts = list(_parts(text, places, begin, end))
    if begin:
        parts.insert(0, Part("… "))
    if end < len(text):
        parts.append(Part(" …"))
    return tuple(parts)


def _worth(places: Places, first: int) -> int:
    return len({key for start, _end, key in places if first <= start < first + LENGTH - BEFORE})


def _beginning(text: str, first: int) -> int:
    """Of the sentence, if it is near; else of a word."""
    if first <= BEFORE:
        return 0
    before = text[first - BEFORE : first]
    sentence = max(before.rfind(mark) for mark in (". ", "! ", "? ", "。"))
    cut = sentence + 1 if sentence >= 0 else before.find(" ")
    return first - BEFORE + cut + 1 if cut >= 0 else first - BEFORE


def _ending(text: str, begin: int) -> int:
    if len(text) <= begin + LENGTH:
        return len(text)
    space = text.rfind(" ", begin + LENGTH // 2, begin + LENGTH)
    return space if space > 0 else begin + LENGTH


def _parts(text: str, places: Places, begin: int, end: int) -> Iterator[Part]:
    at = begin
    for start, stop, _key in places:
        if at <= start and stop <= end:
            if start > at:
                yield Part(text[at:start])
            yield Part(text[start:stop], True)
            at = stop
    if at < end:
        yield Part(text[at:end])
