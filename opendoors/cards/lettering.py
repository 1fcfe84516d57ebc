"""Words in Golos Text as Pillow sets them: in both scripts, as large as they fit.

The typeface is one file for each script; which letters each holds stands in `static/css/fonts.css`. A sign that none
of them holds (北, an emoji) is left out: an empty box in its place says less than nothing.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

STATIC = Path(__file__).resolve().parent.parent / "static"
FACE = re.compile(r"url\(\"\.\./(fonts/[^\"]+)\"\)[^}]*unicode-range:([^;]+);")
LINE = 1.16  # of the size of the letters
EMPTY_BRACKETS = re.compile(r"\(\s*\)|«\s*»|“\s*”")


@dataclass(frozen=True)
class Style:
    """`size` in pixels, `weight` from 400 to 900."""

    size: int
    weight: int

    @property
    def line_height(self) -> int:
        return round(self.size * LINE)


def settable(text: str) -> str:
    """What of a text the typeface can set, in one line."""
    kept = "".join(letter for letter in " ".join(text.split()) if letter == " " or _file_of(letter))
    return " ".join(EMPTY_BRACKETS.sub("", kept).split())


def width(text: str, style: Style) -> float:
    return sum(_font(file, style).getlength(run) for file, run in _runs(text))


def fitted(text: str, box: tuple[int, int], sizes: range, weight: int) -> tuple[list[str], Style]:
    """The lines of a text in the first of these sizes in which it fits into a box; cut if it fits in none."""
    for size in sizes:
        style = Style(size, weight)
        lines = wrapped(text, box[0], style)
        if len(lines) * style.line_height <= box[1]:
            return lines, style
    most = max(1, box[1] // style.line_height)
    last = lines[most - 1]
    while last and width(f"{last}…", style) > box[0]:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(' ,;:—–-')}…"], style


def wrapped(text: str, most: int, style: Style) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".lstrip()
        if width(longer, style) <= most:
            lines[-1] = longer
        else:
            lines += _broken(word, most, style)
    return [line for line in lines if line]


def put(canvas: ImageDraw.ImageDraw, place: tuple[float, float], line: str, style: Style, colour: str) -> None:
    """`place`: where the line begins, and its base line."""
    left, base = place
    for file, run in _runs(line):
        font = _font(file, style)
        canvas.text((left, base), run, fill=colour, font=font, anchor="ls")
        left += font.getlength(run)


def _broken(word: str, most: int, style: Style) -> list[str]:
    """A word that is longer than a line ends where the line does."""
    parts = [""]
    for letter in word:
        if parts[-1] and width(parts[-1] + letter, style) > most:
            parts.append("")
        parts[-1] += letter
    return parts


def _runs(text: str) -> list[tuple[str, str]]:
    """Each with the file that has its letters; a space stays with the letters before it."""
    files, last = [], next(iter(_faces()))
    for letter in text:
        last = last if letter == " " else _file_of(letter) or last
        files.append((last, letter))
    return [(file, "".join(letter for _file, letter in run)) for file, run in groupby(files, key=lambda one: one[0])]


def _file_of(letter: str) -> str:
    code = ord(letter)
    if not letter.isprintable():
        return ""
    return next((file for file, ranges in _faces().items() if any(code in one for one in ranges)), "")


@cache
def _faces() -> dict[str, list[range]]:
    """Which letters each file holds."""
    css = (STATIC / "css" / "fonts.css").read_text("utf-8")
    return {file: [_range(one) for one in ranges.split(",")] for file, ranges in FACE.findall(css)}


def _range(text: str) -> range:
    first, _to, last = text.strip().removeprefix("U+").partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


@cache
def _font(file: str, style: Style) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(STATIC / file, style.size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([style.weight])
    return font
