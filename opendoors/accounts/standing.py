from django.contrib import admin
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opendoors import roles

NO_PASSWORD = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def told(user: User) -> str:
    if not user.is_active:
        return _("Deactivated")
    if user.has_usable_password():
        return _("Active")
    return _("Invited on %(when)s, not accepted yet") % {
        "when": date_format(localtime(user.date_joined), "DATE_FORMAT")
    }


class RoleFilter(admin.SimpleListFilter):
    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(name, roles.label(name)) for name in roles.ROLES]

    def queryset(self, request, queryset) -> QuerySet:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("status")
    parameter_name = "standing"
    STANDINGS = {
        "active": (gettext_lazy("Active"), Q(is_active=True) & ~NO_PASSWORD),
        "invited": (gettext_lazy("Invited, not accepted yet"), Q(is_active=True) & NO_PASSWORD),
        "deactivated": (gettext_lazy("Deactivated"), Q(is_active=False)),
    }

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _condition) in self.STANDINGS.items()]

    def queryset(self, request, queryset) -> QuerySet:
        chosen = self.STANDINGS.get(self.value())
        return queryset.filter(chosen[1]) if chosen else queryset
