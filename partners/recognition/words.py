"""Words of a text or a name, as they are compared: ё is е, Russian words by their stem, CJK sign by sign.

A name and a text are taken apart by the same function, so that whatever it forgets, it forgets in both.
"""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

_CJK = r"\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|([^\W_{_CJK}]+)(?:['’ʼ][sS](?![^\W_]))?")
_ADDRESS = re.compile(r"https?://\S{1,2000}|\bwww\.\S{1,2000}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,190}")
_INITIALS = re.compile(r"(?<![^\W_])[^\W\d_]\.")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_SPACED_DASH = re.compile(r"\s[-‐-―−]|[-‐-―−]\s")
_ABBREVIATED = {"имен", "st"}  # keys; the dot after “им.” and “St.” ends no sentence
_SAME = {"им": "имен", "saint": "st", "for": "of"}  # what is written in more than one way
_PLURAL = ("ами", "ями", "ах", "ях", "ам", "ям", "ых", "их", "ыми", "ими", "ые")


class Gap(IntEnum):
    """What stands before a word: nothing that matters, a pause within a sentence, its end, the end of a block."""

    NONE = 0
    PAUSE = 1
    STOP = 2
    BLOCK = 3


class Word(NamedTuple):
    text: str
    key: str  # what is compared
    gap: Gap
    start: int
    end: int


def normal(text: str) -> str:
    """Composed signs, nothing invisible, and no addresses of pages or people: they name nobody."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("\0", " ").replace("&", " and ")
    return _ADDRESS.sub("\u2022", text) if "@" in text or "://" in text or "www." in text else text


def words_of(text: str) -> list[Word]:
    """The words of a `normal` text. A single letter with a dot is an initial, and left out."""
    words: list[Word] = []
    end = 0
    for found in _WORD.finditer(text):
        bare = found[1] or found[0]
        if len(bare) == 1 and _INITIALS.match(text, found.start()):
            continue
        gap = _gap(text[end : found.start()], words[-1].key if words else "")
        words.append(Word(bare, key(bare), gap, found.start(), found.start() + len(bare)))
        end = found.end()
    return words


@lru_cache(maxsize=100_000)
def key(word: str) -> str:
    plain = word.casefold().replace("ё", "е")
    if plain in _SAME:
        return _SAME[plain]
    # A stemmer of its own each time: it keeps the word that it works on, and requests run side by side.
    return snowballstemmer.stemmer("russian").stemWord(plain) if _is_cyrillic(plain) else plain


def is_acronym(word: str) -> bool:
    """HSE, MEPhI, СПбПУ: more than one capital."""
    return sum(letter.isupper() for letter in word) > 1


def is_other_number(text: str, name: str) -> bool:
    """Whether a Russian word is the plural of the name's: “государственные университеты” is no university's name."""
    text, name = text.casefold().replace("ё", "е"), name.casefold().replace("ё", "е")
    if text == name or not _is_cyrillic(text) or name in _SAME or name.endswith((*_PLURAL, "ов", "ев")):
        return False
    is_masculine = name[-1] not in "аеиойуыьэюя"
    return text.endswith(_PLURAL) or (is_masculine and text.endswith(("ы", "ов", "и")))


def _is_cyrillic(word: str) -> bool:
    return "а" <= word[0] <= "я"


def _gap(between: str, before: str) -> Gap:
    if between in ("", " "):
        return Gap.NONE
    if before in _ABBREVIATED:
        between = between.removeprefix(".")
    if "\n" in between:
        return Gap.BLOCK
    between = _INITIALS.sub("", between)
    if any(sign in between for sign in ".!?…;:。！？\u2022"):
        return Gap.STOP
    if any(sign in between for sign in ",()[]{}/|+=、，（）") or _SPACED_DASH.search(between):
        return Gap.PAUSE
    return Gap.NONE
