"""By which abbreviation readers of a name know its university: one in the script of the name, if it has one."""

import unicodedata
from collections.abc import Iterable


def best(name: str, acronym: str, others: Iterable[str]) -> str:
    """The first abbreviation in the script of `name`; the acronym where there is none; '' without either."""
    wanted = _scripts(name)
    candidates = [acronym, *(other for other in others if is_abbreviation(other))]
    return next((one for one in candidates if _scripts(one) and _scripts(one) <= wanted), acronym)


def is_abbreviation(text: str) -> bool:
    """Whether most of its letters are capitals: УрФУ is one, МГТУ им. Баумана is a name."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) * 2 > len(letters)


def tells(name: str, abbreviation: str) -> bool:
    """Whether the name holds the abbreviation as words of its own."""
    return f" {_words(abbreviation)} " in f" {_words(name)} "


def _words(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())


def _scripts(text: str) -> set[str]:
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()}
