from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0012_smaller_search_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='VisitCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=80)),
                ('key', models.BigIntegerField()),
                ('language', models.CharField(max_length=10)),
                ('day', models.DateField()),
                ('visits', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'visits of a day',
                'verbose_name_plural': 'visits by day',
                'default_permissions': (),
                'indexes': [models.Index(fields=['day'], name='content_visits_by_day')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key', 'language', 'day'), name='content_visits_once_a_day')],
            },
        ),
    ]
