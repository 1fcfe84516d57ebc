from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partners.admin.scoped import ScopedAdmin
from partners.forms.records import UniversityForm
from partners.models import University
from partners.models.scoped import manages_all

NAMES = ("name_en", "name_ru", "own_name", "acronym", "aliases")


@admin.register(University)
class UniversityAdmin(ScopedAdmin):
    form = UniversityForm
    list_display = ("full_name", "kind", "country", "city", "is_member", "is_published")
    list_filter = ("kind", "is_member", "is_published", ("country", admin.AllValuesFieldListFilter))
    list_select_related = ("parent__parent__parent",)
    search_fields = (*NAMES, "city_en", "city_ru", "ror_id", "slug", "parent__name_en", "parent__name_ru")
    search_help_text = _("Names in any language, abbreviations, cities, a ROR id")
    autocomplete_fields = ("parent", "became", "logo")
    # A part of somebody else's university would show on that university's page.
    only_own = ("parent",)
    fieldsets = (
        (None, {"fields": ("kind", "parent", "name", "acronym", "aliases", "own_name", "own_language", "slug")}),
        (_("Place"), {"fields": ("country", "city", "latitude", "longitude")}),
        (_("About"), {"fields": ("description", "founded", "website", "logo")}),
        (_("Identifiers"), {"fields": ("ror_id", "wikidata_id")}),
        (_("Association"), {"fields": ("is_member", "member_from_on", "member_to_on", "became", "locked_fields")}),
        (_("Publishing"), {"fields": ("is_published", "internal_notes")}),
    )
    associations_own = ("is_member", "member_from_on", "member_to_on", "became", "locked_fields")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent__parent__parent")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if manages_all(request.user):
            return fieldsets
        return [(title, options) for title, options in fieldsets if title != _("Association")]
