from django.db import migrations

from opendoors import roles


class Migration(migrations.Migration):
    dependencies = [("opendoors", "0006_looking_at_other_times")]

    operations = [migrations.RunPython(roles.migrate, migrations.RunPython.noop)]
