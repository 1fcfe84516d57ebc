from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Bin:
    """Part of `RevisableAdmin`: deleting moves to the bin, from where it can be restored."""

    actions = ("delete_selected", "restore_selected")
    delete_confirmation_template = "admin/content/bin_confirmation.html"
    delete_selected_confirmation_template = "admin/content/bin_selected_confirmation.html"

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
