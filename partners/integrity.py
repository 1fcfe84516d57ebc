"""What is wrong across the rows of the register: rules that the database cannot state and that some way of writing
(an import, a bulk update, a hand on the database) has gone round. `manage.py check_data` prints it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext

from partners.models import Agreement, AgreementDocument, Laboratory, University
from partners.models.moved import Moved

CHUNK = 500  # rows at a time


@dataclass(frozen=True)
class Finding:
    record: models.Model
    message: str

    @property
    def admin_path(self) -> str:
        """Where to mend it."""
        meta = self.record._meta
        return f"{reverse('admin:index')}{meta.app_label}/{meta.model_name}/{self.record.pk}/change/"

    def __str__(self) -> str:
        return f"{self.record._meta.verbose_name} “{self.record}”: {self.message} {self.admin_path}"


def findings() -> Iterator[Finding]:
    records = (
        University.objects.select_related("parent", "became"),
        Laboratory.objects.select_related("host__parent").prefetch_related("events"),
        Agreement.objects.select_related("renews").prefetch_related("events"),
    )
    for queryset in records:
        for record in queryset.order_by("pk").iterator(chunk_size=CHUNK):
            yield from (Finding(record, message) for message in _of_record(record))
    for document in AgreementDocument.objects.select_related("agreement").iterator(chunk_size=CHUNK):
        if not document.file.storage.exists(document.file.name):
            message = gettext("the file of its document “%(title)s” is missing.") % {"title": document.title}
            yield Finding(document.agreement, message)


def _of_record(record: models.Model) -> Iterator[str]:
    for check in (record.clean_fields, record.clean):
        try:
            check()
        except ValidationError as error:
            yield from _told(record, error)
    if isinstance(record, Moved) and (problem := record.history_problem()):
        yield f"{problem}."


def _told(record: models.Model, error: ValidationError) -> Iterator[str]:
    for name, messages in error.message_dict.items():
        label = "" if name == NON_FIELD_ERRORS else f"{record._meta.get_field(name).verbose_name}: "
        for message in messages:
            yield f"{label}{message}"
