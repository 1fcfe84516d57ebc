import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

RECORDS = ("agreement", "laboratory", "university")
CHUNK = 500  # rows at a time


def give_ids(apps, schema_editor):
    """One each: a default of the column would give every row that is there the same."""
    for name in RECORDS:
        rows = apps.get_model("partners", name)._base_manager.using(schema_editor.connection.alias)
        batch = []
        for row in rows.filter(public_id__isnull=True).only("pk").iterator(chunk_size=CHUNK):
            row.public_id = uuid.uuid4()
            batch.append(row)
        rows.bulk_update(batch, ["public_id"], batch_size=CHUNK)


def public_id(**options):
    return models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="public identifier", **options)


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0002_web_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(
            # Without a default here, or Django would write one and the same value into every row.
            migrations.AddField(
                model_name=name,
                name="public_id",
                field=models.UUIDField(null=True, editable=False, verbose_name="public identifier"),
            )
            for name in RECORDS
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        *(migrations.AlterField(model_name=name, name="public_id", field=public_id(unique=True)) for name in RECORDS),
        migrations.CreateModel(
            name="CalendarToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token_hash",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="SHA-256 of the token"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="made")),
                ("last_used_on", models.DateField(blank=True, null=True, verbose_name="last read")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar address",
                "verbose_name_plural": "calendar addresses",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("user",),
                        name="partners_calendartoken_one_live",
                    )
                ],
            },
        ),
    ]
