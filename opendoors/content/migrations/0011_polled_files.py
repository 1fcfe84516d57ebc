from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0010_search_entries")]

    operations = [
        migrations.CreateModel(
            name="Polled",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=400, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("since", models.DateTimeField()),
            ],
            options={
                "verbose_name": "file that programs ask for",
                "verbose_name_plural": "files that programs ask for",
                "default_permissions": (),
            },
        ),
    ]
