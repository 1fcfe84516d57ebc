"""How large each picture's own file is, for feeds, which asked the storage for it before."""

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db import migrations, models


def measure(apps, schema_editor):
    pictures = apps.get_model("content", "Image").objects.using(schema_editor.connection.alias)
    for key, name in pictures.filter(size=None).values_list("pk", "file"):
        try:
            size = default_storage.size(name)
        except (OSError, SuspiciousOperation):  # lost: it is not announced, as before
            continue
        pictures.filter(pk=key).update(size=size)


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0016_change_counter"),
    ]

    operations = [
        migrations.AddField(
            model_name="image",
            name="size",
            field=models.PositiveBigIntegerField(editable=False, null=True, verbose_name="size"),
        ),
        migrations.RunPython(measure, migrations.RunPython.noop),
    ]
