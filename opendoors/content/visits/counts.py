"""The table of visits. Days are days of the site's own time zone; after KEPT days those of a month become one row."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple, Self

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock

KEPT = timedelta(days=400)
AT_ONCE = 500  # rows of one statement
ROW = "(%s, %s, %s, %s, %s)"
UPSERT = (
    "INSERT INTO content_visitcount (kind, key, language, day, visits) VALUES %s "
    "ON CONFLICT (kind, key, language, day) DO UPDATE SET visits = content_visitcount.visits + excluded.visits"
)


class Line(NamedTuple):
    """A page and a day: `kind` is the label of a model and `key` the key of its row, or an address' name and 0."""

    kind: str
    key: int
    language: str
    day: date


class VisitCountQuerySet(models.QuerySet):
    def add(self, counts: Mapping[Line, int]) -> None:
        """All of it or nothing. Several processes may add at once: each row grows by what each of them has counted.

        Rows are written in one order everywhere, so that none waits for another that waits for it.
        """
        ordered = sorted(counts)
        portions = [ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE)]
        with transaction.atomic(), connection.cursor() as cursor:
            for lines in portions:
                values = [value for line in lines for value in (*line, counts[line])]
                cursor.execute(UPSERT % ", ".join([ROW] * len(lines)), values)

    def of(self, content: models.Model) -> Self:
        return self.filter(kind=content._meta.label_lower, key=content.pk)

    def since(self, day: date) -> Self:
        return self.filter(day__gte=day)

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def among(self, found: Mapping[str, models.QuerySet | None]) -> Self:
        """Of these kinds alone, and of each only these rows; None is all of them."""
        kinds = models.Q(kind__in=[kind for kind, rows in found.items() if rows is None])
        for kind, rows in found.items():
            if rows is not None:
                kinds |= models.Q(kind=kind, key__in=rows.order_by().values("pk"))
        return self.filter(kinds)

    def by_page(self) -> models.QuerySet:
        """The sum of each page and language as `total`, the most visited first."""
        pages = self.order_by().values("kind", "key", "language").annotate(total=models.Sum("visits"))
        return pages.order_by("-total", "kind", "key", "language")

    def by_language(self) -> dict[str, int]:
        return dict(self.order_by().values_list("language").annotate(models.Sum("visits")))

    def fold(self) -> bool:
        """Of months that were over KEPT ago, all days become one row of the first; AT_ONCE rows at most.

        Whether that was all.
        """
        before = (clock.today() - KEPT).replace(day=1)
        with transaction.atomic():
            rows = list(self.filter(day__lt=before).exclude(day__day=1).select_for_update().order_by("pk")[:AT_ONCE])
            months: dict[Line, int] = {}
            for row in rows:
                line = Line(row.kind, row.key, row.language, row.day.replace(day=1))
                months[line] = months.get(line, 0) + row.visits
            self.filter(pk__in=[row.pk for row in rows]).delete()
            self.add(months)
        return len(rows) < AT_ONCE


class VisitCount(models.Model):
    """How often one page was opened in one language on one day. There is no more to it: no row knows a reader."""

    kind = models.CharField(max_length=80)
    key = models.BigIntegerField()
    language = models.CharField(max_length=10)
    day = models.DateField()
    visits = models.PositiveIntegerField()

    objects = VisitCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("visits of a day")
        verbose_name_plural = _("visits by day")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "language", "day"], name="content_visits_once_a_day")
        ]
        indexes = [models.Index(fields=["day"], name="content_visits_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.language} {self.day}: {self.visits}"
