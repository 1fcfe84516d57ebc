"""One text box for a date and its precision: `2025`, `2025-03`, `03.2025`, `2025-03-14`, `14.03.2025`, or nothing."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners.dates import Edge, PartialDate, Precision, settle

YEAR = r"(?P<year>[12]\d{3})"
WRITTEN = (
    (re.compile(YEAR), Precision.YEAR),
    (re.compile(rf"{YEAR}-(?P<month>\d\d?)"), Precision.MONTH),
    (re.compile(rf"(?P<month>\d\d?)\.{YEAR}"), Precision.MONTH),
    (re.compile(rf"{YEAR}-(?P<month>\d\d?)-(?P<day>\d\d?)"), Precision.DAY),
    (re.compile(rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.{YEAR}"), Precision.DAY),
)


def parse(text: str, edge: Edge) -> PartialDate:
    """What was typed, as the first or last day of its period. Raises ValidationError, also for days that are none."""
    text = text.strip()
    if not text:
        return PartialDate()
    for pattern, precision in WRITTEN:
        if match := pattern.fullmatch(text):
            numbers = {name: int(number) for name, number in match.groupdict().items()}
            try:
                day = date(**{"month": 1, "day": 1, **numbers})
            except ValueError:
                raise ValidationError(_("There is no such day: %(text)s."), params={"text": text}) from None
            return PartialDate(settle(day, precision, edge), precision)
    raise ValidationError(
        _("“%(text)s” is no date: write 2025, 2025-03 or 2025-03-14, or leave it empty."), params={"text": text}
    )


class PartialDateField(forms.CharField):
    """Cleans to a PartialDate; takes one, or text, as its initial value."""

    def __init__(self, *, edge: Edge, **kwargs: Any):
        self.edge = edge
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "partial-date", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.help_text = self.help_text or _("2025, 2025-03 or 2025-03-14. Empty: not stated.")
        self.widget.attrs.setdefault("placeholder", "2025-03-14")

    def prepare_value(self, value):
        return value.iso if isinstance(value, PartialDate) else value

    def to_python(self, value):
        return parse(super().to_python(value), self.edge)

    def validate(self, value):
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value):
        """Those of a text are of no use to a date."""

    def has_changed(self, initial, data):
        try:
            return parse(self.prepare_value(initial) or "", self.edge) != parse(data or "", self.edge)
        except ValidationError:
            return True
