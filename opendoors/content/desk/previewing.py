"""The newest draft as readers would see it: in a tab, and beside the form, where it follows what is typed."""

from copy import copy
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from opendoors.content.desk.people import told_name
from opendoors.content.keeping import Autosave

# The one answer that may stand in a frame, of this site alone. Its forms do nothing.
IN_FRAME = [xframe_options_sameorigin, csp_replace({"frame-ancestors": [SELF], "form-action": [NONE]})]


class Previews:
    """Part of `RevisableAdmin`, which says by `read_revision` how readers would see a text."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        new, saved = self.admin_site.admin_view(self.preview_new_view), self.admin_site.admin_view(self.preview_view)
        return [
            path("preview/", new, name=f"{name}_preview_new"),
            path("<path:object_id>/preview/", saved, name=f"{name}_preview"),
            *super().get_urls(),
        ]

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if IS_POPUP_VAR not in {*request.GET, *request.POST}:
            context["preview_url"] = self._url("preview", obj) if obj else self._keeping_url("preview_new")
        return super().render_change_form(request, context, add, change, form_url, obj)

    @method_decorator(IN_FRAME)
    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self._of(request, object_id)
        kept = self.kept_text(request, content, request.GET.get("tab", ""))
        newest = self._typed(request, content, kept) if kept else content
        shown = content.live.to_come(newest.snapshot(newest.draft_relations))
        return self._preview(request, shown, kept, content.latest_revision, self._url("change", content))

    @method_decorator(IN_FRAME)
    def preview_new_view(self, request: HttpRequest) -> HttpResponse:
        """Of what was never saved: nothing is known of it but the unsaved text."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        kept = self.kept_text(request, None, request.GET.get("tab", ""))
        if kept is None:
            return _hidden(TemplateResponse(request, "content/preview_nothing.html", {"notice": {"leads_out": True}}))
        content = self.model()
        content.draft_relations = {}
        shown = self._typed(request, content, kept)
        snapshot = shown.snapshot(shown.draft_relations)
        shown.pk = 0  # what has no key has no relations
        return self._preview(request, shown.to_come(snapshot), kept, None, self._keeping_url("add"))

    def _typed(self, request: HttpRequest, content: Any, kept: Autosave) -> Any:
        """A copy of the saved draft with what this person has typed over it, where that can be a value of its field."""
        typed = copy(content)
        typed.draft_relations = dict(content.draft_relations)
        known = {field.name: field for field in (*self.opts.fields, *self.opts.many_to_many)}
        for name, value in self.typed_values(request, content, kept).items():
            if name not in known or (content.pk and name not in self.model.revised_fields):
                continue
            if known[name].many_to_many:
                typed.draft_relations[name] = [row.pk for row in value]
            else:
                setattr(typed, name, value)
        return typed

    def _preview(self, request: HttpRequest, shown: Any, kept: Any, saved: Any, back: str) -> HttpResponse:
        notice = {
            "template": "content/_preview_notice.html",
            "told": _told(kept, saved),
            "back": _("Back to the form"),
            "url": back,
            "language": translation.get_language(),
            "in_frame": "frame" in request.GET,
            "leads_out": True,
        }
        return _hidden(self.read_revision(request, shown, notice))


def _told(kept: Autosave | None, saved: Any) -> str:
    if kept:
        when = date_format(localtime(kept.kept_at), "H:i:s")
        return _("Preview, for staff only: your text of %(when)s, not saved yet.") % {"when": when}
    if saved is None:
        return _("Preview, for staff only.")
    told = {"when": date_format(localtime(saved.created_at), "DATETIME_FORMAT"), "who": told_name(saved.author)}
    return _("Preview, for staff only: the draft saved on %(when)s by %(who)s.") % told


def _hidden(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
