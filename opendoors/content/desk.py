"""The editing screen of revisable content in the admin: Save draft, Publish, Send to review, Withdraw, the bin.

The form always shows the newest revision; the row that the public reads changes only on publish.
"""

import re
from copy import copy
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import flatten, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from opendoors.content.publishing import YEARS, State

IS_KEY = re.compile(r"[0-9]{1,18}").fullmatch


class RevisableForm(forms.ModelForm):
    """A form that starts from the newest revision, its relations included."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.draft_relations = getattr(self.instance, "draft_relations", {})
        self.initial.update(self.draft_relations)

    def clean_publish_at(self):
        return _in_sensible_year(self.cleaned_data["publish_at"])

    def clean_expire_at(self):
        return _in_sensible_year(self.cleaned_data["expire_at"])

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        self._forget_impossible_choices()
        return cleaned

    def relations(self) -> dict[str, list[int]]:
        """The chosen rows of every many-to-many field, in the order chosen; the draft's where the form has no field."""
        names = [field.name for field in self._meta.model._meta.many_to_many if field.name in self.cleaned_data]
        return self.draft_relations | {name: [row.pk for row in self.cleaned_data[name]] for name in names}

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


class StatusFilter(admin.SimpleListFilter):
    """Filters by what time and people have made of it; the bin only when asked for. Values are queryset methods."""

    title = _("status")
    parameter_name = "status"
    STATUSES = (
        ("drafts", _("Draft")),
        ("in_review", _("In review")),
        ("scheduled", _("Scheduled")),
        ("published", _("Public")),
        ("expired", _("Expired")),
        ("withdrawn", _("Withdrawn")),
        ("in_bin", _("In the bin")),
    )

    def lookups(self, request, model_admin):
        return self.STATUSES

    def queryset(self, request, queryset):
        return getattr(queryset, self.value())() if self.value() in dict(self.STATUSES) else queryset.not_in_bin()


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=_("For colleagues. Visitors are told only that the page was withdrawn."),
    )


class RevisableAdmin(admin.ModelAdmin):
    form = RevisableForm
    actions = ("delete_selected", "restore_selected")
    save_on_top = False
    show_full_result_count = False
    change_form_template = "admin/content/revisable_change_form.html"
    delete_confirmation_template = "admin/content/bin_confirmation.html"
    delete_selected_confirmation_template = "admin/content/bin_selected_confirmation.html"

    class Media:
        js = [Script("js/send-once.js", type="module")]

    def get_queryset(self, request):
        return super().get_queryset(request).editable_by(request.user)

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

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.publish_{self.opts.model_name}")

    def lookup_allowed(self, lookup, value, request=None):
        # A pattern typed into the address may be broken, or keep the database busy for hours.
        return "regex" not in lookup and super().lookup_allowed(lookup, value, request)

    # ---- Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        extra_context = {**(extra_context or {}), "may_publish": self.has_publish_permission(request)}
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Another save took the address between our check and our write: checking again says so beside the field.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        if "_publish" in request.POST and not self.has_publish_permission(request):
            raise PermissionDenied
        obj.save_draft(by=request.user, relations=form.relations())
        if "_publish" in request.POST:
            self._publish(request, obj)
        elif "_review" in request.POST:
            obj.send_to_review()
        elif "_return" in request.POST:
            obj.return_to_draft()

    def save_related(self, request, form, formsets, change):
        """Relations are part of the revision: save_model has kept them."""

    def _publish(self, request: HttpRequest, content: Any) -> None:
        try:
            content.publish(by=request.user)
        except ValidationError as error:
            content.refresh_from_db()
            for message in error.messages:
                messages.error(request, _("Kept as a draft, but not published: %(reason)s") % {"reason": message})

    def construct_change_message(self, request, form, formsets, add=False):
        message = super().construct_change_message(request, form, formsets, add)
        content = form.instance
        if "_publish" in request.POST and content.latest_revision_id == content.live_revision_id:
            message.append({"changed": {"fields": [gettext_noop("public text")]}})  # translated when it is read
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
        """Always back to the same form: the work goes on, and the message says what the public sees now."""
        self.message_user(request, self._told(self.model._base_manager.get(pk=content.pk)), messages.SUCCESS)
        return HttpResponseRedirect(self._url("change", content))

    def _told(self, content: Any) -> str:
        when = date_format(localtime(content.publish_at), "DATETIME_FORMAT") if content.publish_at else ""
        if content.state != State.PUBLIC:
            told = _("Saved. “%(title)s” is not public.")
        elif content.has_unpublished_changes:
            told = _("Saved as a draft. Visitors still read the text published before.")
        elif content.is_scheduled:
            told = _("“%(title)s” will be public on %(when)s (%(zone)s).")
        elif content.is_expired:
            told = _("“%(title)s” is published, but its time is over: visitors do not find it.")
        else:
            told = _("“%(title)s” is public.")
        zone = localtime(content.publish_at).tzname() if content.publish_at else ""
        return told % {"title": content, "when": when, "zone": zone}

    def _url(self, view: str, content: Any) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{view}"
        return reverse(name, args=[content.pk])

    # ---- Withdrawing and the bin

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_withdraw"
        withdraw = path("<path:object_id>/withdraw/", self.admin_site.admin_view(self.withdraw_view), name=name)
        return [withdraw, *super().get_urls()]

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self.get_object(request, unquote(object_id))
        if content is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        content = content.live
        form = WithdrawForm(request.POST or None)
        if content.state != State.PUBLIC:
            self.message_user(request, _("“%(title)s” is not public.") % {"title": content}, messages.WARNING)
            return HttpResponseRedirect(self._url("change", content))
        if form.is_valid():
            content.withdraw(form.cleaned_data["reason"])
            self.log_change(request, content, [{"changed": {"fields": [gettext_noop("state")]}}])
            self.message_user(request, _("“%(title)s” is no longer public.") % {"title": content}, messages.SUCCESS)
            return HttpResponseRedirect(self._url("change", content))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "original": content, "form": form}
        return TemplateResponse(request, "admin/content/withdraw.html", {**context, "title": _("Withdraw")})

    def get_deleted_objects(self, objs, request):
        """What the confirmation lists: nothing but the rows themselves, since all else stays with them."""
        forbidden = {self.opts.verbose_name for content in objs if not self.has_delete_permission(request, content)}
        return [str(content) for content in objs], {}, forbidden, []

    def delete_model(self, request, obj):
        obj.throw_away()

    def delete_queryset(self, request, queryset):
        for content in queryset:
            content.throw_away()

    def response_delete(self, request, obj_display, obj_id):
        self.message_user(request, _("“%(title)s” is in the bin.") % {"title": obj_display}, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    @admin.action(description=_("Move to the bin"), permissions=["delete"])
    def delete_selected(self, request, queryset):
        """Under Django's name, so that it stands in its place."""
        return delete_selected(self, request, queryset)

    @admin.action(description=_("Restore from the bin"), permissions=["delete"])
    def restore_selected(self, request, queryset):
        # What was public is public again at once: whoever may not take it away may not bring it back either.
        binned = list(queryset.in_bin())
        restored = [content for content in binned if self.has_delete_permission(request, content)]
        for content in restored:
            content.restore()
        self.message_user(request, _("Restored: %(count)d.") % {"count": len(restored)}, messages.SUCCESS)
        if len(restored) < len(binned):
            told = _("Some were public: only those who may publish bring them back.")
            self.message_user(request, told, messages.WARNING)
