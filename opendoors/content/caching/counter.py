"""How often public content was changed, as the database counts it: so other machines hear of what one has written."""

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

ONLY = 1
COUNT = (
    "INSERT INTO content_changecounter (id, number) VALUES (%s, 1) "
    "ON CONFLICT (id) DO UPDATE SET number = content_changecounter.number + 1 RETURNING number"
)


class ChangeCounterManager(models.Manager):
    def count(self) -> int:
        """One more; how many it is now."""
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [ONLY])
            return cursor.fetchone()[0]

    def number(self) -> int:
        return self.filter(pk=ONLY).values_list("number", flat=True).first() or 0


class ChangeCounter(models.Model):
    """One row."""

    number = models.PositiveBigIntegerField()

    objects = ChangeCounterManager()

    class Meta:
        verbose_name = _("number of changes")
        verbose_name_plural = _("number of changes")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
