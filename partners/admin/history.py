"""Who changed what in a record, field by field, and back to an earlier state."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from partners.admin.acts import ActsAdmin
from partners.admin.differences import Change, Names, differences
from partners.models.scoped import manages_all
from partners.restoring import restore

KEPT = 200  # changes of a record that the page shows, the newest


@dataclass
class Entry:
    at: datetime
    who: str
    act: str
    reason: str = ""
    changes: list[Change] = field(default_factory=list)
    restore_url: str = ""


class HistoryAdmin(ActsAdmin):
    """`history_rows` names the relations whose rows belong to the record: their changes are told with its own.

    `associations_own` names fields that only the association's staff change, by restoring too.
    """

    history_rows: tuple[str, ...] = ()
    associations_own: tuple[str, ...] = ()

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.restore_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        return [path("<path:object_id>/history/<int:past_id>/restore/", view, name=name), *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        record = self.record_for(request, object_id)
        if isinstance(record, HttpResponse):
            return record
        entries = sorted([*self._own(record), *self._of_rows(record)], key=lambda entry: entry.at, reverse=True)
        return self.show(request, "admin/partners/history.html", record, _("History"), entries=entries[:KEPT])

    def restore_view(self, request: HttpRequest, object_id: str, past_id: int) -> HttpResponse:
        record = self.record_for(request, object_id)
        if isinstance(record, HttpResponse):
            return record
        past = record.history.filter(pk=past_id).first()
        problem = self._restoring_problem(request, record, past)
        if problem:
            return self.back_to(request, record, problem, messages.ERROR)
        try:
            restore(past, by=request.user)
        except ValidationError as error:
            return self.back_to(request, record, " ".join(error.messages), messages.ERROR)
        self.log_change(request, record, [{"changed": {"fields": [gettext_noop("an earlier state")]}}])
        when = f"{past.history_date:%Y-%m-%d %H:%M}"
        return self.back_to(request, record, _("Restored as of %(when)s.") % {"when": when})

    def _restoring_problem(self, request: HttpRequest, record: models.Model, past: Any) -> str:
        if past is None:
            return _("There is no such state of this record.")
        kept = [name for name in self.associations_own if getattr(past, name) != getattr(record, name)]
        if kept and not manages_all(request.user):
            return _("That state differs in what only the association changes. Please ask its staff.")
        if any(self._leads_to_others(request, record, past, name) for name in self.only_own):
            return _("That state differs in what only the association changes. Please ask its staff.")
        return ""

    def _leads_to_others(self, request: HttpRequest, record: models.Model, past: Any, name: str) -> bool:
        """Whether that state links to what this person could not choose in the form."""
        link = self.opts.get_field(name)
        if link.many_to_many:
            target = f"{link.m2m_reverse_field_name()}_id"
            then = set(getattr(past, name).values_list(target, flat=True))
            now = set(getattr(record, name).values_list("pk", flat=True))
        else:
            then, now = ({getattr(row, link.attname)} for row in (past, record))
        own = link.related_model.objects.editable_by(request.user).order_by().values("pk")
        return link.related_model._base_manager.filter(pk__in=then - now - {None}).exclude(pk__in=own).exists()

    def _own(self, record: models.Model) -> Iterator[Entry]:
        linked = [link.name for link in record.history.model._history_m2m_fields]
        pasts = list(record.history.select_related("history_user")[: KEPT + 1])
        names = Names(pasts, linked)
        for past, before in zip(pasts[:KEPT], [*pasts[1:], None], strict=False):
            yield Entry(
                at=past.history_date,
                who=_who(past),
                act=_act(past, type(record)),
                reason=past.history_change_reason or "",
                changes=differences(before, past, names, linked) if before else [],
                restore_url="" if past is pasts[0] else self.act_url("restore", record.pk, past.pk),
            )

    def _of_rows(self, record: models.Model) -> Iterator[Entry]:
        for relation in self.history_rows:
            rows = getattr(record, relation)
            pasts = rows.model.history.filter(**{rows.field.name: record.pk}).select_related("history_user")
            pasts = list(pasts.order_by("id", "-history_id")[:KEPT])
            names = Names(pasts, [])
            for past, before in zip(pasts, [*pasts[1:], None], strict=False):
                same = before is not None and before.id == past.id
                changes = differences(before, past, names, []) if same and past.history_type == "~" else []
                title = names.title(past)
                if past.history_type != "~" or changes:
                    act = f"{_act(past, rows.model)}: {title}"
                    yield Entry(at=past.history_date, who=_who(past), act=act, changes=_under(title, changes))


def _under(title: str, changes: list[Change]) -> list[Change]:
    return [Change(f"{title}: {change.name}", change.old, change.new) for change in changes]


def _who(past: Any) -> str:
    return str(past.history_user) if past.history_user else _("the system")


def _act(past: Any, model: type[models.Model]) -> str:
    acts = {"+": _("%(kind)s added"), "~": _("%(kind)s saved without a change"), "-": _("%(kind)s taken away")}
    return acts[past.history_type] % {"kind": str(model._meta.verbose_name).capitalize()}
