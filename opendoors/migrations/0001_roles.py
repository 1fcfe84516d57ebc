from django.db import migrations

from opendoors import roles


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("content", "0001_initial"),
        ("news", "0001_initial"),
    ]

    operations = [migrations.RunPython(roles.migrate, migrations.RunPython.noop)]
