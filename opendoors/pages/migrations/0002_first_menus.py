from django.db import migrations

FIRST = ("home", "news", "partners")


def fill(apps, schema_editor):
    """The menus as they were before they could be edited, and the one row of the home page."""
    items = apps.get_model("pages", "MenuItem").objects
    for menu in ("header", "footer"):
        for number, place in enumerate(FIRST, 1):
            items.create(menu=menu, position=number * 10, place=place)
    apps.get_model("pages", "HomePage").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
