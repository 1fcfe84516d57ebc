"""What a search gives back: plain values for a template to show, already limited to what this reader may find."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST = 1000  # matches that are ranked and counted


class Part(NamedTuple):
    """A stretch of a title or snippet: plain text to be escaped, and whether it is what was looked for (`<mark>`)."""

    text: str
    is_match: bool = False


class Problem(models.TextChoices):
    """Why a question was not answered; its `label` is the sentence for the reader."""

    EMPTY = "empty", _("Please type what you are looking for.")
    NO_WORDS = "no-words", _("There is no word in this to look for.")
    COMMON_WORDS = "common-words", _("These words stand in nearly every text. Please add one that says more.")
    ONLY_EXCLUDED = "only-excluded", _("Please say also what you are looking for, not only what to leave out.")
    TOO_SLOW = "too-slow", _("This search took too long. Please look for fewer or rarer words.")


@dataclass(frozen=True)
class Hit:
    """One thing found. `key` is its primary key, `kind` that of its source; `url` is its address in `language`.

    `dated_on` is the day that it is told with (of a partner perhaps only its year is known), None if it has none. The
    parts of `title` and `snippet` are to be joined.
    """

    kind: str
    key: int
    language: str
    url: str
    title: tuple[Part, ...]
    snippet: tuple[Part, ...] = ()
    dated_on: date | None = None


class Choice(NamedTuple):
    """A value of a facet: `filters={facet: value}` narrows to it, which leaves `count` (of the ranked ones)."""

    value: str
    label: Any
    count: int


@dataclass(frozen=True)
class Results:
    """`total` is of everything found, at most MOST; with `is_capped` there is more, and it reads “over 1,000”.

    `facets` has the names "kind", "year" and those that the sources announce ("topic", "country"), each with its
    choices, most frequent first (years: newest first). Counts are of what was found with the filters.
    `suggestion` is the question with its typing errors mended, made only of words that the reader can find, else None.
    With `is_corrected` nothing was found as typed, and the hits are those of the suggestion. With `is_relaxed` few
    things or none have all the words, and the hits also hold what has only some.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_capped: bool = False
    facets: dict[str, list[Choice]] = field(default_factory=dict)
    suggestion: str | None = None
    is_corrected: bool = False
    is_relaxed: bool = False
    problem: Problem | None = None


@dataclass(frozen=True)
class Suggestion:
    """What somebody who is typing may mean: the title of something public, and its address."""

    kind: str
    text: str
    url: str
    parts: tuple[Part, ...]
