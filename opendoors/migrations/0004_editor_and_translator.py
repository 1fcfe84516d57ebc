from django.db import migrations

from opendoors import roles


class Migration(migrations.Migration):
    dependencies = [
        ("opendoors", "0003_association_editor"),
        ("news", "0003_writing_and_translating"),
    ]

    operations = [migrations.RunPython(roles.migrate, migrations.RunPython.noop)]
