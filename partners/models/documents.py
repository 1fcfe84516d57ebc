from hashlib import file_digest
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from opendoors.content.documents import validate_pdf
from partners.models.lists import validate_language_tag
from partners.models.rules import Rule, known
from partners.models.scoped import manages_all
from partners.models.told import Told


def private_storage() -> Storage:
    return storages["private"]


def private_name(document: "AgreementDocument", uploaded_name: str) -> str:
    """Nothing of the name that was uploaded: it may say more than the document's title does."""
    return f"agreements/{uuid4().hex}.pdf"


class AgreementDocumentQuerySet(models.QuerySet):
    def marked_public(self) -> Self:
        """Public as soon as their agreement is: for agreements that are known to be published."""
        return self.filter(visibility=AgreementDocument.Visibility.PUBLIC)

    def public(self) -> Self:
        from_published = self.model.agreement.field.related_model.objects.published().order_by().values("pk")
        return self.marked_public().filter(agreement__in=from_published)

    def visible_to(self, user) -> Self:
        """The one gate: visitors get public documents of published agreements, staff all of those they may edit."""
        if manages_all(user):
            return self
        theirs = self.model.agreement.field.related_model.objects.editable_by(user).order_by().values("pk")
        return self.filter(Q(pk__in=self.public().order_by().values("pk")) | Q(agreement__in=theirs))


class AgreementDocument(Told):
    """A PDF in private storage; only the view that asks `visible_to` hands it out."""

    class Visibility(models.TextChoices):
        STAFF = "staff", _("Staff only")
        PUBLIC = "public", pgettext_lazy("visible to", "Public")

    agreement = models.ForeignKey(
        "partners.Agreement", models.CASCADE, related_name="documents", verbose_name=_("agreement")
    )
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(
        _("file"), storage=private_storage, upload_to=private_name, help_text=_("PDF, at most 30 MB.")
    )
    language = models.CharField(
        _("language"), max_length=35, validators=[validate_language_tag], help_text=_("A BCP 47 tag: en, ru, zh-Hans.")
    )
    visibility = models.CharField(_("visible to"), max_length=6, choices=Visibility, default=Visibility.STAFF)
    size = models.PositiveBigIntegerField(_("size"), editable=False, help_text=_("Bytes"))
    content_hash = models.CharField(_("SHA-256 of the file"), max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = AgreementDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of an agreement")
        verbose_name_plural = _("documents of agreements")
        ordering = ["pk"]
        constraints = [
            known("partners_agreementdocument", "visibility", ["staff", "public"]),
            Rule(
                field="file",
                message=_("The file is empty."),
                condition=Q(size__gt=0) & ~Q(file=""),
                name="partners_agreementdocument_has_file",
            ),
            models.UniqueConstraint(
                fields=["agreement", "content_hash"],
                name="partners_agreementdocument_once",
                violation_error_message=_("This file is among the documents of the agreement already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        self._measure()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self._is_new_file:
            try:
                validate_pdf(self.file)
            except ValidationError as error:
                raise ValidationError({"file": error}) from error
        self._measure()

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC and self.agreement.is_public

    @property
    def _is_new_file(self) -> bool:
        return bool(self.file) and not self.file._committed

    def _measure(self) -> None:
        """Size and hash of a file that is not stored yet; a stored one is not read again."""
        if self._is_new_file:
            self.size = self.file.size
            self.file.seek(0)
            self.content_hash = file_digest(self.file, "sha256").hexdigest()
            self.file.seek(0)
