"""The judged queries, read from `judged/queries.txt`; README.md beside it says how documents are graded."""

from dataclasses import dataclass
from functools import cache

from tests.search.documents import records


@dataclass(frozen=True, eq=False)  # each is itself alone, and may be a key
class Query:
    number: int
    kind: str
    language: str
    text: str
    grades: dict[str, int]  # by keys of documents; what is not there has grade 0
    held_out: bool


@cache
def queries() -> list[Query]:
    return [
        Query(
            number=int(record.key),
            kind=record.parts[0],
            language=record.parts[1],
            text=record.lines[0],
            grades=_grades(record.lines[1:]),
            held_out="held out" in record.parts[2:],
        )
        for record in records("queries.txt")
    ]


def for_tuning() -> list[Query]:
    return [query for query in queries() if not query.held_out]


def held_out() -> list[Query]:
    return [query for query in queries() if query.held_out]


def _grades(lines: list[str]) -> dict[str, int]:
    told = (line.split(": ", 1) for line in lines)
    return {key: int(grade) for grade, keys in told for key in keys.split()}
