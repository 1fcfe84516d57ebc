from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.utils.translation import gettext_lazy as _

from partners.models.scoped import Scoped
from partners.vocabulary import Activity

# Not everyone is offered all of these.
BOUNDED = (Scoped, get_user_model())


class KeepsChosen(forms.ModelForm):
    """Offers what the admin's fields offer, and whatever the record has already: else saving would drop it."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, ModelChoiceField) and self.instance.pk and issubclass(field.queryset.model, BOUNDED):
                rows = field.queryset.order_by().values("pk")
                everything = field.queryset.model._default_manager
                field.queryset = everything.filter(Q(pk__in=rows) | Q(pk__in=self.chosen_before(name, field)))

    def chosen_before(self, name: str, field: ModelChoiceField) -> list[int]:
        if isinstance(field, ModelMultipleChoiceField):
            return list(getattr(self.instance, name).values_list("pk", flat=True))
        chosen = getattr(self.instance, f"{name}_id", None)
        return [chosen] if chosen else []


class DatedForm(forms.ModelForm):
    """The pairs of dates and precisions as one box each, named like the date."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in self.partial_dates:
            self.initial[f"{name}_on"] = self.instance.when(name).iso or self.initial.get(f"{name}_on")

    @property
    def partial_dates(self) -> list[str]:
        """The names of the pairs that this form shows."""
        return [name for name in self._meta.model.partial_dates if f"{name}_on" in self.fields]

    def _post_clean(self):
        for name in self.partial_dates:
            if f"{name}_on" in self.cleaned_data:
                self.instance.set_when(name, self.cleaned_data[f"{name}_on"])
                self.cleaned_data[f"{name}_on"] = getattr(self.instance, f"{name}_on")
        super()._post_clean()


class WordsField(forms.CharField):
    """A list of texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = (line.strip() for line in super().to_python(value).splitlines())
        return [line for line in lines if line]

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class RecordForm(KeepsChosen, DatedForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # One language is enough; the model asks for at least one.
        for name, field in self.fields.items():
            if name.startswith(f"{self._meta.model.named_by}_"):
                field.required = False


class UniversityForm(RecordForm):
    aliases = WordsField(
        label=_("Other names"),
        required=False,
        help_text=_("One on each line, in any language and script: НИУ ВШЭ, 北大, PKU."),
    )


class MovedForm(RecordForm):
    """The universities that take part come in rows below, which are checked as they will be, not as they are stored."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.rows_come_along = True


class AgreementForm(MovedForm):
    activities = forms.MultipleChoiceField(
        label=_("Activities"), required=False, choices=Activity, widget=forms.CheckboxSelectMultiple
    )
