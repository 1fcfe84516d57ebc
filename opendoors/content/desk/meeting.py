"""What a sent form carries of where it began, and its meeting with what others saved meanwhile.

`_based_on` is the key of the revision that the form showed, `_form` a name of its own for each form shown, and `_asked`
the signed texts between which somebody is choosing. None of them is trusted: what cannot be read is taken for unknown,
and then every field that differs is asked about.
"""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import QueryDict

from opendoors.content import merging
from opendoors.content.merging import FieldClash, Merged
from opendoors.content.models import Revision
from opendoors.content.revisions import Snapshot

SALT = "opendoors.content.desk.meeting"
MAX_LENGTH = 4_000_000  # of `_asked`; three texts of the longest kind, packed


@dataclass
class Question:
    """Two texts with clashes; `newest` is the revision that `theirs` shows."""

    base: Snapshot | None
    mine: Snapshot
    theirs: Snapshot
    newest: int
    since: int | None  # the revision before those whose authors are named
    merged: Merged

    @property
    def clashes(self) -> list[FieldClash]:
        return self.merged.clashes

    def sealed(self) -> str:
        """For the form to carry."""
        held = [self.base, self.mine, self.theirs, self.newest, self.since]
        return signing.dumps(held, salt=SALT, compress=True)

    def choices(self, data: QueryDict) -> dict[str, str]:
        given = {clash.name: data.get(f"_choice-{clash.name}", "") for clash in self.clashes}
        return {name: choice for name, choice in given.items() if choice in merging.CHOICES}


def question(base: Snapshot | None, mine: Snapshot, theirs: Any, since: int | None, kinds: merging.Kinds) -> Question:
    """`theirs` is a revision."""
    merged = merging.merge(base, mine, theirs.snapshot, kinds)
    return Question(base, mine, theirs.snapshot, theirs.pk, since, merged)


def carried(data: QueryDict, kinds: merging.Kinds) -> Question | None:
    """The question that the form was shown with, if any."""
    sealed = data.get("_asked", "")
    if not sealed or len(sealed) > MAX_LENGTH:
        return None
    try:
        base, mine, theirs, newest, since = signing.loads(sealed, salt=SALT)
        return Question(base, mine, theirs, newest, since, merging.merge(base, mine, theirs, kinds))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def origin(content: Any, given: str) -> Revision | None:
    """The revision that a form says it began with; of one that was pruned the nearest before it."""
    if not (given.isascii() and given.isdigit() and len(given) <= 18):
        return None
    key = int(given)
    if key == content.latest_revision_id:
        return content.latest_revision
    found = content.revisions.filter(pk__lte=key).order_by("-pk").first()
    if found is None or found.pk == key:
        return found
    known_elsewhere = key > (content.latest_revision_id or 0) or Revision.objects.filter(pk=key).exists()
    return None if known_elsewhere else found
