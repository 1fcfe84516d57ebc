from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.models.rules import Rule
from partners.models.scoped import NamedQuerySet, is_partners_staff
from partners.models.slugs import Addressed


class FieldQuerySet(NamedQuerySet):
    def counted(self) -> Self:
        """Each with how many published agreements and laboratories name it."""
        return self.annotate(**{f"{name}_count": self._count_of(name) for name in ("agreements", "laboratories")})

    def in_use(self) -> Self:
        return self.counted().filter(Q(agreements_count__gt=0) | Q(laboratories_count__gt=0))

    def visible_to(self, user) -> Self:
        """What nothing public names is no business of visitors yet."""
        return self.counted() if is_partners_staff(user) else self.in_use()

    def _count_of(self, name: str) -> Coalesce:
        public = self.model._meta.get_field(name).related_model.objects.published()
        counts = public.filter(fields=OuterRef("pk")).order_by().values("fields").annotate(count=Count("pk"))
        return Coalesce(Subquery(counts.values("count")), 0)


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

    objects = FieldQuerySet.as_manager()

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
