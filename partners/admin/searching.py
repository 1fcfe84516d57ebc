"""Finding records by words in any language and script.

SQLite ignores case in Latin letters only and keeps lists as escaped JSON, so that “пекин” would find neither
“Пекинский университет” nor the alias “ПЕКИН”: each word is looked for in its usual spellings.
"""

import json
from collections.abc import Iterable

from django.db.models import JSONField, Q, QuerySet

from partners.ror import bare

ROR_ADDRESS = "ror.org/"
MOST_WORDS = 10  # each costs a subquery over all the names: a pasted page would keep the database busy for minutes


def matching(rows: QuerySet, fields: Iterable[str], term: str) -> QuerySet:
    """The rows that hold each of the first words of `term` in one of `fields` (paths of lookups)."""
    for word in list(dict.fromkeys(term.split()))[:MOST_WORDS]:
        word = bare(word) if ROR_ADDRESS in word.lower() else word
        found = Q()
        for field in fields:
            for spelling in spellings(word, in_json=_is_json(rows.model, field)):
                found |= Q(**{f"{field}__icontains": spelling})
        # A subquery, because a path to many rows would find a record several times.
        rows = rows.filter(pk__in=rows.model._base_manager.filter(found).order_by().values("pk"))
    return rows


def spellings(word: str, *, in_json: bool = False) -> list[str]:
    if word.isascii():
        return [word]
    written = dict.fromkeys([word, word.lower(), word.capitalize(), word.upper()])
    return list(dict.fromkeys([*written, *(json.dumps(form)[1:-1] for form in written)] if in_json else written))


def _is_json(model, path: str) -> bool:
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return isinstance(model._meta.get_field(last), JSONField)
