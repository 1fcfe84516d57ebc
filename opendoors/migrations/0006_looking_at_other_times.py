from django.db import migrations

from opendoors import roles


class Migration(migrations.Migration):
    dependencies = [("opendoors", "0005_staff_zone"), ("content", "0009_publications")]

    operations = [migrations.RunPython(roles.migrate, migrations.RunPython.noop)]
