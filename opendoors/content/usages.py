"""Where a picture is used: as somebody's cover or logo, or within a text; also in the newest draft of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from opendoors.content.models import Image, Revision
from opendoors.content.revisions import Revisable


@dataclass(frozen=True)
class Usage:
    """`where` names the field, in the reader's language."""

    user: models.Model
    where: str

    @property
    def url(self) -> str:
        """Its page in the admin; empty if it has none."""
        meta = self.user._meta
        try:
            return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.user.pk])
        except NoReverseMatch:
            return ""


def usages(image: Image) -> list[Usage]:
    """Everything that would lose the picture, each row once for each field; one query for each kind of content."""
    found = []
    for model in apps.get_models():
        if _is_ours(model):
            found.extend(_in_model(model, image))
    return found


def _in_model(model: type[models.Model], image: Image) -> Iterator[Usage]:
    name = image.file.name
    conditions = {}
    for field in model._meta.get_fields():
        if field.is_relation and field.concrete and field.related_model is Image:
            conditions[field] = Q(**{field.name: image.pk})
        elif isinstance(field, models.TextField):
            conditions[field] = Q(**{f"{field.name}__contains": name})
    if issubclass(model, Revisable):
        for field in conditions:
            kept = f"latest_revision__snapshot__{field.name}"
            is_text = isinstance(field, models.TextField)
            conditions[field] |= Q(**{f"{kept}__icontains" if is_text else kept: name if is_text else image.pk})
    for field, condition in conditions.items():
        for row in model._base_manager.filter(condition).distinct():
            yield Usage(row, str(field.verbose_name))


def _is_ours(model: type[models.Model]) -> bool:
    """Content of this project, not the history of it."""
    own = Path(apps.get_app_config(model._meta.app_label).path).is_relative_to(settings.BASE_DIR)
    return own and model is not Revision and not hasattr(model, "history_object")
