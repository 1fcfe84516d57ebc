"""The rows below a record's form. Who may change the record may change its rows, whatever else they may."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from partners.admin.scoped import OffersVisible
from partners.forms import rows
from partners.models import (
    AgreementDocument,
    AgreementEvent,
    AgreementParty,
    AgreementRelation,
    LaboratoryEvent,
    LaboratoryPartner,
)


class RowInline(OffersVisible, admin.TabularInline):
    form = rows.RowForm
    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.user = request.user
        return formset

    def has_view_permission(self, request, obj=None):
        return self._may("view", request) or self._may("change", request)

    def has_add_permission(self, request, obj=None):
        return self._may("change" if obj else "add", request)

    def has_change_permission(self, request, obj=None):
        return self._may("change", request)

    def has_delete_permission(self, request, obj=None):
        return self._may("change", request)

    def _may(self, verb: str, request) -> bool:
        parent = self.parent_model._meta
        return request.user.has_perm(f"{parent.app_label}.{verb}_{parent.model_name}")


class PartyInline(RowInline):
    model = AgreementParty
    form = rows.PartyForm
    formset = rows.PartyFormSet
    autocomplete_fields = ("university",)
    fields = ("university", "name_as_signed", "own_reference", "order")


class RelationInline(RowInline):
    model = AgreementRelation
    formset = rows.RelationFormSet
    fk_name = "agreement"
    autocomplete_fields = ("other",)
    only_own = ("other",)


class DocumentInline(RowInline):
    model = AgreementDocument
    form = rows.DocumentForm
    fields = ("title", "file", "language", "visibility")


class PartnerInline(RowInline):
    model = LaboratoryPartner
    formset = rows.PartnerFormSet
    autocomplete_fields = ("university",)
    fields = ("university", "role")


class EventInline(RowInline):
    """The history to look at. Only whether visitors see an entry can be changed; a new one has a screen of its own."""

    verbose_name_plural = _("history")
    fields = ("when", "happening", "source", "recorded", "is_public")
    readonly_fields = ("when", "happening", "source", "recorded")
    classes = ("register-events",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("recorded_by").newest_first()

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("date"))
    def when(self, event) -> str:
        return event.when_told

    @admin.display(description=_("what happened"))
    def happening(self, event) -> str:
        return format_html("{}<br>{}", event.get_kind_display(), event.description or "")

    @admin.display(description=_("source"))
    def source(self, event) -> str:
        if not event.source_url:
            return event.source_title or "–"
        return format_html('<a href="{}">{}</a>', event.source_url, event.source_title or event.source_url)

    @admin.display(description=_("recorded by"))
    def recorded(self, event) -> str:
        return event.recorded_by or "–"


class AgreementEventInline(EventInline):
    model = AgreementEvent


class LaboratoryEventInline(EventInline):
    model = LaboratoryEvent
