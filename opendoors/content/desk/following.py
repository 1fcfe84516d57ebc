"""What has changed in an original since its translation followed it, each paragraph beside that of the translation."""

from dataclasses import dataclass
from typing import Any

from opendoors.content.aligning import counterparts
from opendoors.content.comparison import GONE, NEW, SAME, Block, Row, compare_blocks
from opendoors.content.desk.telling import Teller
from opendoors.content.edits import EFFORT, Effort
from opendoors.content.originals import Translatable


@dataclass(frozen=True)
class Change:
    """A paragraph of the original that is another now; `here` is its counterpart, if the translation has one."""

    row: Row
    here: Block | None

    @property
    def is_new(self) -> bool:
        return self.row.kind == NEW

    @property
    def is_gone(self) -> bool:
        return self.row.kind == GONE


@dataclass(frozen=True)
class ChangedField:
    name: str
    label: str
    changes: list[Change]


def changed_fields(content: Translatable, original: Translatable) -> list[ChangedField]:
    """`content` holds the newest text of the translation. Empty too if nobody knows what text it was made from."""
    old, new = content.translated_revision, original.text_revision
    if old is None or new is None or old.digest == new.digest:
        return []
    own = content.snapshot(getattr(content, "draft_relations", None))
    teller = Teller(type(content), [])
    before, after, here = (teller.told(_texts(content, snapshot)) for snapshot in (old.snapshot, new.snapshot, own))
    effort = Effort(EFFORT)
    found = []
    for name in content.text_fields:
        blocks = before.get(name, []), after.get(name, [])
        changes = (
            _changes(compare_blocks(*blocks, effort), blocks[0], here.get(name, [])) if blocks[0] != blocks[1] else []
        )
        found += [ChangedField(name, teller.labels[name], changes)] if changes else []
    return found


def _texts(content: Translatable, snapshot: Any) -> dict[str, Any]:
    snapshot = snapshot if isinstance(snapshot, dict) else {}
    return {name: snapshot[name] for name in content.text_fields if name in snapshot}


def _changes(rows: list[Row], before: list[Block], here: list[Block]) -> list[Change]:
    places = iter(counterparts(before, here))
    told = []
    for row in rows:
        place = None if row.kind == NEW else next(places)
        if row.kind != SAME:
            told.append(Change(row, None if place is None else here[place]))
    return told
