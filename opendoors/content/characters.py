"""Characters that nobody types on purpose and that files cannot hold."""

import re

# What neither HTML nor XML (feeds) nor iCalendar can hold: control characters, lone surrogates and non-characters.
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")


def sendable(text: str) -> str:
    """Without them, and with one kind of line end."""
    return UNWANTED.sub("", _LINE_END.sub("\n", text))
