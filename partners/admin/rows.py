"""The rows below a record's form. Who may change the record may change its rows, whatever else they may."""

from django.contrib import admin

from partners.admin.scoped import OffersVisible
from partners.models import (
    AgreementDocument,
    AgreementParty,
    AgreementRelation,
    LaboratoryPartner,
)


class RowInline(OffersVisible, admin.TabularInline):
    extra = 0

    def _may(self, verb: str, request) -> bool:
        parent = self.parent_model._meta
        return request.user.has_perm(f"{parent.app_label}.{verb}_{parent.model_name}")

    def has_view_permission(self, request, obj=None):
        return self._may("view", request) or self._may("change", request)

    def has_add_permission(self, request, obj=None):
        return self._may("change" if obj else "add", request)

    def has_change_permission(self, request, obj=None):
        return self._may("change", request)

    def has_delete_permission(self, request, obj=None):
        return self._may("change", request)


class PartyInline(RowInline):
    model = AgreementParty
    autocomplete_fields = ("university",)
    fields = ("university", "name_as_signed", "own_reference", "order")


class RelationInline(RowInline):
    model = AgreementRelation
    fk_name = "agreement"
    autocomplete_fields = ("other",)
    only_own = ("other",)


class DocumentInline(RowInline):
    model = AgreementDocument
    fields = ("title", "file", "language", "visibility")


class PartnerInline(RowInline):
    model = LaboratoryPartner
    autocomplete_fields = ("university",)
    fields = ("university", "role")
