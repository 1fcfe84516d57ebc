from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from opendoors.content.admin import MissingIs404
from opendoors.pages.forms import MenuItemForm
from opendoors.pages.models import MenuItem


@admin.register(MenuItem)
class MenuItemAdmin(MissingIs404, TranslationAdmin):
    form = MenuItemForm
    list_display = ("name", "menu", "position", "leads_to")
    list_editable = ("position",)
    list_filter = ("menu",)
    list_per_page = 100
    ordering = ("-menu", "position", "pk")
    fieldsets = (
        (None, {"fields": ("menu", "position", "label")}),
        (
            _("Leads to"),
            {
                "fields": ("page_key", "place", "address"),
                "description": _("Choose one of the three: a page, a place or an address."),
            },
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).with_titles()

    @admin.display(description=_("item"))
    def name(self, item: MenuItem) -> str:
        return item.label or item.page_title or str(item)

    @admin.display(description=_("leads to"))
    def leads_to(self, item: MenuItem) -> str:
        if item.place:
            return item.get_place_display()
        if item.address:
            return item.address
        return item.page_title or _("a page that is no more")
