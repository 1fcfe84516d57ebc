"""Unsaved texts as they are offered back: how each differs from what the form shows, and a form that shows one."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceField
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from opendoors.content import zones
from opendoors.content.comparison import Block, Difference, compare, words
from opendoors.content.desk.forms import IS_KEY
from opendoors.content.desk.tabs import PART, Values
from opendoors.content.keeping import Autosave
from opendoors.content.moments import MomentField
from opendoors.content.richtext import clean
from opendoors.content.richtext.editor import RichTextField
from opendoors.content.richtext.reading import told_blocks

Differences = list[tuple[str, Difference]]  # with the label of each field


@dataclass
class Offer:
    autosave: Autosave
    differences: Differences
    is_older: bool  # somebody has saved since: bringing it back must not hide that
    bring_back_url: str
    throw_away_url: str


def differences(form: forms.ModelForm, values: Values) -> Differences:
    """Which fields of the form, as it is shown, differ from these values, and how; [] when none does."""
    data = _as_data(form, values)
    with _zone_of(data):
        kept = type(form)(data, instance=form.instance)
        names = [name for name in kept.changed_data if _named_in(values, name)]
    shown, other = ({name: _told(boxes[name]) for name in names} for boxes in (form, kept))
    return [(form[difference.name].label, difference) for difference in compare(shown, other, names)]


def brings_back(form: type[forms.ModelForm], kept: Autosave) -> type[forms.ModelForm]:
    """The form class, starting from the kept values where a field has some, and from the revision they started from."""

    class BringingBack(form):
        starts_from = kept.based_on

        def __init__(self, *args: Any, **kwargs: Any):
            super().__init__(*args, **kwargs)
            if self.is_bound:
                return
            for name, value in _initial(self, kept.values).items():
                field = self.fields[name]
                # What is brought back is a change, also where the page carries what it showed first.
                field.show_hidden_initial &= not field.has_changed(self.get_initial_for_field(field, name), value)
                self.initial[name] = value

    return BringingBack


def as_typed(form: forms.ModelForm, values: Values) -> dict[str, Any]:
    """What these values mean, field by field; one whose value is refused is left out."""
    data, typed = _as_data(form, values), {}
    for name, field in form.fields.items():
        if _named_in(values, name) and not isinstance(field, forms.FileField):
            with suppress(ValidationError), _zone_of(data):
                typed[name] = field.clean(field.widget.value_from_datadict(data, {}, name))
    return typed


def _initial(form: forms.ModelForm, values: Values) -> dict[str, Any]:
    data = _as_data(form, values)
    return {
        name: _given(field, data, name)
        for name, field in form.fields.items()
        if _named_in(values, name) and not isinstance(field, forms.FileField)
    }


def _given(field: forms.Field, data: QueryDict, name: str) -> Any:
    value = field.widget.value_from_datadict(data, {}, name)
    if isinstance(field, RichTextField):
        return clean(value or "")
    if isinstance(field, MomentField):
        return _moment(field, value, data)
    return value


def _zone_of(data: QueryDict) -> timezone.override:
    return timezone.override(zones.known(data.get("zone_shown", "")) or timezone.get_current_timezone())


def _moment(field: MomentField, value: Any, data: QueryDict) -> Any:
    """Typed in the zone of that form, which need not be the one of today; what is no moment stays as it was typed."""
    try:
        with _zone_of(data):
            return field.clean(value)
    except ValidationError:
        return value


def _as_data(form: forms.ModelForm, values: Values) -> QueryDict:
    """The values as they would be sent, without keys that cannot be any: looking those up is an error."""
    data = QueryDict(mutable=True)
    for name, given in values.items():
        is_choice = isinstance(form.fields.get(name), ModelChoiceField)
        data.setlist(name, [text for text in given if not is_choice or not text or IS_KEY(text)])
    return data


def _named_in(values: Values, name: str) -> bool:
    return any(name in (given, PART.sub("", given)) for given in values)


def _told(box: forms.BoundField) -> list[Block]:
    """What a field holds, in words."""
    field, value = box.field, box.value()
    if isinstance(field, RichTextField):
        return told_blocks(value or "")
    if isinstance(field, ModelChoiceField):
        keys = value if isinstance(value, list | tuple) else [value]
        rows = field.queryset.filter(pk__in=[key for key in keys if key])
        return [Block(words(name), whole=True) for name in sorted(map(str, rows))]
    return [Block(words(line)) for line in _line(field, value).splitlines()]


def _line(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field.widget, forms.MultiWidget):
        parts = value if isinstance(value, list | tuple) else field.widget.decompress(value)
        boxes = zip(field.widget.widgets, parts, strict=False)
        return " ".join(widget.format_value(part) or "" for widget, part in boxes).strip()
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return labels.get(str(value), "" if value is None else str(value))
