from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from opendoors.content.admin import EditorAdmin, MissingIs404
from opendoors.content.desk import AddressedAdmin, ReviewFilter, StatusFilter, TranslationFilter
from opendoors.content.moments import IN_WHICH_ZONE
from opendoors.pages.forms import PageForm
from opendoors.pages.models import OldAddress, Page
from opendoors.pages.surfaces import SURFACES, Whereabouts
from opendoors.pages.views import page_page


@admin.register(Page)
class PageAdmin(EditorAdmin, AddressedAdmin):
    form = PageForm
    list_display = ("title", "slug", "status_label", "language", "in_other_languages", "last_change")
    list_filter = (StatusFilter, ReviewFilter, TranslationFilter, "language")
    list_select_related = ("latest_revision__author",)
    search_fields = ("title", "slug", "lead")
    ordering = ("slug", "language")
    fieldsets = (
        (None, {"fields": ("language", "title", "slug", "lead", "body")}),
        (_("Publishing"), {"fields": ("publish_at", "expire_at"), "description": IN_WHICH_ZONE}),
        (_("Translations"), {"fields": ("translation_of", "original_language")}),
    )

    def get_readonly_fields(self, request, obj=None):
        return ("language",) if obj else ()

    def get_prepopulated_fields(self, request, obj=None):
        """A translation begins with the address of its original."""
        return {} if obj or self.asked_original(request) else {"slug": ("title",)}

    def page_of(self, request, content, notice):
        return page_page(request, content, notice=notice)

    def places_of(self, content, today):
        whereabouts = Whereabouts(content, today)
        return [(surface, list(surface.places(whereabouts))) for surface in SURFACES]


@admin.register(OldAddress)
class OldAddressAdmin(MissingIs404, admin.ModelAdmin):
    list_display = ("path", "page")
    list_select_related = ("page",)
    search_fields = ("path", "page__title")
    autocomplete_fields = ("page",)
