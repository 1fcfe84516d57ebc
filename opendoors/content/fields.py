import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

_is_web_address = URLValidator(schemes=["http", "https"])
_is_path = re.compile(r"/(?![/\\])[^\s\\]*").fullmatch


class WebAddressField(models.URLField):
    """The address of a page: https or http only, and https where the scheme is left out."""

    default_validators = (URLValidator(schemes=["http", "https"]),)

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})


def validate_link(address: str) -> None:
    if _is_path(address):
        return
    try:
        _is_web_address(address)
    except ValidationError:
        raise ValidationError(_("An address starts with https:// or http://, or with / on this site.")) from None


class LinkField(models.CharField):
    """Where a link leads: an https or http address, or a path on this site."""

    default_validators = (validate_link,)
