from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partners.admin.filters import CountryFilter
from partners.admin.history import HistoryAdmin
from partners.admin.scoped import ScopedAdmin
from partners.forms.records import UniversityForm
from partners.models import University
from partners.models.lists import LOCKABLE
from partners.models.scoped import manages_all

NAMES = ("name_en", "name_ru", "own_name", "acronym", "aliases")


@admin.register(University)
class UniversityAdmin(HistoryAdmin, ScopedAdmin):
    form = UniversityForm
    list_display = ("full_name", "kind", "country", "city", "is_member", "is_published")
    list_filter = (CountryFilter, "kind", "is_member", "is_published")
    search_fields = (*NAMES, "city_en", "city_ru", "ror_id", "slug", "parent__name_en", "parent__name_ru")
    search_help_text = _("Names in any language, abbreviations, cities, a ROR id")
    autocomplete_fields = ("parent", "became", "logo")
    # A part of somebody else's university would show on that university's page.
    only_own = ("parent",)
    associations_own = ("is_member", "member_from_on", "member_to_on", "became_id", "locked_fields")
    fieldsets = (
        (None, {"fields": ("kind", "parent", "name", "acronym", "aliases", "own_name", "own_language", "slug")}),
        (_("Place"), {"fields": ("country", "city", "latitude", "longitude")}),
        (_("About"), {"fields": ("description", "founded", "website", "logo")}),
        (_("Identifiers"), {"fields": ("ror_id", "wikidata_id")}),
        (_("Association"), {"fields": ("is_member", "member_from_on", "member_to_on", "became", "locked_fields")}),
        (_("Publishing"), {"fields": ("is_published", "internal_notes")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent__parent__parent")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if manages_all(request.user):
            return fieldsets
        return [(title, options) for title, options in fieldsets if "is_member" not in options["fields"]]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "locked_fields":
            names = [(name, self.opts.get_field(name).verbose_name) for name in LOCKABLE]
            return forms.MultipleChoiceField(
                label=_("Locked fields"),
                help_text=db_field.help_text,
                required=False,
                choices=names,
                widget=forms.CheckboxSelectMultiple,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
