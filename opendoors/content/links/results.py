"""What was found when links were last followed."""

from collections.abc import Collection
from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opendoors.content.links import sources


class Problem(models.TextChoices):
    NOWHERE = "nowhere", _("leads to no page of this site")
    HIDDEN = "hidden", _("leads to what readers do not find")
    STAFF = "staff", _("only staff can open it")
    FILE = "file", _("the file is missing")
    ANSWER = "answer", _("the other site says that something is wrong")
    SILENT = "silent", _("no answer in time")
    UNREACHABLE = "unreachable", _("the host is unknown or refuses")
    CERTIFICATE = "certificate", _("its certificate is not valid")
    CIRCLE = "circle", _("leads on and on")
    FORBIDDEN = "forbidden", _("is no public address, and was not asked")


class CheckedLinkQuerySet(models.QuerySet):
    def of(self, content: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(content), object_id=content.pk)

    def of_kind(self, model: type[models.Model]) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def broken(self) -> Self:
        return self.exclude(problem="")

    def readable_by(self, user: Any) -> Self:
        """In what this member of staff finds in the admin."""
        condition = Q(pk__in=[])
        for source in sources.every():
            kind = ContentType.objects.get_for_model(source.model)
            condition |= Q(content_type=kind, object_id__in=source.offered(user).order_by().values("pk"))
        return self.filter(condition)

    def with_content(self) -> Self:
        return self.select_related("content_type").prefetch_related("content")

    def outside(self, is_external: bool) -> Self:
        return self.filter(is_external=is_external)

    def besides(self, addresses: Collection[str]) -> Self:
        return self.exclude(address__in=addresses)

    def gone(self, rows: models.QuerySet) -> Self:
        """In what is not among `rows` any more."""
        return self.exclude(object_id__in=rows.order_by().values("pk"))


class CheckedLink(models.Model):
    """An address in some content: broken if it has a `problem`. Of links inside, only broken ones are kept."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    content = GenericForeignKey()
    address = models.CharField(_("address"), max_length=2000)
    is_external = models.BooleanField(_("on another site"))
    problem = models.CharField(_("problem"), max_length=12, choices=Problem, blank=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, help_text=_("As HTTP has it, for instance 404"))
    checked_at = models.DateTimeField(_("checked"))
    broken_since = models.DateTimeField(_("broken since"), null=True)

    objects = CheckedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("checked link")
        verbose_name_plural = _("checked links")
        ordering = ["-broken_since", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "address"], name="content_checkedlink_once")
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def told_problem(self) -> str:
        label = str(self.get_problem_display())
        return f"{label} ({self.status})" if self.problem and self.status else label
