from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from opendoors.content.desk import acts
from opendoors.content.pruning import prune

TOLD = 5  # titles in one message at most


class Bin:
    """Part of `RevisableAdmin`: deleting moves to the bin, from where it can be restored for a while."""

    actions = ("delete_selected", "restore_selected")
    delete_confirmation_template = "admin/content/bin_confirmation.html"
    delete_selected_confirmation_template = "admin/content/bin_selected_confirmation.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        view = self.admin_site.admin_view(require_POST(self.restore_view))
        return [path("<path:object_id>/restore/", view, name=name), *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).not_overdue()

    def get_list_display(self, request):
        """In the list of the bin, until when each can be restored stands before the rest."""
        names = super().get_list_display(request)
        if request.GET.get("status") != "in_bin":
            return names
        return (names[0], "restorable_until", *(name for name in names[1:] if name != "last_change"))

    @admin.display(description=_("can be restored until"), ordering="deleted_at")
    def restorable_until(self, content):
        return date_format(localtime(content.kept_until), "DATETIME_FORMAT") if content.deleted_at else "–"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST":
            # Before the form is looked at: what goes now leaves its address free.
            prune(self.model)
        return super().changeform_view(request, object_id, form_url, extra_context)

    # ---- Into the bin

    def get_deleted_objects(self, objs, request):
        """What the confirmation lists: nothing but the rows themselves, since all else stays with them."""
        forbidden = {self.opts.verbose_name for content in objs if not self.has_delete_permission(request, content)}
        return [str(content) for content in objs], {}, forbidden, []

    def delete_view(self, request, object_id, extra_context=None):
        content = self.get_object(request, unquote(object_id))
        if content and content.deleted_at:
            self.message_user(request, _("“%(title)s” is in the bin already.") % {"title": content}, messages.WARNING)
            return HttpResponseRedirect(self._url("change", content))
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        obj.live.throw_away()

    def response_delete(self, request, obj_display, obj_id):
        self.message_user(request, _("“%(title)s” is in the bin.") % {"title": obj_display}, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    @admin.action(description=_("Move to the bin"), permissions=["delete"])
    def delete_selected(self, request, queryset):
        """Under Django's name, so that it stands in its place; the confirmation is Django's."""
        queryset = queryset.not_in_bin()
        if not request.POST.get("post"):
            return delete_selected(self, request, queryset)
        contents = list(queryset)
        if not all(self.has_delete_permission(request, content) for content in contents):
            raise PermissionDenied
        if contents:
            self.log_deletions(request, contents)
        for content in contents:
            content.throw_away()
        self.message_user(request, _("In the bin: %(count)d.") % {"count": len(contents)}, messages.SUCCESS)
        return None

    # ---- Out of the bin

    @admin.action(description=_("Restore from the bin"), permissions=["delete"])
    def restore_selected(self, request, queryset):
        # What was public is public again at once: whoever may not take it away may not bring it back either.
        binned = list(queryset.in_bin())
        restored = [content for content in binned if self.has_delete_permission(request, content)]
        for content in restored:
            self._restore(request, content)
        self.message_user(request, _("Restored: %(count)d.") % {"count": len(restored)}, messages.SUCCESS)
        self._tell_what_is_public(request, [content for content in restored if content.is_public])
        if len(restored) < len(binned):
            told = _(
                "Some stay there: what was public, or a colleague wrote, comes back only by those who may publish it."
            )
            self.message_user(request, told, messages.WARNING)

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self.get_object(request, unquote(object_id))
        if content is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_delete_permission(request, content):
            raise PermissionDenied
        if content.deleted_at:
            self._restore(request, content.live)
            told = _("“%(title)s” is restored, with its address and its history.") % {"title": content.live}
            self.message_user(request, told, messages.SUCCESS)
            self._tell_what_is_public(request, [content.live] if content.live.is_public else [])
        return HttpResponseRedirect(self._url("change", content))

    def _restore(self, request, content):
        content.restore()
        self.log_change(request, content, [acts.message("restored")])

    def _tell_what_is_public(self, request, contents):
        """Only what visitors find again is worth a word: everything else they did not find before either."""
        if contents:
            titles = ", ".join(_("“%s”") % content for content in contents[:TOLD]) + (" …" if contents[TOLD:] else "")
            told = ngettext("Visitors find it again: %s", "Visitors find them again: %s", len(contents)) % titles
            self.message_user(request, told, messages.SUCCESS)
