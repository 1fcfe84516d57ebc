"""The editors' list of checked links: of each only those in what this person finds in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from opendoors.content.links.results import CheckedLink


class BrokenFilter(admin.SimpleListFilter):
    """Broken ones, unless all are asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("all", _("All"))]

    def choices(self, changelist):
        for value, label in ((None, _("Broken")), *self.lookup_choices):
            query = changelist.get_query_string({self.parameter_name: value} if value else {}, [self.parameter_name])
            yield {"selected": self.value() == value, "query_string": query, "display": label}

    def queryset(self, request, queryset):
        return queryset if self.value() == "all" else queryset.broken()


class PlaceFilter(admin.SimpleListFilter):
    title = _("leads to")
    parameter_name = "to"

    def lookups(self, request, model_admin):
        return [("here", _("This site")), ("elsewhere", _("Another site"))]

    def queryset(self, request, queryset):
        return queryset.outside(self.value() == "elsewhere") if self.value() else queryset


class CheckedLinkAdmin(admin.ModelAdmin):
    list_display = ("shown_address", "told_problem", "stands_in", "checked_at", "broken_since")
    list_display_links = None
    list_filter = (BrokenFilter, PlaceFilter, ("problem", admin.ChoicesFieldListFilter))
    list_per_page = 50
    search_fields = ("address",)
    search_help_text = _("Part of an address")
    actions = None
    show_full_result_count = False

    def get_urls(self):
        """A list and nothing else: results are made by `check_links`."""
        view = self.admin_site.admin_view(self.changelist_view)
        return [path("", view, name="content_checkedlink_changelist")]

    def get_queryset(self, request):
        return super().get_queryset(request).readable_by(request.user).with_content()

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("address"), ordering="address")
    def shown_address(self, link: CheckedLink) -> str:
        return format_html('<a href="{}" rel="noreferrer">{}</a>', link.address, link.address)

    @admin.display(description=_("problem"), ordering="problem")
    def told_problem(self, link: CheckedLink) -> str:
        return link.told_problem or "–"

    @admin.display(description=_("stands in"))
    def stands_in(self, link: CheckedLink) -> str:
        kind = link.content_type.name
        try:
            name = f"{self.admin_site.name}:{link.content_type.app_label}_{link.content_type.model}_change"
            return format_html('{}: <a href="{}">{}</a>', kind, reverse(name, args=[link.object_id]), link.content)
        except NoReverseMatch:
            return f"{kind}: {link.content}"
