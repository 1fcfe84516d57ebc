"""Documents are PDF files, known by what is in them and kept under names of our own."""

import logging
import uuid
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

MAX_BYTES = 30 * 1024**2

logger = logging.getLogger(__name__)


def validate_pdf(file: UploadedFile, max_bytes: int = MAX_BYTES) -> None:
    """Raises ValidationError, in words for the person who chose the file. The file's position is at its start after.

    ISO 32000-1, 7.5: `%PDF-` opens a file (readers accept it within the first 1024 bytes) and `%%EOF` ends it (again
    with some bytes allowed after it).
    """
    if not file.size:
        raise ValidationError(_("The file is empty."), code="empty")
    if file.size > max_bytes:
        raise ValidationError(
            _("The file is larger than %(limit)d MB.") % {"limit": max_bytes // 1024**2}, code="too_many_bytes"
        )
    file.seek(0)
    head = file.read(1024)
    file.seek(max(0, file.size - 2048))
    tail = file.read()
    file.seek(0)
    if b"%PDF-" not in head:
        raise ValidationError(_("This is not a PDF file."), code="not_a_pdf")
    if b"%%EOF" not in tail:
        raise ValidationError(_("The PDF file is damaged: its end is missing."), code="damaged")


def store(file: File, *, name: str = "", storage: Storage = default_storage) -> str:
    """Write a verified PDF; returns its name. Raises ValidationError when it cannot be written, and leaves nothing."""
    name = name or stored_name(None, "")
    try:
        return storage.save(name, file)
    except Exception as error:  # every storage has errors of its own
        logger.exception("A document could not be written to the storage.")
        with suppress(Exception):
            storage.delete(name)
        raise ValidationError(_("The file could not be stored. Please try again later."), code="storage") from error


def stored_name(instance: object, filename: str) -> str:
    """For `upload_to`: a name that nobody can guess; what people see is the title."""
    return f"attachments/{uuid.uuid4().hex}.pdf"
