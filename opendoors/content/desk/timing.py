"""The page on which a draft of what is public gets its moment: what will change, when, and the way out of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from opendoors.content import zones
from opendoors.content.desk import acts
from opendoors.content.desk.people import told_name
from opendoors.content.gate.findings import GateClosed
from opendoors.content.models import ScheduledChange
from opendoors.content.moments import IN_WHICH_ZONE, MomentField, MomentForm
from opendoors.content.publishing import State

SAVED_SINCE = _("Somebody has saved the text meanwhile. Look at what changes now, then press the button again.")


class ScheduleForm(MomentForm):
    """`revision` is one of the texts that the page offered: what was saved since is nobody's choice yet."""

    revision = forms.TypedChoiceField(
        label=_("Which text"), coerce=int, widget=forms.RadioSelect, error_messages={"invalid_choice": SAVED_SINCE}
    )
    at = MomentField(label=_("Changes public at"), help_text=IN_WHICH_ZONE)

    field_order = ("revision", "at", "zone_shown")

    def __init__(self, data: Any, content: Any):
        super().__init__(data)
        self.content, self.change = content.live, content.live.scheduled_change
        self.texts = {row.pk: row for row in (self.change and self.change.revision, content.latest_revision) if row}
        self.texts.pop(content.live_revision_id, None)
        field = self.fields["revision"]
        field.choices = [
            (key, _told_text(row, row.pk == content.latest_revision_id)) for key, row in self.texts.items()
        ]
        if len(self.texts) < 2:
            field.widget = forms.HiddenInput()
        self.initial = {
            "revision": next(iter(self.texts), ""),
            "at": self.change and self.change.at,
        }

    def clean(self):
        if "revision" in self.errors:
            self.data = {**self.data.dict(), "revision": next(iter(self.texts))}
        return super().clean()

    @property
    def text(self) -> Any:
        """The revision that is looked at."""
        given = str(self["revision"].value())
        return next((row for key, row in self.texts.items() if str(key) == given), next(iter(self.texts.values())))

    def schedule(self, by: Any) -> bool:
        """Whether it is done; what stands against it is told by the form. Raises GateClosed."""
        try:
            self.content.schedule_changes(self.cleaned_data["at"], by=by, revision=self.text)
        except GateClosed:
            raise
        except ValidationError as error:
            self.add_error(None, error.messages)
        return not self.errors


class Timing:
    """Part of `RevisableAdmin`: a draft of what is public comes out at a chosen moment."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_schedule"
        view = self.admin_site.admin_view(self.schedule_view)
        return [path("<path:object_id>/schedule/", view, name=name), *super().get_urls()]

    def schedule_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self._of(request, object_id)
        if not self.has_publish_permission(request, content):
            raise PermissionDenied
        if "_cancel" in request.POST:
            return self._cancel(request, content)
        refused = self._cannot_be_scheduled(content)
        if refused:
            self.message_user(request, refused, messages.WARNING)
            return HttpResponseRedirect(self._url("change", content))
        form = ScheduleForm(request.POST if request.method == "POST" else None, content)
        review = content.open_review
        try:
            if form.is_valid() and form.schedule(request.user):
                self.tell_scheduled(request, content.live, review)
                return self._scheduled(request, content)
        except GateClosed as closed:
            self.tell_stopped(request, closed.findings)
            return HttpResponseRedirect(self.form_address(request, content))
        compared = self._compared(content, content.live_revision, form.text)
        context = {"form": form, "change": form.change, **compared}
        return self._show(request, "schedule", content, _("Schedule the changes"), **context)

    def _scheduled(self, request: HttpRequest, content: Any) -> HttpResponse:
        change = content.live.scheduled_change
        self.log_change(
            request, content, [acts.message("planned", revision=change.revision_id, at=change.at.isoformat())]
        )
        told = _("The changes come out on %(when)s. Until then visitors read the text published before.")
        self.message_user(request, told % {"when": zones.told_moment(change.at)}, messages.SUCCESS)
        return HttpResponseRedirect(self._url("change", content))

    def _cancel(self, request: HttpRequest, content: Any) -> HttpResponse:
        if content.live.scheduled_change:
            content.live.cancel_changes()
            self.log_change(request, content, [acts.message("unplanned")])
            told = _(
                "Nothing is scheduled any more: the text stays a draft, and visitors read the one published before."
            )
            self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(self._url("change", content))

    def _cannot_be_scheduled(self, content: Any) -> str:
        row = content.live
        if row.state != State.PUBLIC or row.deleted_at:
            return _("“%(title)s” is not public: publish it, at a later moment if you like.") % {"title": row}
        if not row.has_unpublished_changes and row.scheduled_change is None:
            return _("Nothing to schedule: there is no draft newer than the public text.")
        return ""

    def tell_unscheduled(self, request: HttpRequest, change: ScheduledChange | None) -> None:
        """Published at once, whatever was scheduled is so no longer: never in silence."""
        if change and not change.has_failed:
            told = _("The change scheduled for %(when)s is no longer scheduled.")
            self.message_user(request, told % {"when": zones.told_moment(change.at)}, messages.WARNING)


def told_change(change: ScheduledChange) -> str:
    """A word or two for lists."""
    if change.has_failed:
        return _("scheduled change failed")
    when = date_format(localtime(change.at), "SHORT_DATETIME_FORMAT")
    return _("changes on %(when)s") % {"when": when}


def _told_text(revision: Any, is_newest: bool) -> str:
    when = date_format(localtime(revision.created_at), "DATETIME_FORMAT")
    told = _("the newest draft, saved on %(when)s by %(who)s") if is_newest else _("saved on %(when)s by %(who)s")
    return told % {"when": when, "who": told_name(revision.author)}
