from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from partners.admin.acts import MovedAdmin
from partners.admin.board import BoardAdmin
from partners.admin.calendar import CalendarAdmin
from partners.admin.filters import NoticeFilter, PartyCountryFilter, ResponsibleFilter, TermFilter
from partners.admin.history import HistoryAdmin
from partners.admin.renewal import RenewedAdmin
from partners.admin.rows import AgreementEventInline, DocumentInline, PartyInline, RelationInline
from partners.admin.scoped import ScopedAdmin
from partners.forms.records import AgreementForm
from partners.models import Agreement, AgreementDocument
from partners.models.scoped import manages_all


@admin.register(Agreement)
class AgreementAdmin(CalendarAdmin, BoardAdmin, RenewedAdmin, MovedAdmin, HistoryAdmin, ScopedAdmin):
    form = AgreementForm
    inlines = (PartyInline, DocumentInline, RelationInline, AgreementEventInline)
    history_rows = ("parties", "documents")
    list_display = ("title", "party_names", "kind", "status", "signed_told", "expires_told", "notice", "is_published")
    list_filter = (
        "status",
        NoticeFilter,
        TermFilter,
        "kind",
        PartyCountryFilter,
        ("fields", admin.RelatedOnlyFieldListFilter),
        ResponsibleFilter,
        "is_published",
    )
    search_fields = (
        "title_en",
        "title_ru",
        "reference",
        "slug",
        "parties__name_as_signed",
        "universities__name_en",
        "universities__name_ru",
        "universities__acronym",
        "universities__aliases",
    )
    search_help_text = _("Titles, references, names of the parties in any language")
    autocomplete_fields = ("fields", "renews")
    readonly_fields = ("related_there",)
    only_own = ("renews",)
    fieldsets = (
        (None, {"fields": ("title", "form", "kind", "reference", "slug")}),
        (_("Term"), {"fields": ("signed_on", "effective_on", "expires_on", "ended_on")}),
        (_("Renewal"), {"fields": ("renewal", "renewal_months", "notice_months", "renews", "related_there")}),
        (_("About"), {"fields": ("summary", "fields", "activities")}),
        (_("Publishing"), {"fields": ("is_published", "responsible", "internal_notes")}),
    )

    def get_list_queryset(self, request):
        return self.get_queryset(request).for_cards()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "responsible":
            kwargs["queryset"] = colleagues(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_formset(self, request, form, formset, change):
        if formset.model is not AgreementDocument:
            super().save_formset(request, form, formset, change)
            return
        documents = formset.save(commit=False)
        for document in documents:
            document.uploaded_by = document.uploaded_by or request.user
            document.save()
        for document in formset.deleted_objects:
            document.delete()
            file = document.file
            transaction.on_commit(lambda file=file: file.storage.delete(file.name), robust=True)

    @admin.display(description=_("parties"))
    def party_names(self, agreement) -> str:
        return format_html_join("", "{}<br>", ((party,) for party in agreement.parties.all())) or "–"

    @admin.display(description=_("signed"), ordering="signed_on")
    def signed_told(self, agreement) -> str:
        return str(agreement.signed) if agreement.signed else "–"

    @admin.display(description=_("expires"), ordering="expires_on")
    def expires_told(self, agreement) -> str:
        return str(agreement.expires) if agreement.expires else "–"

    @admin.display(description=_("notice by"))
    def notice(self, agreement) -> str:
        last = agreement.notice_deadline()
        return date_format(last, "j E Y") if last else "–"

    @admin.display(description=_("named as related by"))
    def related_there(self, agreement) -> str:
        """Relations entered in the other record; they count for both."""
        others = Agreement.objects.published().filter(relations__other=agreement) if agreement.pk else ()
        links = ((reverse("admin:partners_agreement_change", args=[other.pk]), other) for other in others)
        return format_html_join(", ", '<a href="{}">{}</a>', links) or format_html("{}", "–")


def colleagues(user):
    """Staff whom this person may make responsible: the association's choose among all, others at home."""
    staff = get_user_model().objects.filter(is_staff=True, is_active=True).order_by("username")
    if manages_all(user):
        return staff
    mine = user.staff_memberships.values("university")
    return staff.filter(Q(pk=user.pk) | Q(staff_memberships__university__in=mine)).distinct()
