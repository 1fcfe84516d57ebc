from django.contrib import admin
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_countries import countries


class NoticeFilter(admin.SimpleListFilter):
    title = _("notice deadline")
    parameter_name = "notice"
    MONTHS = (12, 6, 3, 1)

    def lookups(self, request, model_admin):
        return [
            (str(months), ngettext("within a month", "within %(count)d months", months) % {"count": months})
            for months in self.MONTHS
        ]

    def queryset(self, request, queryset):
        known = {str(months): months for months in self.MONTHS}
        return queryset.notice_due(known[self.value()]) if self.value() in known else queryset


class TermFilter(admin.SimpleListFilter):
    """What the dates say today. Values are queryset methods."""

    title = _("term")
    parameter_name = "term"
    METHODS = (
        ("in_force", _("In force")),
        ("reported_in_force", _("In force by report alone")),
        ("expiring", _("Expires within six months")),
        ("expired", _("Expired")),
    )

    def lookups(self, request, model_admin):
        return self.METHODS

    def queryset(self, request, queryset):
        return getattr(queryset, self.value())() if self.value() in dict(self.METHODS) else queryset


class CountryFilter(admin.SimpleListFilter):
    """Countries that this person's records have; `path` leads from the record to them."""

    title = _("country")
    parameter_name = "country"
    path = "country"

    def lookups(self, request, model_admin):
        rows = model_admin.get_queryset(request).order_by().values_list(self.path, flat=True).distinct()
        return sorted(((code, countries.name(code)) for code in rows if code), key=lambda pair: str(pair[1]))

    def queryset(self, request, queryset):
        if self.value() not in dict(self.lookup_choices):
            return queryset
        # By key, because two parties from one country would bring a record twice.
        found = queryset.model._base_manager.filter(**{self.path: self.value()}).order_by().values("pk")
        return queryset.filter(pk__in=found)


class PartyCountryFilter(CountryFilter):
    path = "universities__country"


class HostCountryFilter(CountryFilter):
    path = "host__country"


class ResponsibleFilter(admin.SimpleListFilter):
    """Those who are responsible for something that this person may edit."""

    title = _("responsible")
    parameter_name = "responsible"
    NOBODY = "nobody"

    def lookups(self, request, model_admin):
        named = model_admin.get_queryset(request).order_by().values("responsible")
        users = get_user_model().objects.filter(pk__in=named).order_by("username")
        return [*((str(user.pk), user.get_full_name() or str(user)) for user in users), (self.NOBODY, _("Nobody"))]

    def queryset(self, request, queryset):
        value = self.value() or ""
        if value == self.NOBODY:
            return queryset.filter(responsible=None)
        # Only what is offered: a number that no column holds would be an error.
        return queryset.filter(responsible=value) if value in dict(self.lookup_choices) else queryset
