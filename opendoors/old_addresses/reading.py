"""Lines of a CSV file: an old address, and an article's address with its language, or a path on this site."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

DELIMITERS = ",;\t"


class Unreadable(Exception):
    """Says why the file as a whole is of no use."""


@dataclass(frozen=True)
class Line:
    """`number` is that of the line in the file on which it ends."""

    number: int
    cells: list[str]


@dataclass(frozen=True, order=True)
class Problem:
    number: int
    words: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.words}"


def lines(file: Path) -> Iterator[Line]:
    """Without empty ones and without a first line of headings, which is one without a slash."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{file} is not UTF-8 (byte {error.start + 1})") from error
    first = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count))
    try:
        for count, cells in enumerate(reader):
            cells = [cell.strip() for cell in cells]
            if any(cells) and (count or "/" in cells[0]):
                yield Line(reader.line_num, cells)
    except csv.Error as error:
        raise Unreadable(f"line {reader.line_num}: {error}") from error
