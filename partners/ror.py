"""ROR identifiers (https://ror.org): `0`, six characters of Crockford's base 32, two check digits (ISO 7064)."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
# For the database: the same form without look-ahead, which both SQLite (through Python) and PostgreSQL understand.
PATTERN = r"^0[0-9a-hjkmnp-tv-z]{6}[0-9]{2}$"
ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?(?:ror\.org/)?", re.IGNORECASE)


def bare(text: str) -> str:
    """The nine characters out of what people paste: an address, capitals, spaces around."""
    return ADDRESS.sub("", text.strip()).rstrip("/").lower()


def check_digits(ror_id: str) -> str:
    """The two digits that must end the id whose first seven characters these are: 98 - (100 n mod 97)."""
    number = 0
    for character in ror_id[1:7]:
        number = number * 32 + ALPHABET.index(character)
    return f"{98 - 100 * number % 97:02d}"


def validate_ror_id(ror_id: str) -> None:
    if not re.fullmatch(PATTERN.strip("^$"), ror_id):
        raise ValidationError(
            _("A ROR id has nine characters: 0, six letters or digits (never i, l, o or u) and two digits."),
            code="ror_form",
        )
    expected = check_digits(ror_id)
    if ror_id[-2:] != expected:
        raise ValidationError(
            _("The last two digits of %(id)s are %(found)s and should be %(expected)s. Is there a typing error?"),
            code="ror_check_digits",
            params={"id": ror_id, "found": ror_id[-2:], "expected": expected},
        )


class RorIdField(models.CharField):
    """Holds the bare id or NULL, never ''; takes a pasted https://ror.org/ address too."""

    default_validators = [validate_ror_id]

    def __init__(self, *args, **kwargs):
        kwargs.update(max_length=9, null=True, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for implied in ("max_length", "null", "blank"):
            del kwargs[implied]
        return name, path, args, kwargs

    def to_python(self, value):
        return (bare(value) or None) if isinstance(value, str) else value

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))

    def pre_save(self, model_instance, add):
        setattr(model_instance, self.attname, self.to_python(getattr(model_instance, self.attname)))
        return super().pre_save(model_instance, add)

    def formfield(self, **kwargs):
        # Room for the address around the id.
        return super().formfield(**{"max_length": 60, **kwargs})
