"""What an open form says to the server while somebody types, and how it is read: nothing in it is believed."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, RawPostDataException, UnreadablePostError

from opendoors.content.desk.forms import IS_KEY
from opendoors.content.keeping import KEPT_FOR

IS_TAB = re.compile(r"[0-9a-zA-Z-]{8,40}").fullmatch
PART = re.compile(r"_[0-9]$")  # of an input that has several boxes: publish_at_0, publish_at_1

Values = dict[str, list[str]]


class Unreadable(ValueError):
    """Not what our own page sends."""


class TooLarge(Exception):
    """More than a form may send."""


@dataclass(frozen=True)
class Message:
    tab: str
    content: str  # the key of what is edited, empty for what was never saved
    based_on: int | None
    values: Values | None  # only when something was typed since the last message
    age: timedelta  # of these values
    changed: bool
    hidden: bool  # nobody looks at this tab just now
    closing: bool
    left_behind: bool  # handed over from the browser by another tab: nobody has this one open
    settled: list[str]  # tabs whose texts are of no more use


def read(request: HttpRequest) -> Message:
    """The message of a request. Raises Unreadable and TooLarge."""
    try:
        if len(request.body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
        sent = json.loads(request.body)
    except RequestDataTooBig:
        raise TooLarge from None
    except (ValueError, RecursionError, UnreadablePostError, RawPostDataException) as error:
        raise Unreadable from error
    if not isinstance(sent, dict):
        raise Unreadable
    age = sent.get("age")
    return Message(
        tab=_matching(IS_TAB, sent.get("tab")),
        content=_matching(IS_KEY, sent["content"]) if sent.get("content") else "",
        based_on=int(_matching(IS_KEY, sent["based_on"])) if sent.get("based_on") else None,
        values=_values(sent["values"]) if sent.get("values") is not None else None,
        age=timedelta(seconds=min(max(age, 0), KEPT_FOR.total_seconds())) if type(age) is int else timedelta(),
        changed=sent.get("changed") is True,
        hidden=sent.get("hidden") is True,
        closing=sent.get("closing") is True,
        left_behind=sent.get("left_behind") is True,
        settled=[_matching(IS_TAB, tab) for tab in _list(sent.get("settled", []))[:20]],
    )


def of_form(values: Values, fields: Collection[str]) -> Values:
    """What belongs to the fields of a form: no tokens, no buttons, nothing that it does not ask for."""
    return {name: given for name, given in values.items() if name in fields or PART.sub("", name) in fields}


def _matching(check: Any, text: Any) -> str:
    if not isinstance(text, str) or not check(text):
        raise Unreadable
    return text


def _list(given: Any) -> list:
    if not isinstance(given, list):
        raise Unreadable
    return given


def _values(given: Any) -> Values:
    if not isinstance(given, dict):
        raise Unreadable
    return {name: [_storable(text) for text in _list(texts)] for name, texts in given.items()}


def _storable(text: Any) -> str:
    """PostgreSQL keeps neither null bytes nor halves of characters."""
    if not isinstance(text, str):
        raise Unreadable
    return text.replace("\0", "").encode("utf-8", "replace").decode()
