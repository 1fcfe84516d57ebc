import re
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock, merging
from opendoors.content.desk import meeting
from opendoors.content.merging.snapshots import same
from opendoors.content.models import Revision
from opendoors.content.publishing import YEARS
from opendoors.content.revisions import Snapshot
from opendoors.content.scheduling import LATER_MOMENT

IS_KEY = re.compile(r"[0-9]{1,18}").fullmatch


class NoteField(forms.CharField):
    """Says why something is saved, and is no change by itself."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class ZoneField(forms.CharField):
    """The zone in which the form showed its moments: they are read in it, whatever zone was chosen since."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class RevisableForm(forms.ModelForm):
    """A form that starts from the newest revision, its relations included.

    If others saved since, what it holds is merged with theirs as it is cleaned; where both changed the same, it is not
    valid, has no errors either, and `question` says what there is to choose.
    """

    sent_before: dict[str, list[int]] = {}  # what this person saved from which form; the admin says
    starts_from: int | None = None  # a revision, where the form shows a text that began with an older one

    revision_note = NoteField(
        label=_("Why"),
        required=False,
        max_length=Revision._meta.get_field("note").max_length,
        widget=forms.TextInput(attrs={"class": "desk-note__box", "autocomplete": "off"}),
    )

    zone_shown = ZoneField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial["zone_shown"] = str(get_current_timezone())
        self.draft_relations = getattr(self.instance, "draft_relations", {})
        self.initial.update(self.draft_relations)
        self.newest = self.instance.latest_revision if self.instance.pk else None
        self.name = (self.data.get("_form") if self.is_bound else "") or uuid4().hex
        shown = self.starts_from or (self.newest.pk if self.newest else "")
        self.based_on = self.data.get("_based_on", "") if self.is_bound else shown
        self.state_shown = self.data.get("_state", "") if self.is_bound else self._state
        self.question: meeting.Question | None = None
        self.merged_since: int | None = None  # the revision since which others saved, once their changes are taken in
        self.has_unseen = False  # whether it holds changes of others that its writer has not seen
        self.changes_nothing = False
        self._relations: dict[str, list[int]] | None = None
        for name in self._unrevised():
            self.fields[name].show_hidden_initial = True

    def is_valid(self) -> bool:
        return super().is_valid() and self.question is None

    def clean_publish_at(self):
        moment = _in_sensible_year(self.cleaned_data["publish_at"])
        row = getattr(self.instance, "live", None)
        if moment and row is not None and row.is_public and moment > clock.now():
            raise ValidationError(LATER_MOMENT)
        return moment

    def clean_expire_at(self):
        return _in_sensible_year(self.cleaned_data["expire_at"])

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        self._forget_impossible_choices()
        for name in self._unrevised():
            # These hold at once and are in no revision: a form opened long ago must not set them back.
            if name in cleaned and name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)
        return cleaned

    def relations(self) -> dict[str, list[int]]:
        """The chosen rows of every many-to-many field, in the order chosen; the draft's where the form has no field."""
        if self._relations is not None:
            return self._relations
        names = [field.name for field in self._meta.model._meta.many_to_many if field.name in self.cleaned_data]
        return self.draft_relations | {name: [row.pk for row in self.cleaned_data[name]] for name in names}

    @property
    def choices(self) -> dict[str, str]:
        return self.question.choices(self.data) if self.question else {}

    # ---- Meeting what others saved meanwhile

    def _post_clean(self):
        super()._post_clean()
        if self.newest is None:
            return
        carried = meeting.carried(self.data, self.instance.kinds())
        if self.errors:
            self.question = carried
        elif carried is None:
            sent = self.sent_before.get(self.name, [])
            given = str(sent[1]) if sent[:1] == [self.instance.pk] else self.based_on
            self._meet(meeting.origin(self.instance, given), self._snapshot())
        elif len(carried.choices(self.data)) < len(carried.clashes):
            self.question = carried
        else:
            self._take_choices(carried)

    def _take_choices(self, carried: meeting.Question) -> None:
        """The form showed mine at each clash: what was typed there since is a change of that, like any other."""
        chosen = carried.merged.resolved(carried.choices(self.data))
        shown, typed = carried.merged.snapshot, self._snapshot()
        merged = merging.merge(shown, typed, self._settled(chosen), self.instance.kinds())
        if merged.clashes:
            self._ask(meeting.Question(shown, typed, chosen, carried.newest, carried.since, merged))
        else:
            self.merged_since = carried.since
            self._meet(meeting.origin(self.instance, str(carried.newest)), merged.snapshot)

    def _meet(self, origin: Any, mine: Snapshot) -> None:
        """Merge `mine`, which began with the revision `origin`, with the newest and put the result on the instance."""
        typed, result = self._snapshot(), mine
        if origin is None or origin.pk != self.newest.pk:
            base = self._settled(origin.snapshot) if origin else None
            since = origin.pk if origin else None
            question = meeting.question(base, mine, self.newest, since, self.instance.kinds())
            if question.clashes:
                self._ask(question)
                return
            result = question.merged.snapshot
            self.has_unseen = not self._equal(result, mine)
            self.changes_nothing = self._equal(result, self.newest.snapshot)
            self.merged_since = since if self.has_unseen else self.merged_since
        elif self.sent_before.get(self.name):
            self.changes_nothing = self._equal(result, self.newest.snapshot)
        if not self._equal(result, typed):
            self._put(result)
        self._name_changes(result)

    def _put(self, result: Snapshot) -> None:
        """On the instance; what only the two together break, its rules find here."""
        typed = self._snapshot()
        self._relations = self.draft_relations | self.instance.take(result)
        self.instance.publish_at = self.instance.publish_at or self._known_moment
        try:
            self.instance.full_clean(exclude=self._get_validation_exclusions())
        except ValidationError as error:
            self._show(result, typed)
            self.based_on = self.newest.pk
            self._update_errors(error)

    def _name_changes(self, result: Snapshot) -> None:
        """The log names what this save changes, not what others had changed since the form was shown."""
        before, after = self._settled(self.newest.snapshot), self._settled(result)
        kept = {name for name in self.instance.revised_fields if same(before.get(name), after.get(name))}
        self.changed_data = [name for name in self.changed_data if name not in kept]

    def _ask(self, question: meeting.Question) -> None:
        self.question = question
        self._show(question.merged.snapshot, self._snapshot())

    def _snapshot(self) -> Snapshot:
        return self._settled(self.instance.snapshot(self.relations()))

    def _settled(self, snapshot: Snapshot) -> Snapshot:
        """Without the moment of publishing where the row has it anyway: the form shows it, the revision may not."""
        moment = self._known_moment
        if moment and same(snapshot.get("publish_at"), moment.isoformat()):
            return {**snapshot, "publish_at": None}
        return snapshot

    @property
    def is_kept(self) -> bool:
        """Whether the newest revision says all that it holds."""
        return self.newest is not None and self._equal(self._snapshot(), self.newest.snapshot)

    @property
    def has_new_state(self) -> bool:
        """Whether somebody published or withdrew it since the form was shown."""
        known = self.name not in self.sent_before and not self.changes_nothing
        return known and self.state_shown not in ("", self._state)

    @property
    def _state(self) -> str:
        row = getattr(self.instance, "live", None)
        return row.state if row is not None else ""

    @property
    def _known_moment(self) -> datetime | None:
        """Since when, or from when on, readers know it."""
        row = getattr(self.instance, "live", None)
        return row.publish_at if row is not None and row.is_known else None

    def _equal(self, one: Snapshot, other: Snapshot) -> bool:
        one, other = self._settled(one), self._settled(other)
        return all(same(one.get(name), other.get(name)) for name in self.instance.revised_fields)

    def _show(self, snapshot: Snapshot, typed: Snapshot) -> None:
        """Let the boxes hold this instead of what was sent."""
        self.data = self.data.copy()
        for name in self.fields.keys() & snapshot.keys():
            if not same(snapshot[name], typed[name]):
                self._fill(name, snapshot[name])

    def _fill(self, name: str, value: Any) -> None:
        field, key = self._meta.model._meta.get_field(name), self.add_prefix(name)
        widget = self.fields[name].widget
        if field.many_to_many:
            self.data.setlist(key, [str(row) for row in value])
        elif isinstance(widget, forms.MultiWidget):
            parts = widget.decompress(field.to_python(value))
            for number, (inner, part) in enumerate(zip(widget.widgets, parts, strict=True)):
                self.data[f"{key}_{number}"] = inner.format_value(part) or ""
        elif isinstance(widget, forms.CheckboxInput):
            self.data.setlist(key, ["on"] if value else [])
        else:
            shown = self.fields[name].prepare_value(value)
            self.data[key] = "" if shown is None else str(shown)

    def _unrevised(self) -> list[str]:
        """Fields of the row that no revision holds, such as who may edit it."""
        model = self._meta.model
        held = {field.name for field in model._meta.concrete_fields} - {*model.revised_fields}
        return [name for name in self.fields if name in held] if self.instance.pk else []

    def _forget_impossible_choices(self) -> None:
        """Keys that are no numbers cannot be shown again as chosen: looking them up is an error."""
        for name in self.errors.keys() & self.fields.keys():
            if isinstance(self.fields[name], forms.ModelChoiceField):
                key = self.add_prefix(name)
                self.data = self.data.copy()
                self.data.setlist(key, [given for given in self.data.getlist(key) if IS_KEY(given)])


def _in_sensible_year(moment: datetime | None) -> datetime | None:
    if moment and moment.year not in YEARS:
        raise ValidationError(_("Please check the year."))
    return moment
