from collections import defaultdict

from django.db import migrations, models

from opendoors.content.search.entries import PackedTextField

TRIGRAMS = "content_word_trigrams"  # as it was kept before; in PostgreSQL an index, which goes with its table
BATCH = 200  # entries


def keep_words(apps, schema_editor):
    found = defaultdict(list)
    for text in apps.get_model("content", "Word").objects.order_by("text").values_list("text", flat=True):
        found[text[:2]].append(text)
    Words = apps.get_model("content", "Words")
    Words.objects.bulk_create(
        [Words(beginning=beginning, texts=" ".join(sorted(texts))) for beginning, texts in found.items()]
    )
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TABLE IF EXISTS {TRIGRAMS}")


def keep_texts(apps, schema_editor):
    """Lead and body in one."""
    Entry = apps.get_model("content", "Entry")
    pks = list(Entry.objects.values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        entries = Entry.objects.only("lead", "body").filter(pk__in=pks[start : start + BATCH])
        for entry in entries:
            entry.text = f"{' '.join(entry.lead.split())}\n{entry.body}"
        Entry.objects.bulk_update(entries, ["text"])


def let_titles_in(apps, schema_editor):
    """Titles stay in their rows from the next writing on: apart, each takes a hundred bytes more."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE content_entry SET (toast_tuple_target = 256)")


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0014_checked_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="Words",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("beginning", models.CharField(max_length=2)),
                ("texts", models.TextField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("beginning",), name="content_words_once")],
            },
        ),
        migrations.RunPython(keep_words, migrations.RunPython.noop),
        migrations.DeleteModel(name="Word"),
        migrations.AddField("entry", "text", PackedTextField(default="")),
        migrations.RunPython(keep_texts, migrations.RunPython.noop),
        migrations.RemoveField("entry", "lead"),
        migrations.RemoveField("entry", "body"),
        migrations.AlterField("entry", "text", PackedTextField()),
        migrations.RunPython(let_titles_in, migrations.RunPython.noop),
    ]
