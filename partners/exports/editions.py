from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from opendoors.content import clock, site_address
from partners.models.terms import today

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Edition:
    """What all records of one file share. It is written outside of the request: no language is active by then."""

    root: str  # scheme and host
    day: date  # for which it is computed what is in force
    made_at: datetime
    source: str  # the address that gave the file, with its filters

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        source = site_address.absolute(request, request.get_full_path())
        return cls(site_address.root(request), today(), clock.now(), source)

    @property
    def licence(self) -> dict[str, str]:
        return settings.DATA_LICENCE

    def identifier(self, public_id: UUID) -> str:
        """The same for good, whatever becomes of names and addresses; leads to the record's page."""
        return self._identifiers.replace(str(NOBODY), str(public_id))

    @cached_property
    def _identifiers(self) -> str:
        """Asked for once: files name tens of thousands."""
        return self.root + address("by-id", NOBODY)

    def page(self, record: models.Model, language: str) -> str:
        with translation.override(language):
            return self.root + record.get_absolute_url()

    def absolute(self, address: str) -> str:
        """Of an address that may be a path on this site."""
        return self.root + address if address.startswith("/") else address


def address(name: str, *arguments) -> str:
    """Of what is the same in every language."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(f"partners:{name}", args=arguments)
