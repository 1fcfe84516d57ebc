"""Accounts, as administrators keep them. Takes over others' registrations: this app stands last in INSTALLED_APPS."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from opendoors.content.admin import MissingIs404
from opendoors.second_factor import devices
from partners.models import StaffMembership

# Whoever reads a phone's secret is that phone: administrators reset it, nobody looks at it.
admin.site.unregister([User, TOTPDevice, StaticDevice])


class MembershipInline(admin.TabularInline):
    model = StaffMembership
    autocomplete_fields = ["university"]
    extra = 0


@admin.register(User)
class AccountAdmin(MissingIs404, UserAdmin):
    """Administrators who are not superusers can neither become one nor touch one."""

    list_display = ["username", "first_name", "last_name", "email", "is_staff", "is_active"]
    actions = ["reset_second_factor"]
    inlines = [MembershipInline]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_superuser", "user_permissions"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and may_touch(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and may_touch(request.user, obj)

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
