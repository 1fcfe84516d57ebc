"""A status that is never typed: it changes by a legal move only, and each move writes an entry in the history."""

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.dates import PartialDate, Precision
from partners.models.dated import PartiallyDated
from partners.transitions import IllegalTransition, Moves, history_problem, legal_targets


class MovedQuerySet(models.QuerySet):
    def with_status(self, *statuses: str) -> Self:
        return self.filter(status__in=statuses)

    def update(self, **values):
        if "status" in values:
            raise IllegalTransition(_("A status is changed by a transition, never by an update."))
        return super().update(**values)


class Moved(PartiallyDated):
    """Has a `status` and `events`. `dated_by` says which kind of entry tells which partial date of the record."""

    moves: ClassVar[Moves] = {}
    initial_status: ClassVar[str] = ""
    dated_by: ClassVar[dict[str, str]] = {}
    # Dates that a status rules out: (status, ...) -> names. They are emptied when a correction leads back to it.
    undated_in: ClassVar[dict[str, tuple[str, ...]]] = {}
    # True of a record whose form brings its universities along and checks them: those stored are about to change.
    rows_come_along = False

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        self._refuse_typed_status()

    def save(self, *args, **kwargs):
        self._refuse_typed_status()
        super().save(*args, **kwargs)

    @property
    def legal_targets(self) -> list[str]:
        return legal_targets(self.moves, self.status)

    def kinds_for(self, to: str) -> tuple[str, ...]:
        """The kinds of entry that may record the move to `to`, the usual one first; empty if it is illegal."""
        return self.moves.get((self.status, to), ())

    def transition(
        self, to: str, *, by=None, kind: str = "", on=None, precision: str = Precision.UNKNOWN, **details
    ) -> models.Model:
        """Move to `to` and write the entry that says so, in one transaction; returns the entry.

        `details` are further fields of the entry: when_text, description, source_title, source_url, is_public. A date
        without a precision is known to the day. Raises IllegalTransition for a move that the table does not hold, and
        ValidationError for whatever else stands against it; then nothing is written and the record is as before.
        """
        before = vars(self).copy()
        try:
            with transaction.atomic():
                return self._move(to, by, kind, PartialDate(on, _precision(on, precision)), details)
        except ValidationError:
            vars(self).update(before)
            raise
        finally:
            vars(self).pop("_moving_to", None)

    def history_problem(self) -> str:
        """What is wrong between the status and the history; '' if nothing. Reads `events`, which may be prefetched."""
        steps = [(event.from_status, event.to_status) for event in self._steps()]
        return history_problem(self.moves, self.initial_status, self.status, steps)

    def _move(self, to: str, by, kind: str, date: PartialDate, details: dict) -> models.Model:
        stored = (
            type(self)._base_manager.select_for_update().filter(pk=self.pk).values_list("status", flat=True).first()
        )
        if stored != self.status:
            raise IllegalTransition(_("Someone else has changed the status meanwhile. Please look again."))
        kinds = self.kinds_for(to)
        kind = kind or next(iter(kinds), "")
        if kind not in kinds:
            raise IllegalTransition(
                _("From “%(source)s” there is no way to “%(target)s”."),
                params={"source": self.get_status_display(), "target": self._status_label(to)},
            )
        if kind == "corrected" and not details.get("description"):
            raise ValidationError({"description": _("Say what was wrong.")})
        event = self.events.model(
            **{self.events.field.name: self},
            kind=kind,
            from_status=self.status,
            to_status=to,
            recorded_by=by,
            **details,
        )
        event.set_when("happened", date)
        event.full_clean(exclude={self.events.field.name})
        self.status = self._moving_to = to
        self._take_date(kind, date)
        self.full_clean()
        self.save()
        event.save()
        getattr(self, "_prefetched_objects_cache", {}).pop("events", None)
        return event

    def _take_date(self, kind: str, date: PartialDate) -> None:
        name = self.dated_by.get(kind)
        if name and date and not self.when(name):
            self.set_when(name, date)
        for undated in self.undated_in.get(self.status, ()):
            self.set_when(undated, PartialDate())

    def _refuse_typed_status(self) -> None:
        if getattr(self, "_moving_to", None) == self.status:
            return
        stored = self.initial_status
        if not self._state.adding:
            stored = type(self)._base_manager.filter(pk=self.pk).values_list("status", flat=True).first()
        if self.status != stored:
            raise IllegalTransition(
                gettext("A status is changed by a transition, never by typing: it is “%(status)s”.")
                % {"status": self._status_label(stored)}
            )

    def _status_label(self, status: str) -> str:
        return dict(self._meta.get_field("status").choices).get(status, status)

    def _steps(self) -> list[models.Model]:
        return sorted((event for event in self.events.all() if event.is_step), key=lambda event: event.pk)


def _precision(on, precision: str) -> str:
    return Precision.DAY if on and precision == Precision.UNKNOWN else precision
