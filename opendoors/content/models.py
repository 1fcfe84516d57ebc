"""What every kind of content shares: pictures, attached files and revisions.

Unsaved texts stand in `keeping`, questions to reviewers in `reviews`, waivers of the publish gate in `gate`.
"""

from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from opendoors.content.caching.counter import ChangeCounter
from opendoors.content.documents import stored_name
from opendoors.content.gate.waivers import Waiver
from opendoors.content.guests.links import GuestLink
from opendoors.content.guests.notes import GuestNote
from opendoors.content.keeping import Autosave, Presence
from opendoors.content.links.results import CheckedLink
from opendoors.content.polling import Polled
from opendoors.content.publications import Publication
from opendoors.content.reviews import Review
from opendoors.content.scheduling import ScheduledChange
from opendoors.content.search.entries import Entry, StaffEntry, Words
from opendoors.content.visits.counts import VisitCount

__all__ = [
    "Attachment",
    "Autosave",
    "ChangeCounter",
    "CheckedLink",
    "Entry",
    "GuestLink",
    "GuestNote",
    "Image",
    "Polled",
    "Presence",
    "Publication",
    "Review",
    "Revision",
    "ScheduledChange",
    "StaffEntry",
    "VisitCount",
    "Waiver",
    "Words",
]


class ImageQuerySet(models.QuerySet):
    def by_name(self, names: Collection[str]) -> dict[str, "Image"]:
        """The pictures with these storage names, by name; asks the database only when there are names."""
        names = {name for name in names if "\x00" not in name}  # which PostgreSQL refuses to be asked for
        return {image.file.name: image for image in self.filter(file__in=names)} if names else {}

    def with_hash(self, content_hash: str) -> "Image | None":
        """The picture made from this very file, marked as known."""
        image = self.filter(content_hash=content_hash).first()
        if image:
            image.was_known = True
        return image


class Image(models.Model):
    """A picture of the library. Its renditions are made once, at upload (`content/images.py`).

    `size` is that of the file itself in bytes, None where it was lost before sizes were kept. `renditions` is a list of
    `{"format": "avif" | "webp", "width": pixels, "name": storage name}`; `focal_x` and `focal_y` are per cent of the
    width and height, and stay in sight in every crop.
    """

    file = models.FileField(_("file"), upload_to="images/", editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False, help_text=_("Pixels"))
    height = models.PositiveIntegerField(_("height"), editable=False, help_text=_("Pixels"))
    size = models.PositiveBigIntegerField(_("size"), null=True, editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("It tells nothing that the text does not: screen readers pass it.")
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Photographer or agency"))
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point from the left, %"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point from the top, %"), default=50, validators=[MaxValueValidator(100)]
    )
    content_hash = models.CharField(_("SHA-256 of the uploaded file"), max_length=64, unique=True, editable=False)
    renditions = models.JSONField(_("renditions"), default=list, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    was_known = False  # whether an upload met a row that existed

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(focal_x__lte=100, focal_y__lte=100), name="content_image_focal_point_inside"
            ),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="content_image_has_size"),
        ]

    def __str__(self) -> str:
        return self.alt or self.alt_en or self.alt_ru or _("Picture %(number)s, not described") % {"number": self.pk}


class Attachment(models.Model):
    """A PDF that readers may download; `size` in bytes."""

    file = models.FileField(_("file"), upload_to=stored_name)
    title = models.CharField(_("title"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"), editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        if self.size is None or not self.file._committed:  # of what is stored the storage is not asked again
            self.size = self.file.size
        super().save(*args, **kwargs)


class RevisionQuerySet(models.QuerySet):
    def up_to(self, key: int) -> Self:
        """This revision and those before it, newest first."""
        return self.filter(pk__lte=key).order_by("-pk")

    def before(self, revision: "Revision") -> "Revision | None":
        return self.filter(pk__lt=revision.pk).select_related("author").order_by("-pk").first()

    def with_origin(self) -> Self:
        """With who wrote each and what it was based on, whose text is left where it is."""
        return self.select_related("author", "based_on").defer("based_on__snapshot")


class Revision(models.Model):
    """One kept state of some content; written once, never changed."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    content = GenericForeignKey()
    snapshot = models.JSONField(_("content"))
    based_on = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=200, blank=True)
    # Of the words that translations follow, and of those of the original that this text is up to date with.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    original_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="content_revision_newest")]

    def __str__(self) -> str:
        return date_format(localtime(self.created_at), "DATETIME_FORMAT")
