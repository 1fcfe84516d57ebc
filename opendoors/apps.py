from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class OpenDoorsConfig(AppConfig):
    name = "opendoors"
    verbose_name = _("Open Doors")


class OpenDoorsAdminConfig(admin_apps.AdminConfig):
    """Stands in INSTALLED_APPS for `django.contrib.admin`."""

    default = False  # or Django would take it for the configuration of `opendoors`
    default_site = "opendoors.admin_site.OpenDoorsAdminSite"
