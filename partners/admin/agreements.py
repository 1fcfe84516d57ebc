from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partners.admin.rows import DocumentInline, PartyInline, RelationInline
from partners.admin.scoped import ScopedAdmin
from partners.forms.records import AgreementForm
from partners.models import Agreement


@admin.register(Agreement)
class AgreementAdmin(ScopedAdmin):
    form = AgreementForm
    inlines = (PartyInline, DocumentInline, RelationInline)
    list_display = ("title", "kind", "status", "is_published")
    list_filter = ("status", "kind", "fields", "is_published")
    search_fields = (
        "title_en",
        "title_ru",
        "reference",
        "slug",
        "universities__name_en",
        "universities__name_ru",
        "universities__acronym",
        "universities__aliases",
    )
    search_help_text = _("Titles, references, names of the parties in any language")
    autocomplete_fields = ("fields", "renews")
    only_own = ("renews",)
    fieldsets = (
        (None, {"fields": ("title", "form", "kind", "reference", "slug")}),
        (_("Terms"), {"fields": ("signed_on", "effective_on", "expires_on", "ended_on")}),
        (_("Renewal"), {"fields": ("renewal", "renewal_months", "notice_months", "renews")}),
        (_("About"), {"fields": ("summary", "fields", "activities")}),
        (_("Publishing"), {"fields": ("is_published", "responsible", "internal_notes")}),
    )
