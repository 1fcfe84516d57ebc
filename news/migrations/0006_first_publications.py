"""Which text readers knew when, as far as the log and the rows can tell; from here on it is written as it happens."""

import json
from datetime import datetime

from django.db import migrations

BINNED = 3  # the action flag of a deletion


def acts_of(entry):
    """Names of the acts of an entry of the log, each with the key of a revision where one was named."""
    if entry.action_flag == BINNED:
        return [("binned", None)]
    try:
        parts = json.loads(entry.change_message)
    except ValueError:
        return []
    parts = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    found = [(part.get("act"), part.get("revision")) for part in parts if part.get("act")]
    changed = [part["changed"] for part in parts if isinstance(part.get("changed"), dict) and "act" not in part]
    fields = [field for each in changed for field in each.get("fields") or []]
    return found + [("published", None)] * ("public text" in fields) + [("withdrawn", None)] * ("state" in fields)


def moment(value):
    try:
        read = datetime.fromisoformat(value or "")
    except (TypeError, ValueError):
        return None
    return read if read.tzinfo else None


def history(article, entries, revisions):
    """Pairs of a moment and a revision, or None for what was hidden from then on; what never came is left out."""
    rows = []

    def add(revision, at, now):
        rows[:] = [row for row in rows if row[0] <= now]
        if revision is not None or (rows and rows[-1][1] is not None):
            rows.append((at, revision))

    last = None
    for entry in entries:
        for act, key in acts_of(entry):
            if act in ("published", "scheduled"):
                before = [row for row in revisions if row.created_at <= entry.action_time]
                last = next((row for row in revisions if row.pk == key), before[-1] if before else None)
                planned = moment(last.snapshot.get("publish_at")) if last else None
                add(last, max(entry.action_time, planned or entry.action_time), entry.action_time)
            elif act in ("withdrawn", "binned"):
                add(None, entry.action_time, entry.action_time)
            elif act == "restored" and last is not None and article.state == "public":
                add(last, entry.action_time, entry.action_time)
    live = next((row for row in revisions if row.pk == article.live_revision_id), None)
    is_known = article.state == "public" and article.deleted_at is None and live is not None
    if is_known and (not rows or rows[-1][1] is None or rows[-1][1].pk != live.pk):
        rows.append((max(live.created_at, article.publish_at) if rows else article.publish_at, live))
    return rows


def write(apps, schema_editor):
    content_types, articles = apps.get_model("contenttypes", "ContentType"), apps.get_model("news", "Article")
    publication = apps.get_model("content", "Publication")
    kind = content_types.objects.filter(app_label="news", model="article").first()
    if kind is None:
        return
    of_kind = {"content_type": kind}
    for article in articles.objects.exclude(live_revision=None).iterator():
        revisions = apps.get_model("content", "Revision").objects.filter(object_id=article.pk, **of_kind)
        entries = apps.get_model("admin", "LogEntry").objects.filter(object_id=str(article.pk), **of_kind)
        found = history(article, entries.order_by("action_time", "pk"), list(revisions.order_by("pk")))
        publication.objects.bulk_create(
            publication(object_id=article.pk, revision=revision, at=at, **of_kind) for at, revision in found
        )


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0005_first_originals"),
        ("content", "0009_publications"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
