"""One address per record in all languages: names are translated, addresses stay put."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opendoors.content.slugs import slug_from
from partners.models.rules import Rule
from partners.models.told import Told

MAX_LENGTH = 120


class Addressed(Told):
    """Has a slug, made from the field `named_by` if left empty, and a name in at least one language."""

    named_by: ClassVar[str] = "name"

    slug = models.SlugField(
        _("address"),
        max_length=MAX_LENGTH,
        unique=True,
        blank=True,
        help_text=_("The end of its address in every language; made from the name if empty."),
        error_messages={"unique": _("Another record has this address.")},
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if not any(self._names()):
            raise ValidationError({self.named_by: _("Give it in at least one language.")})
        self.slug = self.slug or self._free_slug()
        if not self.slug:
            raise ValidationError({"slug": _("Please choose an address.")})

    @staticmethod
    def rules(prefix: str, named_by: str) -> list[Rule]:
        return [
            Rule(
                field=field,
                message=_("This must not be empty."),
                condition=~Q(**{field: ""}),
                name=f"{prefix}_has_{field}",
            )
            for field in ("slug", named_by)
        ]

    def _names(self) -> list[str]:
        return [getattr(self, f"{self.named_by}_{code}") or "" for code, _name in settings.LANGUAGES]

    def _free_slug(self) -> str:
        """From the first name there is; with a number behind it where another record has it already."""
        slug = slug_from(next(filter(None, self._names()), ""), MAX_LENGTH - 5)
        others = type(self)._base_manager.exclude(pk=self.pk).filter(slug__startswith=slug)
        taken = set(others.values_list("slug", flat=True)) if slug else set()
        number = 2
        free = slug
        while free in taken:
            free = f"{slug}-{number}"
            number += 1
        return free
