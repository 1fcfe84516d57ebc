"""Every rule is checked in every form, and told beside its field where the form has that field."""

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models


class Told(models.Model):
    """Forms leave out what is not theirs to edit, and Django then skips each constraint that such a field has part in:
    the database would answer with an error page. Here they are all checked; what has no field of its own in the form
    is told beside its translation, or else above the form."""

    class Meta:
        abstract = True

    def full_clean(self, exclude=None, **kwargs):
        self._not_in_form = set(exclude or ())
        try:
            super().full_clean(exclude=exclude, **kwargs)
        except ValidationError as error:
            raise ValidationError(self._retold(error.error_dict)) from error
        finally:
            del self._not_in_form

    def validate_constraints(self, exclude=None):
        super().validate_constraints(exclude=set(exclude or ()) - getattr(self, "_not_in_form", set()))

    def _retold(self, errors: dict[str, list]) -> dict[str, list]:
        retold: dict[str, list] = {}
        for name, messages in errors.items():
            retold.setdefault(self._place(name), []).extend(messages)
        return retold

    def _place(self, name: str) -> str:
        translations = [f"{name}_{code}" for code, _language in settings.LANGUAGES if hasattr(self, f"{name}_{code}")]
        places = [place for place in (*translations, name) if place not in self._not_in_form]
        return next(iter(places), NON_FIELD_ERRORS)
