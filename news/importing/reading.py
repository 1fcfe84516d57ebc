"""A file of articles: JSON, a list of objects (docs/operations.md has the format)."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from opendoors.content import richtext
from opendoors.content.publishing import YEARS
from opendoors.content.richtext.editor import MAX_LENGTH
from opendoors.content.slugs import slug_from

GROUPS = UUID("0b0c5a5e-7a26-4f0e-8a44-8a8a6d0b7f5d")  # the name space of translation keys that are words
TEXTS = frozenset({"title", "slug", "lead", "body", "byline", "cover_caption"})
MOMENTS = frozenset({"publish_at", "expire_at"})
KNOWN = TEXTS | MOMENTS | {"language", "topics", "source", "featured", "translation", "cover"}
MAX_BYTES = 100 * 1024**2
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Faulty(Exception):
    """What is wrong with a file or an article of it, in words."""


@dataclass(frozen=True)
class Entry:
    """An article as the file has it. `values` are fields of Article that the file names; the rest stays as it is."""

    language: str
    slug: str
    values: dict[str, Any]
    topics: list[str] | None = None
    cover: str | None = None  # '': none
    translation: UUID | None = field(default=None)


def articles(path: Path) -> list[Any]:
    """What the file lists, each still to be read. Raises Faulty."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Faulty(f"{path} is larger than {MAX_BYTES // 1024**2} MB.")
        listed = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise Faulty(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise Faulty(f"{path} is no JSON in UTF-8: {error}.") from error
    if not isinstance(listed, list):
        raise Faulty(f"{path} holds no list of articles.")
    return listed


def entry(raw: Any) -> Entry:
    """One article of the file. Raises Faulty."""
    if not isinstance(raw, dict):
        raise Faulty("not an object with the fields of an article")
    unknown = sorted(raw.keys() - KNOWN)
    if unknown:
        raise Faulty(f"unknown: {', '.join(unknown)}")
    language = raw.get("language")
    if not isinstance(language, str) or language not in dict(settings.LANGUAGES):
        raise Faulty(f"language is one of {', '.join(dict(settings.LANGUAGES))}")
    values: dict[str, Any] = {name: _text(name, raw[name]) for name in TEXTS & raw.keys()}
    if not values.get("title", "").strip():
        raise Faulty("title is missing")
    if len(values.get("body", "")) > MAX_LENGTH:
        raise Faulty(f"body is longer than {MAX_LENGTH} characters")
    if "body" in values:
        values["body"] = richtext.clean(values["body"])
    values["slug"] = values.get("slug") or slug_from(values["title"])
    values |= {name: _moment(name, raw[name]) for name in MOMENTS & raw.keys()} | _source(raw)
    if "featured" in raw:
        values["is_featured"] = _boolean("featured", raw["featured"])
    return Entry(language, values["slug"], values, _topics(raw), _cover(raw), _group(raw))


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Faulty(f"{name} is no text")
    if name != "body" and _CONTROL.search(value):
        raise Faulty(f"{name} holds a control character")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Faulty(f"{name} holds half a character") from error
    return value if name == "body" else value.strip()


def _boolean(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Faulty(f"{name} is true or false")
    return value


def _moment(name: str, value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None or moment.year not in YEARS:
        raise Faulty(f"{name} is a moment with its offset from UTC, for instance 2027-03-01T10:00:00+03:00")
    return moment


def _source(raw: dict[str, Any]) -> dict[str, str]:
    if "source" not in raw:
        return {}
    source = raw["source"] or {}
    if not isinstance(source, dict) or source.keys() - {"name", "url"}:
        raise Faulty("source has a name and a url")
    return {f"source_{part}": _text(f"source {part}", source.get(part, "")) for part in ("name", "url")}


def _topics(raw: dict[str, Any]) -> list[str] | None:
    if "topics" not in raw:
        return None
    if not isinstance(raw["topics"], list):
        raise Faulty("topics is a list of addresses of topics")
    return [_text("topics", topic) for topic in raw["topics"]]


def _cover(raw: dict[str, Any]) -> str | None:
    if "cover" not in raw:
        return None
    return "" if raw["cover"] is None else _text("cover", raw["cover"])


def _group(raw: dict[str, Any]) -> UUID | None:
    if "translation" not in raw:
        return None
    name = _text("translation", raw["translation"])
    if not name:
        raise Faulty("translation is empty")
    try:
        return UUID(name)
    except ValueError:
        return uuid5(GROUPS, name)
