from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.models.rules import Rule
from partners.models.slugs import Addressed


class Field(Addressed):
    """A field of cooperation, with its code in ISCED-F 2013 (UNESCO) where that classification has one."""

    named_by = "name"

    name = models.CharField(_("name"), max_length=120)
    isced_code = models.CharField(
        _("ISCED-F code"),
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^\d{2,4}\Z", _("Two to four digits, as in ISCED-F 2013."))],
    )

    class Meta:
        verbose_name = _("field of cooperation")
        verbose_name_plural = _("fields of cooperation")
        ordering = ["name"]
        constraints = [
            Rule(
                field="isced_code",
                message=_("Two to four digits, as in ISCED-F 2013."),
                condition=Q(isced_code="") | Q(isced_code__regex=r"^[0-9]{2,4}$"),
                name="partners_field_isced_code_form",
            ),
            *Addressed.rules("partners_field", "name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:field-detail", args=[self.slug])
