"""Pairs of a date and its precision (`partners/dates.py`) on a model."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.dates import Edge, PartialDate, Precision, settle


def precision_field() -> models.CharField:
    return models.CharField(_("known to"), max_length=7, choices=Precision, default=Precision.UNKNOWN)


class PartiallyDated(models.Model):
    """Has pairs `<name>_on` and `<name>_precision`, named in `partial_dates`; every save moves them to their edge."""

    partial_dates: ClassVar[dict[str, Edge]] = {}

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.settle_dates()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.settle_dates()

    def settle_dates(self) -> None:
        for name, edge in self.partial_dates.items():
            precision = getattr(self, f"{name}_precision")
            setattr(self, f"{name}_on", settle(getattr(self, f"{name}_on"), precision, edge))

    def when(self, name: str) -> PartialDate:
        return PartialDate(getattr(self, f"{name}_on"), getattr(self, f"{name}_precision"))

    def set_when(self, name: str, date: PartialDate) -> None:
        setattr(self, f"{name}_on", settle(date.day, date.precision, self.partial_dates[name]))
        setattr(self, f"{name}_precision", date.precision if date else Precision.UNKNOWN)
