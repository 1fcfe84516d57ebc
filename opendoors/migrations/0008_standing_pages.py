from django.db import migrations

from opendoors import roles


class Migration(migrations.Migration):
    dependencies = [("opendoors", "0007_editors_library"), ("pages", "0002_first_menus")]

    operations = [migrations.RunPython(roles.migrate, migrations.RunPython.noop)]
