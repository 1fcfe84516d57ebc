"""Words as they are compared: one reading of texts and questions for both databases, which store and match its keys.

Case, ё, diacritics, apostrophes and hyphens do not matter. Latin words are compared by their English stem, Cyrillic
ones by their Russian stem (Snowball), whatever language the text is in; Chinese, Japanese and Korean sign by sign, so
that a name of two signs is found. Names also have a sound, by which they are found in the other alphabet.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from opendoors.content.search.common_words import COMMON, SAME

SOUND = "\ue000"  # begins the key of a sound, which is no word of any language
STANDING = SOUND + "standing"  # the key of every record that has a page in each language
BEGINNING = "*"  # ends the key of a word that is only begun, in questions alone
LONGEST = 40  # letters of a word that are compared
_CJK = r"\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_APOSTROPHE = "['’ʼ‘`´]"
# A sign; initials written together (U.S.A.); a word, perhaps with apostrophes inside.
_WORD = re.compile(rf"[{_CJK}]|(?:[^\W\d_]\.){{2,}}[^\W\d_]?(?!\w)|[^\W_{_CJK}]+(?:{_APOSTROPHE}[^\W_{_CJK}]+)*")
_HYPHENS = "-‐‑"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\u0301]")
_ACCENTED = re.compile("[À-ɏḀ-ỿ]")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ё": "е", "Ё": "Е"})
_IS_CJK = re.compile(f"[{_CJK}]")
_IS_CYRILLIC = re.compile("[а-я]")


class Word(NamedTuple):
    """`key` is what is compared, empty for a word that says nothing; `start` and `end` are where it stands.

    `is_joined`: it continues the word before it, after a hyphen or as the next sign.
    """

    key: str
    plain: str  # as written, without what does not matter
    start: int
    end: int
    is_joined: bool = False


def words_of(text: str) -> Iterator[Word]:
    """The words of a text, in order. Places are those of the text given."""
    end, was_sign = -1, False
    for found in _WORD.finditer(text):
        start, stop, parts = found.start(), found.end(), _read(found[0])
        is_sign = is_cjk(found[0])
        is_joined = (start == end and is_sign and was_sign) or (start == end + 1 and text[end] in _HYPHENS)
        for key, plain in parts:
            yield Word(key, plain, start, stop, is_joined)
        end, was_sign = stop, is_sign


def keys_of(text: str) -> list[str]:
    """What is stored of a text: its keys in order, then each hyphenated word written together."""
    keys = [key for token in _WORD.findall(text) for key, _plain in _read(token) if key]
    if not any(hyphen in text for hyphen in _HYPHENS):
        return keys
    joined = []
    before: Word | None = None
    for word in words_of(text):
        if word.is_joined and before and not is_cjk(word.plain):
            joined.append(key_of(before.plain + word.plain))
        before = word
    return keys + joined


def different_words_of(text: str) -> dict[str, str]:
    """The words of a text in no order, each with its key."""
    return {plain: key for token in set(_WORD.findall(text)) for key, plain in _read(token) if key}


def sounds_of(text: str, *, capitalised: bool = False) -> list[str]:
    """The sounds of its words, each once; of a sentence only those of capitalised words, which may be names."""
    words = (word for word in words_of(text) if word.key and (not capitalised or text[word.start].isupper()))
    found = (sound_of(word.plain) for word in words)
    return list(dict.fromkeys(filter(None, found)))


def heard(text: str) -> list[str]:
    """The text as one would hear it: alike for Peking University and Pekin University."""
    words = (word for token in _WORD.findall(text) for word in _read(token))
    return [sound_of(plain) or plain for key, plain in words if key]


def is_cjk(word: str) -> bool:
    """Whether it is a sign of Chinese, Japanese or Korean, which stand for themselves."""
    return word[0] >= "\u3005" and _IS_CJK.match(word) is not None


def is_cyrillic(word: str) -> bool:
    return _IS_CYRILLIC.search(word) is not None


@lru_cache(maxsize=200_000)
def key_of(plain: str) -> str:
    if plain in COMMON:
        return ""
    plain = SAME.get(plain, plain)[:LONGEST]
    if not plain.isalpha() or is_cjk(plain):
        return plain
    return _russian_stem(plain) if is_cyrillic(plain) else snowballstemmer.stemmer("english").stemWord(plain)


def _russian_stem(plain: str) -> str:
    """The stem of the stem and so on: that of «экзамен» is «экзам», and that of «экзаменов» «экзамен»."""
    # A stemmer of its own each time: it keeps the word that it works on, and requests run side by side.
    stem, before = snowballstemmer.stemmer("russian").stemWord(plain), plain
    while stem != before:
        stem, before = snowballstemmer.stemmer("russian").stemWord(stem), stem
    return stem


def clean(text: str) -> str:
    """Composed signs and nothing invisible; never longer than it was, so it can be shown in its stead."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text.replace("\0", " ")))


@lru_cache(maxsize=200_000)
def _read(token: str) -> tuple[tuple[str, str], ...]:
    """Key and plain form of what is written as one word, or of its parts."""
    parts = (
        "".join(filter(str.isalnum, part)) for part in _plain_parts(token)
    )  # databases are promised no other signs
    return tuple((key_of(plain), plain) for plain in parts if plain)


def _plain_parts(word: str) -> tuple[str, ...]:
    """Without what does not matter. The possessive goes; “l'” and “d'” are words; other apostrophes are left out."""
    word = unicodedata.normalize("NFKC", word).casefold().translate(_PLAIN).replace(".", "")
    word = _ACCENTED.sub(lambda letter: unicodedata.normalize("NFD", letter[0])[0], word)
    first, *others = re.split(_APOSTROPHE, word)
    if others and others[-1] == "s":
        others.pop()
    if others and len(first) == 1 and first in "ldo":
        return first, "".join(others)
    return (first + "".join(others),)


# ---- Sounds: what a name has in common in two alphabets -------------------------------------------------------------

_LETTERS = str.maketrans(
    {"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k",
     "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
     "ц": "c", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a"}
)  # fmt: skip
_SOUNDS = (
    ("shch", "sh"), ("sch", "sh"), ("kh", "h"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("ck", "k"), ("x", "ks"),
    ("yu", "u"), ("ya", "a"), ("yo", "e"), ("ye", "e"), ("iu", "u"), ("ia", "a"), ("ju", "u"), ("ja", "a"),
    ("ng", "n"), ("y", "i"), ("j", "i"), ("w", "v"), ("q", "k"),
)  # fmt: skip


@lru_cache(maxsize=50_000)
def sound_of(plain: str) -> str:
    """The key of how a name sounds, alike for Lomonosov and Ломоносова; empty for what is too short to tell."""
    if not plain.isalpha() or is_cjk(plain):
        return ""
    sound = plain.translate(_LETTERS)
    for written, heard in _SOUNDS:
        sound = sound.replace(written, heard)
    sound = re.sub(r"(.)\1", r"\1", sound).rstrip("aeiou")  # endings of cases
    return SOUND + sound if len(sound) > 2 and sound.isascii() else ""
