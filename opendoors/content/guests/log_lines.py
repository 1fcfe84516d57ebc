"""No line of a log of ours holds a guest's address: whoever reads logs is not invited by that."""

import logging
import re
from typing import Any

ADDRESS = re.compile(r"(\bguest(?:/|%2f))[^\s\"'<>?#,]+", re.IGNORECASE)


def without_addresses(text: str) -> str:
    return ADDRESS.sub(r"\1…", text)


class Record(logging.LogRecord):
    """Whatever logger writes it, Django's, a server's or a library's, and whatever handler reads it."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.exc_info and self.exc_info[0]:
            self.exc_text = without_addresses(logging.Formatter().formatException(self.exc_info))

    def getMessage(self) -> str:
        return without_addresses(super().getMessage())


def keep_addresses_out() -> None:
    """Of all that this process logs from now on."""
    logging.setLogRecordFactory(Record)
