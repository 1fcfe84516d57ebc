from django.db import migrations

from opendoors import roles


def rename(apps, schema_editor):
    """Whoever edited everything so far is the association's; editors of one university come beside them."""
    groups = apps.get_model("auth", "Group").objects
    if not groups.filter(name="Association editor").exists():
        groups.filter(name="Editor").update(name="Association editor")
    roles.migrate(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("opendoors", "0002_partnership_officer")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
