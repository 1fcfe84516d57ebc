from copy import copy
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import flatten, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from opendoors.content import zones
from opendoors.content.desk import acts
from opendoors.content.desk.autosave import Autosaving
from opendoors.content.desk.bin import Bin
from opendoors.content.desk.bulk import Bulk
from opendoors.content.desk.forms import RevisableForm
from opendoors.content.desk.gating import Gating
from opendoors.content.desk.history import History
from opendoors.content.desk.inviting import Inviting
from opendoors.content.desk.looking_back import LookingBack
from opendoors.content.desk.merging import Merging
from opendoors.content.desk.people import told_name
from opendoors.content.desk.presence import Presences
from opendoors.content.desk.previewing import Previews
from opendoors.content.desk.reviewing import Reviewing
from opendoors.content.desk.rights import Rights
from opendoors.content.desk.timing import Timing
from opendoors.content.desk.visibility import Visibility
from opendoors.content.desk.withdrawing import Withdrawing
from opendoors.content.first_page import FirstPage
from opendoors.content.gate.findings import GateClosed
from opendoors.content.moments import MomentField, MomentInput
from opendoors.content.publishing import State


class RevisableAdmin(
    Rights,
    Previews,
    Inviting,
    Autosaving,
    Presences,
    Reviewing,
    FirstPage,
    Gating,
    Timing,
    Withdrawing,
    LookingBack,
    History,
    Visibility,
    Bulk,
    Bin,
    Merging,
    admin.ModelAdmin,
):
    form = RevisableForm
    actions = ("publish_selected", "review_selected", "withdraw_selected", *Bin.actions)
    save_on_top = False
    show_full_result_count = False
    change_form_template = "admin/content/revisable_change_form.html"
    formfield_overrides = {models.DateTimeField: {"form_class": MomentField, "widget": MomentInput}}

    class Media:
        js = [Script(f"js/{name}.js", type="module") for name in ("autosave", "send-once", "preview", "gate")]

    def get_object(self, request, object_id, from_field=None):
        """The newest text; `live` on it is the row itself, as the public knows it."""
        row = super().get_object(request, object_id, from_field)
        if row is None:
            return None
        content = copy(row)
        content.live = row
        content.draft_relations = content.take_newest()
        return content

    def get_fieldsets(self, request, obj=None):
        """Without the boxes of the form alone where nothing can be typed: they would say “None”."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        known = {field.name for field in self.opts.get_fields()} | {*self.get_readonly_fields(request, obj)}
        return [
            (title, {**options, "fields": [name for name in flatten(options["fields"]) if name in known]})
            for title, options in fieldsets
        ]

    def get_view_on_site_url(self, obj=None):
        return obj.live.get_absolute_url() if obj and not obj.deleted_at else None

    def lookup_allowed(self, lookup, value, request=None):
        # A pattern typed into the address may be broken, or keep the database busy for hours.
        return "regex" not in lookup and super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("last change"), ordering="latest_revision")
    def last_change(self, content):
        revision = content.latest_revision
        if revision is None:
            return "–"
        when = date_format(localtime(revision.created_at), "SHORT_DATETIME_FORMAT")
        return f"{when}, {told_name(revision.author)}"

    # ---- Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        forged = {"_publish", "_schedule"} & request.POST.keys() and not self.has_publish_permission(request)
        if forged and (object_id is None or self.get_object(request, unquote(object_id))):
            raise PermissionDenied
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Another save took the address between our check and our write: checking again says so beside the field.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["may_publish"] = self.has_publish_permission(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        self.keep(request, obj, form, note=form.cleaned_data["revision_note"])
        if getattr(request, "is_late", False):
            return
        if "_publish" in request.POST and self.may_go_on(request, obj, form):
            self._publish(request, obj)

    def save_related(self, request, form, formsets, change):
        """Relations are part of the revision: save_model has kept them."""

    def _publish(self, request: HttpRequest, content: Any) -> None:
        if not self.model.objects.publishable_by(request.user).contains(content):
            raise PermissionDenied  # and nothing of this request is kept
        scheduled = content.scheduled_change
        try:
            warnings = self.publish_and_tell(request, content)
            self.tell_unscheduled(request, scheduled)
        except GateClosed as closed:
            content.refresh_from_db()
            self.tell_stopped(request, closed.findings)
        except ValidationError as error:
            content.refresh_from_db()
            for message in error.messages:
                messages.error(request, _("Kept as a draft, but not published: %(reason)s") % {"reason": message})
        else:
            self.tell_warnings(request, warnings)

    def construct_change_message(self, request, form, formsets, add=False):
        message = super().construct_change_message(request, form, formsets, add)
        content = form.instance
        if "_publish" in request.POST and content.latest_revision_id == content.live_revision_id:
            act = "scheduled" if content.is_scheduled else "published"
            message.append(acts.message(act, revision=content.live_revision_id))
        at_once = [name for name in self.unrevised_fields if name in form.changed_data and not add]
        message.extend([acts.message("settled", fields=at_once)] if at_once else [])
        return message

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._response(request, obj)

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self._response(request, obj)

    def _response(self, request: HttpRequest, content: Any) -> HttpResponse:
        """Back to the same form: the work goes on, and the message says what the public sees now.

        “Send to review” and “Schedule the changes” have saved the text and lead on.
        """
        row = self.model._base_manager.get(pk=content.pk)
        for button in ("review", "schedule"):
            if f"_{button}" in request.POST and not row.deleted_at:
                return HttpResponseRedirect(self._url(button, content))
        self.message_user(request, self._told(row), messages.SUCCESS)
        return HttpResponseRedirect(self.form_address(request, content))

    def _told(self, content: Any) -> str:
        when = date_format(localtime(content.publish_at), "DATETIME_FORMAT") if content.publish_at else ""
        if content.deleted_at:
            told = _("“%(title)s” was moved to the bin while you were writing. Your text is kept there with it.")
        elif content.state != State.PUBLIC:
            told = _("Saved. “%(title)s” is not public.")
        elif content.has_unpublished_changes:
            told = _("Saved as a draft. Visitors still read the text published before.")
        elif content.is_scheduled:
            told = _("“%(title)s” will be public on %(when)s (%(zone)s).")
        elif content.is_expired:
            told = _("“%(title)s” is published, but its time is over: visitors do not find it.")
        else:
            told = _("“%(title)s” is public.")
        zone = zones.told(content.publish_at) if content.publish_at else ""
        return told % {"title": content, "when": when, "zone": zone}

    def _url(self, view: str, content: Any) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{view}"
        return reverse(name, args=[content.pk])
