from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opendoors.content.fields import LinkField

UNSOURCED = _("A figure is published with its date and the name and address of its source.")


class FigureQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class Figure(models.Model):
    """A number with its source. What nobody vouches for cannot be published."""

    value = models.CharField(_("value"), max_length=30, help_text=_("As readers see it, for instance 146,000"))
    label = models.CharField(_("label"), max_length=120, help_text=_("What is counted."))
    as_of = models.DateField(_("as of"), null=True, blank=True)
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = LinkField(_("address of the source"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("The smallest stands first."))
    is_published = models.BooleanField(_("published"), default=False)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(as_of__isnull=False) & ~Q(source_url="") & ~Q(source_name=""),
                name="pages_figure_has_source",
                violation_error_message=UNSOURCED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.label}"

    def clean(self):
        """Beside the box that is empty, where the database can only say that something is."""
        wanted = {"as_of": self.as_of, "source_name": self.source_name, "source_url": self.source_url}
        empty = [name for name, value in wanted.items() if not value]
        if self.is_published and empty:
            raise ValidationError({_box(name): UNSOURCED for name in empty})


def _box(name: str) -> str:
    """The name of the box in a form, where a translated field has one for each language."""
    return "source_name_en" if name == "source_name" else name
