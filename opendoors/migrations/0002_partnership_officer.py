from django.db import migrations

from opendoors import roles


class Migration(migrations.Migration):
    dependencies = [
        ("opendoors", "0001_roles"),
        ("news", "0002_links_to_partners"),
        ("partners", "0002_web_addresses"),
    ]

    operations = [migrations.RunPython(roles.migrate, migrations.RunPython.noop)]
