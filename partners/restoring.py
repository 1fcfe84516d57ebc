"""Going back to an earlier state of a record, links included (django-simple-history leaves many-to-many fields out)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from partners.models.moved import Moved

# Not a matter of wording: whether visitors see it, and what belongs to the row rather than to its content.
KEPT = {"public_id", "is_published", "created_by", "created_at", "updated_at"}


def restore(past: Any, *, by: Any = None) -> models.Model:
    """Give the record the values and links of `past`, a row of its history; returns the record.

    Status stays as it is, and with it the dates that came with a move, for these are undone by a move only; so does
    publication. Links to rows deleted since are left out. Raises ValidationError when the old values can no longer
    stand (an address taken meanwhile) or the record is gone; then nothing is changed.
    """
    model = past.instance_type
    with transaction.atomic():
        record = model._base_manager.select_for_update().filter(pk=getattr(past, model._meta.pk.attname)).first()
        if record is None:
            raise ValidationError(_("The record has been deleted since: enter it anew."))
        for name in _restored(model):
            setattr(record, name, getattr(past, name))
        record.full_clean()
        record._history_user = by
        record._change_reason = f"restored: {past.history_date:%Y-%m-%d %H:%M}"
        record.save()
        for field in past._history_m2m_fields:
            getattr(record, field.name).set(_linked(past, field))
    return record


def _restored(model: type[models.Model]) -> list[str]:
    kept = {*KEPT, model._meta.pk.name}
    if issubclass(model, Moved):
        kept |= {"status", *(f"{name}_{part}" for name in model.dated_by.values() for part in ("on", "precision"))}
    translated = {field.translated_field.name for field in model._meta.concrete_fields if _is_translation(field)}
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in kept | translated and not isinstance(field, models.FileField)
    ]


def _is_translation(field: models.Field) -> bool:
    return hasattr(field, "translated_field")


def _linked(past: Any, field: models.ManyToManyField) -> models.QuerySet:
    target = f"{field.m2m_reverse_field_name()}_id"
    keys = getattr(past, field.name).values_list(target, flat=True)
    return field.related_model._base_manager.filter(pk__in=list(keys))
