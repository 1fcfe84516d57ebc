"""Small screens that each do one thing to a record: move its status, add an entry to its history, renew it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from partners.forms.acts import entry_form, kinds_to_record


class ActsAdmin:
    """Screens of one record below its address; whoever may not change it is led away as from any other."""

    change_form_template = "admin/partners/record_change_form.html"

    def act_url(self, act: str, *args: Any) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{act}"
        return reverse(name, args=[quote(arg) for arg in args])

    def act_path(self, address: str, view: Any, act: str):
        name = f"{self.opts.app_label}_{self.opts.model_name}_{act}"
        return path(f"<path:object_id>/{address}/", self.admin_site.admin_view(view), name=name)

    def record_for(self, request: HttpRequest, object_id: str) -> models.Model | HttpResponse:
        """The record, or the way out for those to whom it is not there."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        return record

    def show(self, request: HttpRequest, template: str, record: models.Model, title: str, **context: Any):
        return TemplateResponse(
            request,
            template,
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "original": record,
                "title": title,
                "media": self.media,
                **context,
            },
        )

    def back_to(self, request: HttpRequest, record: models.Model, text: str, level=messages.SUCCESS) -> HttpResponse:
        self.message_user(request, text, level)
        return HttpResponseRedirect(self.act_url("change", record.pk))


class MovedAdmin(ActsAdmin):
    """A status that only its buttons change."""

    def get_urls(self):
        return [
            self.act_path("move/<slug:to>", self.move_view, "move"),
            self.act_path("record", self.record_view, "record"),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request, obj=None):
        """Without the dates that the status rules out: they come with the move."""
        status = obj.status if obj else self.model.initial_status
        hidden = {f"{name}_on" for name in self.model.undated_in.get(status, ())}
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name not in hidden]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and self.has_change_permission(request, obj):
            # Corrections come last: they are not what usually happens next.
            targets = sorted(obj.legal_targets, key=lambda to: obj.kinds_for(to)[0] == "corrected")
            context["moves"] = [(self.act_url("move", obj.pk, to), self.move_label(obj, to)) for to in targets]
            context["record_url"] = self.act_url("record", obj.pk)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def move_label(self, record: models.Model, to: str) -> str:
        kind = record.kinds_for(to)[0]
        if kind == "corrected":
            return _("Correction: back to “%(status)s”") % {"status": dict(record.Status.choices)[to]}
        return dict(record.events.model._meta.get_field("kind").choices)[kind]

    def move_view(self, request: HttpRequest, object_id: str, to: str) -> HttpResponse:
        record = self.record_for(request, object_id)
        if isinstance(record, HttpResponse):
            return record
        kinds = record.kinds_for(to)
        if not kinds:
            names = dict(record.Status.choices)
            told = {"source": record.get_status_display(), "target": names.get(to, to)}
            text = _("From “%(source)s” there is no way to “%(target)s”. Perhaps someone else was quicker.")
            return self.back_to(request, record, text % told, messages.ERROR)
        form = entry_form(record)(request.POST or None, record=record, kinds=list(kinds), usual=kinds[0])
        if form.is_valid() and form.move(record, to, by=request.user):
            self.log_change(request, record, [{"changed": {"fields": [gettext_noop("status")]}}])
            text = _("“%(name)s” is now: %(status)s.")
            return self.back_to(request, record, text % {"name": record, "status": record.get_status_display()})
        return self.show(
            request, "admin/partners/entry.html", record, self.move_label(record, to), form=form, moves_to=to
        )

    def record_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        record = self.record_for(request, object_id)
        if isinstance(record, HttpResponse):
            return record
        form = entry_form(record)(request.POST or None, record=record, kinds=kinds_to_record(record))
        if form.is_valid():
            form.instance.recorded_by = request.user
            entry = form.save()
            with override(None):  # the log is translated when it is read
                kind = str(entry._meta.verbose_name)
            self.log_change(request, record, [{"added": {"name": kind, "object": str(entry)}}])
            return self.back_to(request, record, _("Added to the history: %(entry)s.") % {"entry": entry})
        title = _("Add an entry to the history")
        return self.show(request, "admin/partners/entry.html", record, title, form=form)
