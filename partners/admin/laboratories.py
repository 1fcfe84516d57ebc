from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partners.admin.acts import MovedAdmin
from partners.admin.filters import HostCountryFilter
from partners.admin.history import HistoryAdmin
from partners.admin.rows import LaboratoryEventInline, PartnerInline
from partners.admin.scoped import ScopedAdmin
from partners.forms.records import MovedForm
from partners.models import Laboratory


@admin.register(Laboratory)
class LaboratoryAdmin(MovedAdmin, HistoryAdmin, ScopedAdmin):
    form = MovedForm
    inlines = (PartnerInline, LaboratoryEventInline)
    history_rows = ("partnerships",)
    list_display = ("name", "host_name", "partner_names", "status", "is_published")
    list_filter = (
        "status",
        HostCountryFilter,
        ("fields", admin.RelatedOnlyFieldListFilter),
        "is_published",
    )
    search_fields = (
        "name_en",
        "name_ru",
        "slug",
        "host__name_en",
        "host__name_ru",
        "host__acronym",
        "host__aliases",
        "partners__name_en",
        "partners__name_ru",
        "partners__acronym",
        "partners__aliases",
    )
    search_help_text = _("Names of the laboratory, its host and its partners in any language")
    autocomplete_fields = ("host", "fields", "agreements")
    only_own = ("agreements",)
    fieldsets = (
        (None, {"fields": ("name", "host", "slug", "opened_on", "closed_on")}),
        (_("About"), {"fields": ("description", "fields", "head", "website", "agreements")}),
        (_("Publishing"), {"fields": ("is_published", "internal_notes")}),
    )

    def get_list_queryset(self, request):
        return self.get_queryset(request).for_cards()

    @admin.display(description=_("host"), ordering="host__name")
    def host_name(self, laboratory) -> str:
        return laboratory.host.full_name

    @admin.display(description=_("partners"))
    def partner_names(self, laboratory) -> str:
        return ", ".join(row.university.full_name for row in laboratory.partnerships.all()) or "–"
