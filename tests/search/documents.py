"""The documents that search is judged by, read from `judged/*.txt` into rows of the site's own models.

A record begins with `=== key | part | part`. An article then has `--- language` and, line by line, its title, its lead
and its paragraphs; judgements call it `key.language`. A partner has lines of `name: value`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import models
from django.utils import timezone

from partners.models import Laboratory
from tests.factories import make_agreement, make_article, make_laboratory, make_topic, make_university

FOLDER = Path(__file__).parent / "judged"
TOPICS = {
    "admission": ("Admission", "Поступление"),
    "exams": ("Exams", "Испытания"),
    "life": ("Student life", "Студенческая жизнь"),
    "alumni": ("Alumni", "Выпускники"),
    "rankings": ("Rankings", "Рейтинги"),
    "science": ("Science", "Наука"),
    "cooperation": ("Cooperation", "Сотрудничество"),
}
FIELDS = {
    "en": "name_en",
    "ru": "name_ru",
    "about en": "description_en",
    "about ru": "description_ru",
    "acronym": "acronym",
    "kind": "kind",
}
AGREEMENT_FIELDS = {"en": "title_en", "ru": "title_ru", "about en": "summary_en", "about ru": "summary_ru"}

Rows = dict[str, models.Model]


@dataclass(frozen=True)
class Record:
    key: str
    parts: list[str]
    lines: list[str] = field(default_factory=list)

    @property
    def values(self) -> dict[str, str]:
        return dict(line.split(": ", 1) for line in self.lines)

    def named(self, names: dict[str, str]) -> dict[str, str]:
        """Its values under the names of a model's fields."""
        return {names[name]: value for name, value in self.values.items() if name in names}


def records(pattern: str) -> Iterator[Record]:
    for path in sorted(FOLDER.glob(pattern)):
        for text in path.read_text("utf-8").split("=== ")[1:]:
            header, *lines = text.strip().splitlines()
            key, *parts = (part.strip() for part in header.split("|"))
            yield Record(key, parts, lines)


def words(text: str) -> list[str]:
    return [word for word in (word.strip() for word in text.split(",")) if word]


def load() -> Rows:
    """Store every document; returns the rows by their keys in the judgements."""
    rows: Rows = {}
    for record in records("universities.txt"):
        rows[record.key] = _university(record, rows)
    for record in records("agreements.txt"):
        rows[record.key] = _agreement(record, rows)
    for record in records("laboratories.txt"):
        rows[record.key] = _laboratory(record, rows)
    topics = {key: make_topic(name_en=en, name_ru=ru) for key, (en, ru) in TOPICS.items()}
    for record in records("articles-*.txt"):
        rows |= _articles(record, rows, topics)
    return rows


def _university(record: Record, rows: Rows) -> models.Model:
    country, city = record.parts
    values = record.values
    told: dict[str, Any] = record.named(FIELDS) | {"country": country, "slug": record.key}
    told["city_en"], told["city_ru"] = words(city)
    told["aliases"] = [name.strip() for name in values.get("also", "").split(";") if name]
    if "part of" in values:
        told["parent"] = rows[values["part of"]]
    if "own" in values:
        told["own_language"], told["own_name"] = values["own"].split(" ", 1)
    return make_university(**told)


def _agreement(record: Record, rows: Rows) -> models.Model:
    parties, status, kind = record.parts
    told = record.named(AGREEMENT_FIELDS) | {"status": status, "kind": kind, "slug": record.key}
    return make_agreement(parties=[rows[key] for key in words(parties)], **told)


def _laboratory(record: Record, rows: Rows) -> models.Model:
    host, partners, status = record.parts
    told = record.named(FIELDS) | {"status": Laboratory.Status(status), "slug": record.key}
    return make_laboratory(host=rows[host], partners=[rows[key] for key in words(partners)], **told)


def _articles(record: Record, rows: Rows, topics: dict[str, models.Model]) -> Rows:
    day, topic, universities, *others = record.parts
    about = [rows[key] for key in words(",".join(others))]
    told = {
        "topics": [topics[topic]],
        "universities": [rows[key] for key in words(universities)],
        "laboratories": [row for row in about if isinstance(row, Laboratory)],
        "agreements": [row for row in about if not isinstance(row, Laboratory)],
        "publish_at": timezone.make_aware(datetime.fromisoformat(f"{day}T09:00")),
        "translation_key": uuid5(NAMESPACE_URL, record.key),
        "waived": "a text to be found",
    }
    found: Rows = {}
    for text in "\n".join(record.lines).split("--- ")[1:]:
        language, title, lead, *body = text.strip().splitlines()
        found[f"{record.key}.{language}"] = make_article(
            language=language,
            title=title,
            slug=record.key,
            lead=lead,
            body="".join(f"<p>{paragraph}</p>" for paragraph in body),
            **told,
        )
    return found
