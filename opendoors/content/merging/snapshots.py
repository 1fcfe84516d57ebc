"""Two snapshots that began from the same one become one, field by field.

What one side alone changed is taken over; sets of keys take both sides' additions and removals; rich text is merged by
piece, lists by item. What both changed differently is a clash: the merged snapshot holds mine there until somebody
chooses.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from opendoors.content.merging import sequences
from opendoors.content.merging.parts import Clash, Part, chosen, clashes
from opendoors.content.richtext import clean
from opendoors.content.richtext.pieces import Piece, split, written

Snapshot = dict[str, Any]
CHOICES = ("mine", "theirs", "both")
_NOTHING = object()  # what a field holds in a snapshot that does not know it


@dataclass(frozen=True)
class Kinds:
    """Which fields are more than a value."""

    prose: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()  # of keys, in an order
    lists: frozenset[str] = frozenset()  # of JSON items


@dataclass(frozen=True)
class FieldClash:
    """`base`, `mine` and `theirs` are values of the field: clean HTML for rich text, lists of items for a list."""

    name: str  # one of its own for each clash, the same whenever the same three snapshots are merged
    field: str
    base: Any
    mine: Any
    theirs: Any
    can_be_both: bool = False


@dataclass
class Merged:
    values: Snapshot  # mine wherever sides clash
    clashes: list[FieldClash] = field(default_factory=list)
    _sequences: dict[str, list[Part]] = field(default_factory=dict)
    _starts: dict[str, str] = field(default_factory=dict)

    @property
    def snapshot(self) -> Snapshot:
        return self.resolved({})

    def resolved(self, choices: Mapping[str, str]) -> Snapshot:
        """The whole with one of CHOICES for each clash by its name; mine where none is made."""
        resolved = dict(self.values)
        for clash in self.clashes:
            if clash.field not in self._sequences and choices.get(clash.name) == "theirs":
                resolved[clash.field] = clash.theirs
        for name, parts in self._sequences.items():
            pieces = chosen(parts, _Choices(name, parts, choices))
            start = self._starts.get(name)
            resolved[name] = _items(pieces) if start is None else clean(start + written(pieces))
        return resolved


class _Choices:
    def __init__(self, name: str, parts: list[Part], choices: Mapping[str, str]):
        self.chosen = {
            id(clash): choices.get(f"{name}-{number}", "mine") for number, clash in enumerate(clashes(parts), 1)
        }

    def __call__(self, clash: Clash) -> str:
        return self.chosen[id(clash)]


def merge(base: Snapshot | None, mine: Snapshot, theirs: Snapshot, kinds: Kinds) -> Merged:
    """Without a base, every field that differs is a clash."""
    merged = Merged({})
    for name in dict.fromkeys([*mine, *theirs]):
        own, other = mine.get(name, _NOTHING), theirs.get(name, _NOTHING)
        before = _NOTHING if base is None else base.get(name, other if own is _NOTHING else own)
        if own is _NOTHING or other is _NOTHING:
            merged.values[name] = other if own is _NOTHING else own
        else:
            _merge_field(merged, name, before, own, other, kinds)
    return merged


def same(one: Any, other: Any) -> bool:
    """Whether two values of a field say the same: browsers and time zones write some of them differently."""
    return one == other or _settled(one) == _settled(other)


def _merge_field(merged: Merged, name: str, base: Any, mine: Any, theirs: Any, kinds: Kinds) -> None:
    prose = name in kinds.prose
    equal = _same_prose if prose else same
    merged.values[name] = mine
    if equal(mine, theirs):
        merged.values[name] = _one_of(mine, theirs)
    elif base is _NOTHING:
        merged.clashes.append(FieldClash(f"{name}-1", name, _empty(mine), mine, theirs))
    elif equal(mine, base):
        merged.values[name] = theirs
    elif equal(theirs, base):
        return
    elif name in kinds.sets:
        merged.values[name] = _merged_keys(base, mine, theirs)
    elif prose:
        _merge_prose(merged, name, *(clean(str(text)) for text in (base, mine, theirs)))
    elif name in kinds.lists:
        _merge_pieces(merged, name, *(_as_pieces(items) for items in (base, mine, theirs)))
    else:
        merged.clashes.append(FieldClash(f"{name}-1", name, base, mine, theirs))


def _merged_keys(base: list, mine: list, theirs: list) -> list:
    added = {*mine, *theirs} - {*base}
    return [key for key in base if key in mine and key in theirs] + sorted(added)


def _merge_prose(merged: Merged, name: str, base: str, mine: str, theirs: str) -> None:
    (start, before), (own_start, own), (other_start, other) = (split(text) for text in (base, mine, theirs))
    merged._starts[name] = own_start if other_start == start else other_start if own_start == start else start
    _merge_pieces(merged, name, before, own, other)


def _merge_pieces(merged: Merged, name: str, base: list[Piece], mine: list[Piece], theirs: list[Piece]) -> None:
    parts = sequences.merge(base, mine, theirs)
    merged._sequences[name] = parts
    is_prose = name in merged._starts
    for number, clash in enumerate(clashes(parts), 1):
        sides = (_shown(pieces, clash, is_prose) for pieces in (clash.base, clash.mine, clash.theirs))
        merged.clashes.append(FieldClash(f"{name}-{number}", name, *sides, can_be_both=clash.can_be_both))


def _shown(pieces: list[Piece], clash: Clash, is_prose: bool) -> Any:
    """Pieces as a text of their own: entries in their list, rows in their table."""
    if not is_prose:
        return _items(pieces)
    inside = written(pieces)
    ends = "".join(f"</{start[1:].partition('>')[0].partition(' ')[0]}>" for start in reversed(clash.around))
    return clean("".join(clash.around) + inside + ends) if pieces else ""


def _same_prose(one: str, other: str) -> bool:
    if one == other:
        return True
    (_start, pieces), (_other_start, others) = split(clean(str(one))), split(clean(str(other)))
    return [piece.key for piece in pieces] == [piece.key for piece in others]


def _as_pieces(items: Any) -> list[Piece]:
    written_out = [json.dumps(item, sort_keys=True, ensure_ascii=False) for item in items or []]
    return [Piece(text, text, "item") for text in written_out]


def _items(pieces: list[Piece]) -> list:
    return [json.loads(piece.source) for piece in pieces]


def _settled(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").strip()
    if len(text) in range(19, 40) and text[4] == "-" and text[10] in "T ":
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text
        if moment.tzinfo:
            return moment.astimezone(UTC).replace(microsecond=0).isoformat()
    return text


def _one_of(mine: Any, theirs: Any) -> Any:
    """The same whoever asks, of two that say the same."""
    return mine if mine == theirs or repr(mine) < repr(theirs) else theirs


def _empty(value: Any) -> Any:
    return type(value)() if isinstance(value, (str, list)) else None
