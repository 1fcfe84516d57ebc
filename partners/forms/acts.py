from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import modelform_factory
from django.utils.translation import gettext_lazy as _

from partners.dates import Edge
from partners.forms.partial_dates import PartialDateField
from partners.forms.records import DatedForm
from partners.transitions import AgreementEventKind, LaboratoryEventKind

WORDS = ("when_text_en", "when_text_ru", "description_en", "description_ru")
FIELDS = ("kind", "happened_on", *WORDS, "source_title", "source_url", "is_public")
# What moves the status is recorded by moving it.
STEPS = {
    AgreementEventKind.SIGNED,
    AgreementEventKind.SUSPENDED,
    AgreementEventKind.RESUMED,
    AgreementEventKind.TERMINATED,
    AgreementEventKind.SUPERSEDED,
    AgreementEventKind.WITHDRAWN,
    LaboratoryEventKind.OPENED,
    LaboratoryEventKind.CLOSED,
    LaboratoryEventKind.PLAN_DROPPED,
}


class EntryForm(DatedForm):
    """One entry of a history: `record` gets it. `kinds` may be chosen, of which a move has a `usual` one."""

    happened_on = PartialDateField(label=_("Date"), edge=Edge.START)

    def __init__(self, *args: Any, record: models.Model, kinds: list[str], usual: str = "", **kwargs: Any):
        blank = record.events.model(**{record.events.field.name: record})
        super().__init__(*args, instance=blank, **kwargs)
        names = dict(self.fields["kind"].choices)
        blank_choice = [] if usual else BLANK_CHOICE_DASH
        self.fields["kind"].choices = [*blank_choice, *((kind, names[kind]) for kind in kinds)]
        self.initial["kind"] = usual
        for name in ("when_text_en", "when_text_ru", "source_title", "source_url"):
            self.fields[name].widget.attrs["class"] = "vTextField"
        for name in ("description_en", "description_ru"):
            self.fields[name].widget.attrs["rows"] = 3

    def move(self, record: models.Model, to: str, *, by: Any) -> bool:
        """Write the entry by moving `record` to `to`; False if something stands against it: then the form says what."""
        told = {name: self.cleaned_data[name] for name in (*WORDS, "source_title", "source_url", "is_public")}
        told["description"] = told["description_en"] or told["description_ru"]
        date = self.instance.happened
        kind = self.cleaned_data["kind"]
        try:
            record.transition(to, by=by, kind=kind, on=date.day, precision=date.precision, **told)
        except ValidationError as error:
            self.tell(error)
            return False
        return True

    def tell(self, error: ValidationError) -> None:
        """Beside the field if it is one of these, else above them."""
        problems = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
        for name, errors in problems.items():
            place = f"{name}_en" if f"{name}_en" in self.fields else name
            self.add_error(place if place in self.fields else None, errors)


def entry_form(record: models.Model) -> type[EntryForm]:
    return modelform_factory(record.events.model, form=EntryForm, fields=FIELDS)


def kinds_to_record(record: models.Model) -> list[str]:
    """What can be recorded without moving the status."""
    moving = {kind for to in record.legal_targets for kind in record.kinds_for(to)}
    first_steps = {AgreementEventKind.AGREED, AgreementEventKind.AGREED_TO_SIGN} & moving
    kinds = record.events.model._meta.get_field("kind").choices
    return [kind for kind, _name in kinds if kind not in STEPS | first_steps]
