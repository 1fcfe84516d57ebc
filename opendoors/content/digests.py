"""Whether two snapshots say the same to readers, as a short text that the database can compare."""

import json
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any

from opendoors.content.richtext import clean
from opendoors.content.richtext.pieces import split


def digest(snapshot: Mapping[str, Any], names: Collection[str], prose: Collection[str]) -> str:
    """Hexadecimal, of the fields `names`; those of them in `prose` are rich text. White space makes no difference.

    Digests are kept beside revisions: whoever changes what this returns writes a migration that makes them anew.
    """
    words = {name: _words(snapshot.get(name), name in prose) for name in names}
    return sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _words(value: Any, is_prose: bool) -> Any:
    if is_prose:
        return [piece.key for piece in split(clean(str(value or "")))[1]]
    return " ".join(value.split()) if isinstance(value, str) else value or ""
