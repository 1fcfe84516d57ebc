"""One page of a text's history: revisions and acts in one order, newest first; always the same number of queries."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.admin.models import LogEntry
from django.core.paginator import Page, Paginator
from django.db.models import Value
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from opendoors.content.desk import acts
from opendoors.content.desk.people import told_name
from opendoors.content.desk.telling import changed_fields
from opendoors.content.models import GuestNote, Revision

ON_A_PAGE = 30


@dataclass
class Entry:
    """A revision, or an act without one."""

    at: datetime
    who: str = ""
    revision: Revision | None = None
    changed: list[str] = field(default_factory=list)
    acts: list[dict[str, Any]] = field(default_factory=list)
    is_live: bool = False
    is_newest: bool = False
    is_first: bool = False
    branched: datetime | None = None


class Past:
    def __init__(self, content: Any, number: str, unrevised: dict[str, Any]):
        self.content, self.unrevised = content, unrevised
        revisions = content.revisions.order_by().annotate(sort=Value("r")).values_list("created_at", "sort", "pk")
        entries = acts.entries(content).order_by().annotate(sort=Value("a")).values_list("action_time", "sort", "pk")
        answers = GuestNote.objects.about(content).annotate(sort=Value("n")).values_list("made_at", "sort", "pk")
        all_of_it = revisions.union(entries, answers.order_by(), all=True).order_by("-created_at", "sort", "-pk")
        self.page: Page = Paginator(all_of_it, ON_A_PAGE).get_page(number)

    @staticmethod
    def name(revision: Revision) -> str:
        return told_name(revision.author)

    @cached_property
    def entries(self) -> list[Entry]:
        keys = [(kind, pk) for _at, kind, pk in self.page.object_list]
        log = LogEntry.objects.select_related("user").in_bulk([pk for kind, pk in keys if kind == "a"])
        notes = GuestNote.objects.in_bulk([pk for kind, pk in keys if kind == "n"])
        found = {
            "r": self._revisions([pk for kind, pk in keys if kind == "r"]),
            "a": {pk: self._act(entry) for pk, entry in log.items()},
            "n": {pk: _answer(note) for pk, note in notes.items()},
        }
        told = [found[kind][pk] for kind, pk in keys]
        return [entry for entry in told if entry.revision or entry.acts]

    @cached_property
    def pinned(self) -> list[Entry]:
        """The newest and the published text, where they stand on another page: they can be compared from every one."""
        shown = {entry.revision.pk for entry in self.entries if entry.revision}
        known = {row.pk: row for row in (self.content.latest_revision, self.content.live_revision) if row}
        return [self._marked(row) for key, row in known.items() if key not in shown]

    @cached_property
    def choices(self) -> dict[str, int | None]:
        """Which two stand chosen: the newest and what readers know, else the one before it."""
        keys = [entry.revision.pk for entry in (*self.pinned, *self.entries) if entry.revision]
        newest, live = self.content.latest_revision_id, self.content.live_revision_id
        others = [key for key in keys if key != newest]
        return {"new": newest, "old": live if live in others else next(iter(others), None)}

    def _revisions(self, keys: list[int]) -> dict[int, Entry]:
        """With the one before the oldest of them, to tell what that changed."""
        rows = list(self.content.revisions.up_to(max(keys, default=0)).with_origin()[: len(keys) + 1])
        return {row.pk: self._entry(row, before) for row, before in zip(rows, [*rows[1:], None], strict=False)}

    def _entry(self, row: Revision, before: Revision | None) -> Entry:
        origin = row.based_on
        entry = self._marked(row)
        entry.who = told_name(row.author)
        entry.changed = changed_fields(type(self.content), before.snapshot, row.snapshot) if before else []
        entry.is_first = before is None
        entry.branched = origin.created_at if origin and before and origin.pk != before.pk else None
        return entry

    def _marked(self, row: Revision) -> Entry:
        return Entry(
            at=row.created_at,
            revision=row,
            is_live=row.pk == self.content.live_revision_id,
            is_newest=row.pk == self.content.latest_revision_id,
        )

    def _act(self, entry: LogEntry) -> Entry:
        return Entry(at=entry.action_time, who=told_name(entry.user), acts=acts.acts(entry, self.unrevised))


def _answer(note: GuestNote) -> Entry:
    act = {"act": note.kind, "label": note.get_kind_display(), "reason": note.text}
    return Entry(at=note.made_at, who=_("%(name)s, a guest") % {"name": note.name}, acts=[act])


def told_moment(moment: datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")


def live_label(row: Any) -> str:
    return _("public now") if row.status == "published" else _("published text")
