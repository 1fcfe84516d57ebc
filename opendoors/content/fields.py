from django.core.validators import URLValidator
from django.db import models


class WebAddressField(models.URLField):
    """The address of a page: https or http only, and https where the scheme is left out."""

    default_validators = (URLValidator(schemes=["http", "https"]),)

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})
