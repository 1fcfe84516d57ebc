"""Digests for the revisions there are, and for pairs of translations: the older text is the original, and the other one
is up to date with it as of now."""

from itertools import groupby

from django.db import migrations

from opendoors.content.digests import digest

TEXT = ("title", "lead", "body", "cover_caption", "byline", "source_name", "corrections")


def make_digests(apps, schema_editor):
    Revision = apps.get_model("content", "Revision")
    revisions = Revision.objects.filter(content_type__app_label="news", content_type__model="article", digest="")
    for revision in revisions.iterator(chunk_size=200):
        snapshot = revision.snapshot if isinstance(revision.snapshot, dict) else {}
        Revision.objects.filter(pk=revision.pk).update(digest=digest(snapshot, TEXT, {"body"}))


def find_originals(apps, schema_editor):
    Article = apps.get_model("news", "Article")
    articles = Article.objects.only("translation_key", "state", "live_revision", "latest_revision")
    rows = articles.order_by("translation_key", "created_at", "pk")
    for _key, siblings in groupby(rows.iterator(), key=lambda row: row.translation_key):
        original, *translations = siblings
        is_known = original.state in ("public", "withdrawn") and original.live_revision_id
        text = original.live_revision_id if is_known else original.latest_revision_id
        for row in translations:
            Article.objects.filter(pk=row.pk).update(original=original.pk, translated_revision=text)


class Migration(migrations.Migration):
    dependencies = [("news", "0004_originals_of_translations")]
    operations = [
        migrations.RunPython(make_digests, migrations.RunPython.noop),
        migrations.RunPython(find_originals, migrations.RunPython.noop),
    ]
