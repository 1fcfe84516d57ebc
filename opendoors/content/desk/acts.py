"""What people did to a text besides writing it, as the admin's log keeps it and the history tells it.

An entry of the log is a message of Django's own form with the name of the act beside it.
"""

import json
from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

ACTS = {
    "published": _("Published"),
    "scheduled": _("Scheduled"),
    "planned": _("Changes scheduled"),
    "changed": _("Scheduled changes came out"),
    "unplanned": _("Scheduled changes cancelled"),
    "reviewed": _("Sent to review"),
    "passed_on": _("Reviewer changed"),
    "sent_back": _("Sent back"),
    "taken_back": _("Taken back from review"),
    "returned": _("Returned to draft"),  # written until reviews had answers
    "withdrawn": _("Withdrawn"),
    "handed_over": _("Handed over"),
    "binned": _("Moved to the bin"),
    "restored": _("Restored from the bin"),
    "settled": _("Changed at once"),
    "followed": _("Up to date with the original: nothing to translate"),
    "waived": _("Waived"),
    "unwaived": _("Waiver taken back"),
    "invited": _("Guest link made"),
    "uninvited": _("Guest link revoked"),
}
# What Django's own list of recent actions says was changed, where it is not the state.
CHANGED = {
    "published": gettext_noop("public text"),
    "scheduled": gettext_noop("public text"),
    "planned": gettext_noop("public text"),
    "changed": gettext_noop("public text"),
    "unplanned": gettext_noop("public text"),
    "invited": gettext_noop("guest link"),
    "uninvited": gettext_noop("guest link"),
}
# What entries say that were written before they had names.
FIELDS = {"public text": "published", "state": "withdrawn"}


def message(act: str, **told: Any) -> dict[str, Any]:
    """A part of a log entry; `told` is what else is worth keeping: the key of a revision, a reason, a name."""
    return {"act": act, **told, "changed": {"fields": [CHANGED.get(act, gettext_noop("state"))]}}


def note_change(change: Any) -> None:
    """Log that a scheduled change came out, at its moment and in the name of whoever had scheduled it."""
    if change.by_id is None:
        return
    LogEntry.objects.create(
        user_id=change.by_id,
        content_type_id=change.content_type_id,
        object_id=str(change.object_id),
        object_repr=str(change.content)[:200],
        action_flag=CHANGE,
        change_message=json.dumps([message("changed", revision=change.revision_id)]),
        action_time=change.at,
    )


def entries(content: Any) -> QuerySet[LogEntry]:
    """The log's entries about this row that are acts; saves are told by their revisions."""
    is_act = Q(action_flag=DELETION)
    for words in ('"act"', *(f'"{field}"' for field in FIELDS)):
        is_act |= Q(change_message__contains=words)
    model = ContentType.objects.get_for_model(content)
    return LogEntry.objects.filter(is_act, content_type=model, object_id=str(content.pk)).select_related("user")


def acts(entry: LogEntry, fields: dict[str, Any]) -> list[dict[str, Any]]:
    """The acts of an entry, each with its `label`; none for one that only looks like an act.

    `fields` are labels of what is in no revision and holds at once.
    """
    if entry.action_flag == DELETION:
        return [{"act": "binned", "label": ACTS["binned"]}]
    try:
        parts = json.loads(entry.change_message)
    except ValueError:
        return []
    parts = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    named = [part if "act" in part else {"act": _by_field(part)} for part in parts]
    return [_told(part, fields) for part in named if str(part["act"]) in ACTS]


def _told(part: dict[str, Any], labels: dict[str, Any]) -> dict[str, Any]:
    names = part.get("fields")
    known = (
        [capfirst(str(labels[name])) for name in map(str, names) if name in labels] if isinstance(names, list) else []
    )
    return {**part, "label": ACTS[part["act"]], "fields": ", ".join(known), "at": _moment(part.get("at"))}


def _moment(told: Any) -> datetime | None:
    try:
        moment = parse_datetime(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _by_field(part: dict[str, Any]) -> str:
    changed = part.get("changed")
    fields = changed.get("fields", []) if isinstance(changed, dict) else []
    told = map(str, fields) if isinstance(fields, list) else ()
    return next((FIELDS[field] for field in told if field in FIELDS), "")
