"""How long a text is: in words, and in minutes of a reader's time."""

import re

from opendoors.content import richtext

# Equally difficult texts in many languages: Trauzettel-Klosinski and Dietz, IOVS 53 (2012), 5452-5461.
WORDS_A_MINUTE = {"en": 228, "ru": 184}
_WORD = re.compile(r"\w+(?:[-‐'’.,]\w+)*")


def count_words(html: str) -> int:
    """Of what the page shows: captions and cells of tables count, a dash between spaces does not."""
    return len(_WORD.findall(richtext.plain_text(html)))


def reading_minutes(words: int, language: str) -> int:
    """To the nearest minute; 0 for what takes less than one."""
    minutes = words / WORDS_A_MINUTE[language]
    return int(minutes + 0.5) if minutes >= 1 else 0
