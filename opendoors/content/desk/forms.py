import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opendoors.content.models import Revision
from opendoors.content.publishing import YEARS

IS_KEY = re.compile(r"[0-9]{1,18}").fullmatch


class NoteField(forms.CharField):
    """Says why something is saved, and is no change by itself."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class RevisableForm(forms.ModelForm):
    """A form that starts from the newest revision, its relations included."""

    revision_note = NoteField(
        label=_("Why"),
        required=False,
        max_length=Revision._meta.get_field("note").max_length,
        widget=forms.TextInput(attrs={"class": "desk-note__box", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.draft_relations = getattr(self.instance, "draft_relations", {})
        self.initial.update(self.draft_relations)

    def clean_publish_at(self):
        return _in_sensible_year(self.cleaned_data["publish_at"])

    def clean_expire_at(self):
        return _in_sensible_year(self.cleaned_data["expire_at"])

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        self._forget_impossible_choices()
        return cleaned

    def relations(self) -> dict[str, list[int]]:
        """The chosen rows of every many-to-many field, in the order chosen; the draft's where the form has no field."""
        names = [field.name for field in self._meta.model._meta.many_to_many if field.name in self.cleaned_data]
        return self.draft_relations | {name: [row.pk for row in self.cleaned_data[name]] for name in names}

    def _forget_impossible_choices(self) -> None:
        """Keys that are no numbers cannot be shown again as chosen: looking them up is an error."""
        for name in self.errors.keys() & self.fields.keys():
            if isinstance(self.fields[name], forms.ModelChoiceField):
                key = self.add_prefix(name)
                self.data = self.data.copy()
                self.data.setlist(key, [given for given in self.data.getlist(key) if IS_KEY(given)])


def _in_sensible_year(moment: datetime | None) -> datetime | None:
    if moment and moment.year not in YEARS:
        raise ValidationError(_("Please check the year."))
    return moment
