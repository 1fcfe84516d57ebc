"""Accounts, as administrators keep them. Takes over others' registrations: this app stands last in INSTALLED_APPS."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext, pgettext_lazy
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from opendoors import library, roles
from opendoors.accounts import standing
from opendoors.accounts.inviting import Inviting, RolesField
from opendoors.accounts.leaving import Leaving
from opendoors.content.admin import MissingIs404
from opendoors.second_factor import devices
from partners.models import StaffMembership

__all__ = ["AccountAdmin", "library"]

# Whoever reads a phone's secret is that phone: administrators reset it, nobody looks at it.
admin.site.unregister([User, TOTPDevice, StaticDevice])


class MembershipInline(admin.TabularInline):
    model = StaffMembership
    autocomplete_fields = ["university"]
    extra = 0


@admin.register(User)
class AccountAdmin(Inviting, Leaving, MissingIs404, UserAdmin):
    """Administrators who are not superusers can neither become one nor touch one."""

    list_display = ["username", "full_name", "email", "role_names", "standing"]
    list_filter = [standing.StandingFilter, standing.RoleFilter]
    filter_horizontal = ["user_permissions"]
    list_per_page = 50
    actions = ["reset_second_factor"]
    inlines = [MembershipInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request, obj=None):
        """Whether an account is switched on is an act with a page of its own: its sessions end with it."""
        fields = [*super().get_readonly_fields(request, obj), "is_active"]
        return fields if request.user.is_superuser else [*fields, "is_superuser", "user_permissions"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["form_class"] = RolesField
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and may_touch(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and may_touch(request.user, obj)

    @admin.display(description=pgettext_lazy("of a person", "name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name() or "–"

    @admin.display(description=gettext_lazy("roles"))
    def role_names(self, user: User) -> str:
        names = [str(roles.label(group.name)) for group in user.groups.all()]
        return ", ".join([_("superuser"), *names] if user.is_superuser else names) or "–"

    @admin.display(description=gettext_lazy("status"))
    def standing(self, user: User) -> str:
        return standing.told(user)

    @admin.action(description=gettext_lazy("Reset the second factor"), permissions=["change"])
    def reset_second_factor(self, request, queryset):
        users = [user for user in queryset if may_touch(request.user, user)]
        for user in users:
            devices.reset(user)
            self.log_change(request, user, [{"changed": {"fields": [gettext_noop("second factor")]}}])
        text = ngettext(
            "%(count)d account connects a new phone at the next sign-in.",
            "%(count)d accounts connect a new phone at the next sign-in.",
            len(users),
        )
        self.message_user(request, text % {"count": len(users)}, messages.SUCCESS)
        if len(users) < len(queryset):
            self.message_user(request, _("Only a superuser resets a superuser's."), messages.WARNING)


def may_touch(user: User, account: User | None) -> bool:
    return account is None or user.is_superuser or not account.is_superuser
