"""Histories: what happened to an agreement or a laboratory, when (as far as is known) and according to whom."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.dates import Edge, PartialDate
from partners.models.dated import PartiallyDated, precision_field
from partners.models.rules import Rule, known, partial_date, web_address
from partners.models.told import Told
from partners.transitions import (
    AgreementEventKind,
    AgreementStatus,
    LaboratoryEventKind,
    LaboratoryStatus,
)

# What may change after an entry is written: whether the public sees it.
CHANGEABLE = {"is_public"}


class EventQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def of(self, records: models.QuerySet) -> Self:
        """Of these agreements or laboratories, which come along."""
        record = self.model.belongs_to
        return self.filter(**{f"{record}__in": records.order_by().values("pk")}).select_related(record)

    def newest_first(self) -> Self:
        """By date; entries without one come last, the newest of them first."""
        return self.order_by(F("happened_on").desc(nulls_last=True), "-pk")

    def delete(self):
        raise ValidationError(_("A history is never deleted; hide an entry from the public instead."))


class Chronicled(Told, PartiallyDated):
    """One entry of a history. Written once: blanks may be filled later, nothing that was said is changed."""

    partial_dates = {"happened": Edge.START}
    belongs_to: ClassVar[str] = ""

    happened_on = models.DateField(_("date"), null=True, blank=True)
    happened_precision = precision_field()
    when_text = models.CharField(
        _("date in words"), max_length=120, blank=True, help_text=_("For instance: earlier this year.")
    )
    description = models.TextField(_("description"), blank=True, max_length=1000)
    source_title = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.CharField(
        _("address of the source"), max_length=500, blank=True, help_text=_("https://… or a path on this site.")
    )
    is_public = models.BooleanField(_("public"), default=True)
    from_status = models.CharField(_("from status"), max_length=12, blank=True, editable=False)
    to_status = models.CharField(_("to status"), max_length=12, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    @staticmethod
    def rules(prefix: str, kinds: list[str], statuses: list[str]) -> list[Rule]:
        return [
            known(prefix, "kind", kinds),
            *partial_date(prefix, "happened", Edge.START),
            web_address(prefix, "source_url", or_path=True),
            Rule(
                field="when_text",
                message=_("Give a date or words, not both."),
                condition=Q(happened_on__isnull=True) | Q(when_text=""),
                name=f"{prefix}_date_or_words",
            ),
            Rule(
                field="to_status",
                message=_("A step leads from one status to another."),
                condition=Q(from_status="", to_status="")
                | (Q(from_status__in=statuses, to_status__in=statuses) & ~Q(from_status=F("to_status"))),
                name=f"{prefix}_step_between_statuses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.when_told})"

    def save(self, *args, **kwargs):
        if self.pk:
            self._refuse_changes()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError(_("A history is never deleted; hide an entry from the public instead."))

    @property
    def happened(self) -> PartialDate:
        return self.when("happened")

    @property
    def when_told(self) -> str:
        """The date or the words for it, else that it is not stated."""
        return self.when_text or str(self.happened)

    @property
    def record(self) -> models.Model:
        """The agreement or laboratory whose history it is."""
        return getattr(self, self.belongs_to)

    @property
    def is_step(self) -> bool:
        """Whether it records a change of status."""
        return bool(self.to_status)

    def _refuse_changes(self) -> None:
        stored = type(self)._base_manager.filter(pk=self.pk).first()
        if stored is None:
            return
        blank = {None, "", "unknown"}
        for field in self._meta.concrete_fields:
            old, new = getattr(stored, field.attname), getattr(self, field.attname)
            may_be_filled = old in blank and field.name not in ("from_status", "to_status")
            if old != new and not may_be_filled and field.name not in CHANGEABLE:
                raise ValidationError(
                    _("A history is only added to: “%(field)s” cannot be changed. Add an entry that corrects it."),
                    params={"field": field.verbose_name},
                )


class AgreementEvent(Chronicled):
    belongs_to = "agreement"

    agreement = models.ForeignKey(
        "partners.Agreement", models.CASCADE, related_name="events", verbose_name=_("agreement")
    )
    kind = models.CharField(_("what happened"), max_length=24, choices=AgreementEventKind)

    class Meta(Chronicled.Meta):
        verbose_name = _("event of an agreement")
        verbose_name_plural = _("events of agreements")
        constraints = Chronicled.rules("partners_agreementevent", AgreementEventKind.values, AgreementStatus.values)
        indexes = [models.Index(fields=["agreement", "kind"], name="partners_agreementevent_kind")]


class LaboratoryEvent(Chronicled):
    belongs_to = "laboratory"

    laboratory = models.ForeignKey(
        "partners.Laboratory", models.CASCADE, related_name="events", verbose_name=_("laboratory")
    )
    kind = models.CharField(_("what happened"), max_length=24, choices=LaboratoryEventKind)

    class Meta(Chronicled.Meta):
        verbose_name = _("event of a laboratory")
        verbose_name_plural = _("events of laboratories")
        constraints = Chronicled.rules("partners_laboratoryevent", LaboratoryEventKind.values, LaboratoryStatus.values)
