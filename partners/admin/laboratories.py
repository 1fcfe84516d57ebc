from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partners.admin.rows import PartnerInline
from partners.admin.scoped import ScopedAdmin
from partners.forms.records import RecordForm
from partners.models import Laboratory


@admin.register(Laboratory)
class LaboratoryAdmin(ScopedAdmin):
    form = RecordForm
    inlines = (PartnerInline,)
    list_display = ("name", "host", "status", "is_published")
    list_filter = ("status", "fields", "is_published")
    list_select_related = ("host",)
    search_fields = ("name_en", "name_ru", "slug", "host__name_en", "host__name_ru", "host__acronym")
    search_help_text = _("Names of the laboratory and its host")
    autocomplete_fields = ("host", "fields", "agreements")
    only_own = ("agreements",)
    fieldsets = (
        (None, {"fields": ("name", "host", "slug", "opened_on", "closed_on")}),
        (_("About"), {"fields": ("description", "fields", "head", "website", "agreements")}),
        (_("Publishing"), {"fields": ("is_published", "internal_notes")}),
    )
