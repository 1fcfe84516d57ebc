"""Who sees and changes which record in the admin. Every screen asks `get_queryset`, which holds only what this person
may edit; what autocompletes offer is `visible_to` them."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import NestedObjects, quote
from django.contrib.admin.views.main import ChangeList
from django.db import DEFAULT_DB_ALIAS, IntegrityError, models
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin

from opendoors.content.admin import MissingIs404
from partners.admin.searching import matching
from partners.forms.partial_dates import PartialDateField
from partners.models.scoped import Scoped, manages_all


def label(record: models.Model) -> str:
    """How lists to choose from call a record."""
    return getattr(record, "full_name", "") or str(record)


class LabelledChoice(ModelChoiceField):
    def label_from_instance(self, obj):
        return label(obj)


class LabelledChoices(ModelMultipleChoiceField):
    def label_from_instance(self, obj):
        return label(obj)


class OffersVisible:
    """Choices of scoped records end where this person's view ends. `only_own` names fields with editable ones alone."""

    only_own: tuple[str, ...] = ()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        self._offer(db_field, request, kwargs, LabelledChoice)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        self._offer(db_field, request, kwargs, LabelledChoices)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _offer(self, db_field, request: HttpRequest, kwargs: dict, form_class: type) -> None:
        model = db_field.remote_field.model
        if not issubclass(model, Scoped):
            return
        rows = model.objects.all()
        own = db_field.name in self.only_own
        kwargs["queryset"] = rows.editable_by(request.user) if own else rows.visible_to(request.user)
        kwargs["form_class"] = form_class


class RegisterAdmin(MissingIs404, TranslationAdmin):
    """Search in all languages and scripts; refuses to delete what others refer to, and says who does."""

    show_full_result_count = False
    list_per_page = 50

    def get_search_results(self, request, queryset, search_term):
        return matching(queryset, self.get_search_fields(request), search_term), False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Another save came between our check and our write: checking again says so beside the field.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_deleted_objects(self, objs, request):
        objs = list(objs)
        collector = NestedObjects(using=DEFAULT_DB_ALIAS, origin=objs)
        collector.collect(objs)
        named = collector.nested(lambda row: f"{capfirst(row._meta.verbose_name)}: {row}")
        counts = {model._meta.verbose_name_plural: len(rows) for model, rows in collector.model_objs.items()}
        forbidden = {row._meta.verbose_name for row in objs if not self.has_delete_permission(request, row)}
        referrers = {(type(row), row.pk): row for row in map(record_of, collector.protected)}
        return named, counts, forbidden, [self._told(request, row) for row in referrers.values()]

    def _told(self, request: HttpRequest, row: models.Model) -> str:
        """What refers to a record, by name only if this person may open it."""
        kind = capfirst(row._meta.verbose_name)
        desk = self.admin_site._registry.get(type(row))
        if desk is None or not desk.has_view_permission(request):
            return _("%(kind)s that you may not open") % {"kind": kind}
        if not desk.get_queryset(request).filter(pk=row.pk).exists():
            return _("%(kind)s that you may not open") % {"kind": kind}
        url = reverse(
            f"{self.admin_site.name}:{row._meta.app_label}_{row._meta.model_name}_change", args=[quote(row.pk)]
        )
        return format_html('{}: <a href="{}">{}</a>', kind, url, row)


# Rows that stand for a link, and which end of it a person knows.
LINKS = {
    "agreementparty": "agreement",
    "agreementrelation": "agreement",
    "laboratorypartner": "laboratory",
    "staffmembership": "user",
}


def record_of(row: models.Model) -> models.Model:
    """The record that a linking row belongs to; any other row itself."""
    if row._meta.model_name in LINKS:
        return getattr(row, LINKS[row._meta.model_name])
    if row._meta.auto_created:
        ends = (field for field in row._meta.fields if field.is_relation)
        return next(getattr(row, end.name) for end in ends if end.related_model is row._meta.auto_created)
    return row


class ScopedChangeList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        self.root_queryset = self.model_admin.get_list_queryset(request)
        return super().get_queryset(request, exclude_parameters)


class ScopedAdmin(OffersVisible, RegisterAdmin):
    """For records that a university's staff share with the association's."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        edge = self.model.partial_dates.get(db_field.name.removesuffix("_on"))
        if edge is not None:
            return PartialDateField(edge=edge, label=capfirst(db_field.verbose_name))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_list_queryset(self, request):
        """What the list shows, with what it shows of each."""
        return self.get_queryset(request)

    def get_changelist(self, request, **kwargs):
        return ScopedChangeList

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            return rows.visible_to(request.user)
        return rows.editable_by(request.user)

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        # What readers know is taken away only by the association.
        return allowed and (obj is None or not obj.is_published or manages_all(request.user))

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        return self._farewell(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._farewell(request, obj) or super().response_change(request, obj)

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj and obj.is_public else None

    def _farewell(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """Who has just published what is not their university's cannot go on editing it."""
        if IS_POPUP_VAR in request.POST or obj.is_editable_by(request.user):
            return None
        text = _("“%(name)s” is saved. From now on its own staff and the association look after it.")
        self.message_user(request, text % {"name": obj}, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
