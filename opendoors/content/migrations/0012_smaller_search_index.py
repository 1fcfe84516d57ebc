from django.db import migrations, models

POSTGRESQL = (
    # Of short values with many places pglz saves nothing, lz4 a little; a server may have been built without it.
    """
    DO $$ BEGIN
        IF (SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression') THEN
            ALTER TABLE content_entry ALTER COLUMN keys SET COMPRESSION lz4;
        END IF;
    END $$
    """,
    # Russian letters as `postgres.NARROW` writes them. The letters of weights are others.
    *(
        f"UPDATE {table} SET keys = translate(keys::text, 'абвгдежзийклмнопрстуфхцчшщъыьэюя', "
        "'ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$&+@')::tsvector"
        for table in ("content_entry", "content_staffentry")
    ),
)


def shrink(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0011_polled_files"),
    ]

    operations = [
        migrations.AlterField(
            model_name="word",
            name="text",
            field=models.CharField(max_length=40),
        ),
        migrations.AddConstraint(
            model_name="word",
            constraint=models.UniqueConstraint(
                fields=("text",), name="content_word_once", opclasses=["varchar_pattern_ops"]
            ),
        ),
        migrations.RunPython(shrink, migrations.RunPython.noop),
    ]
