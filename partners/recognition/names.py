"""By which names a record goes, and how much each of them proves when it stands in a text."""

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from partners.recognition.vocabulary import AND, EVERYDAY, FIELDS, HEADS, LABORATORY, QUALIFIERS
from partners.recognition.words import Gap, Word, is_acronym, is_other_number, normal, words_of

LONGEST_NAME = 40  # words, or signs of a script without spaces
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)(?=\s*\w)")


class Proof(IntEnum):
    """What a name needs beside it to prove that its record is meant."""

    NAME = 0  # nothing
    OWNER = 1  # the name of what it belongs to, next to it
    SUBJECT = 2  # in the same block such a name, and the word “laboratory”


class Name(NamedTuple):
    pk: int
    text: str
    proof: Proof


@lru_cache(maxsize=200_000)
def keys_of(name: str) -> tuple[str, ...]:
    """What is compared of a name; nothing of one that says nothing. Kept, so that one new record costs no second."""
    words = words_of(normal(name))
    return tuple(word.key for word in words) if _says_enough(words) else ()


def spellings(names: list[str]) -> list[str]:
    """Each name that says enough, also without what stands in brackets in its middle."""
    written = [name for name in names if isinstance(name, str)]
    short = [_IN_BRACKETS.sub("", name).strip() for name in written if "(" in name]
    return [name for name in dict.fromkeys([*written, *short]) if keys_of(name)]


def _says_enough(words: list[Word]) -> bool:
    """Not a letter, a number, a mark, or two letters that mean something else elsewhere."""
    letters = sum(character.isalpha() for word in words for character in word.text)
    if len(words) > LONGEST_NAME or not letters:
        return False
    if _is_cjk(words):
        return len(words) > 1
    return letters > 2 if len(words) == 1 else letters > 3


def _distinctive(words: list[Word]) -> int:
    """How many of the words are not everybody's."""
    return len({word.key for word in words} - EVERYDAY)


def university_names(pk: int, names: list[str], owners: set[tuple[str, ...]]) -> Iterator[Name]:
    """`owners`: the names, as keys, of all that it is part of. A part goes by its plain name beside these only."""
    for name in spellings(names):
        keys = keys_of(name)
        is_known = not owners or (len(keys) == 1 and is_acronym(name)) or _contains(keys, owners)
        yield Name(pk, name, Proof.NAME if is_known else Proof.OWNER)


def laboratory_names(pk: int, names: list[str]) -> Iterator[Name]:
    for name in spellings(names):
        for text, proof in _of_laboratory(name):
            yield Name(pk, text, proof)


@lru_cache(maxsize=10_000)
def _of_laboratory(name: str) -> tuple[tuple[str, Proof], ...]:
    """The name; without “International” before it; cut before its “and” (beside its host); what it is about."""
    words = words_of(normal(name))
    found = {name: _laboratory_proof(words)}
    while words and words[0].key in QUALIFIERS:
        words = words[1:]
    found.setdefault(_text(name, words), _laboratory_proof(words))
    if words and words[0].key in LABORATORY:
        cut = next((number for number, word in enumerate(words) if word.key in AND), 0)
        if _distinctive(words[:cut]) > 1:
            found.setdefault(_text(name, words[:cut]), Proof.OWNER)
        about = words[2:] if len(words) > 1 and words[1].key == "of" else words[1:]
        if _distinctive(about) > 2:
            found.setdefault(_text(name, about), Proof.SUBJECT)
    return tuple((text, proof) for text, proof in found.items() if keys_of(text))


def agreement_names(pk: int, titles: list[str]) -> Iterator[Name]:
    """Titles that say more than “Memorandum of understanding”."""
    for title in spellings(titles):
        keys = keys_of(title)
        if len(keys) > 4 and len({*keys} - EVERYDAY) > 1:
            yield Name(pk, title, Proof.NAME)


@lru_cache(maxsize=1000)
def _words_of_name(name: str) -> list[Word]:
    return words_of(normal(name))


def fits(name: Name, text: list[Word], start: int) -> bool:
    """Whether words with the keys of `name` that begin at `start` are that name: its pauses, capitals and number."""
    own = _words_of_name(name.text)
    found = text[start : start + len(own)]
    if any(there.gap > here.gap for here, there in zip(own[1:], found[1:], strict=True)):
        return False
    if any(_is_other_word(there.text, here.text) for here, there in zip(own, found, strict=True)):
        return False
    return _case_fits(own, found) and not _goes_on(own, text, start)


def _is_other_word(text: str, name: str) -> bool:
    """Of the same key and yet another: НИИ is not НИУ, and “universities” are no university."""
    return is_other_number(text, name) or (is_acronym(name) and text.casefold() != name.casefold())


def _case_fits(own: list[Word], found: list[Word]) -> bool:
    """One word as it is written, or a proper name; several in any case, unless they are everyday words."""
    if len(own) == 1:
        name, text = own[0].text, found[0].text
        return text in (name, name.upper()) if is_acronym(name) else text[0].isupper()
    if _distinctive(own):
        return True
    return all(there.text[0].isupper() for here, there in zip(own, found, strict=True) if here.text[0].isupper())


# “Северо-Кавказский” is not “Кавказский”.
_HALVES = {"северо", "юго", "южно", "западно", "восточно"}


def _goes_on(own: list[Word], text: list[Word], start: int) -> bool:
    """Whether it is the beginning or the end of a longer name: “Beijing University” in “Beijing University of …”."""
    after = text[start + len(own) : start + len(own) + 2]
    if _is_cjk(own):
        ending = own[-1].text + (after[0].text if after and after[0].gap == Gap.NONE else "")
        return ending in ("大学", "学生")
    if len(own) == 1:
        return False
    if start and text[start - 1].text.casefold() in _HALVES:
        return True
    if own[-1].key not in HEADS or not after or after[0].gap != Gap.NONE:
        return False
    of_what = after[0].text == "of" and len(after) > 1 and after[1].gap == Gap.NONE and after[1].text[0].isupper()
    return of_what or after[0].key in FIELDS


def _is_cjk(words: list[Word]) -> bool:
    return all(len(word.text) == 1 and word.text >= "\u3005" for word in words)


def _contains(keys: tuple[str, ...], others: set[tuple[str, ...]]) -> bool:
    return any(keys[start:end] in others for start in range(len(keys)) for end in range(start + 1, len(keys) + 1))


def _laboratory_proof(words: list[Word]) -> Proof:
    return Proof.NAME if _distinctive(words) > 2 else Proof.OWNER


def _text(name: str, words: list[Word]) -> str:
    return normal(name)[words[0].start : words[-1].end] if words else ""
