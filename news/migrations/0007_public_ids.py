import uuid

from django.db import migrations, models

CHUNK = 500  # rows at a time


def give_ids(apps, schema_editor):
    """One each: a default of the column would give every row that is there the same."""
    rows = apps.get_model("news", "article")._base_manager.using(schema_editor.connection.alias)
    batch = []
    for row in rows.filter(public_id__isnull=True).only("pk").iterator(chunk_size=CHUNK):
        row.public_id = uuid.uuid4()
        batch.append(row)
    rows.bulk_update(batch, ["public_id"], batch_size=CHUNK)


def public_id(**options):
    return models.UUIDField(editable=False, verbose_name="public identifier", **options)


class Migration(migrations.Migration):
    dependencies = [("news", "0006_first_publications")]

    operations = [
        # Without a default here, or Django would write one and the same value into every row.
        migrations.AddField(model_name="article", name="public_id", field=public_id(null=True)),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="article", name="public_id", field=public_id(default=uuid.uuid4, unique=True)
        ),
    ]
