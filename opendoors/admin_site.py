"""The admin of this site: Django's own, behind a second factor, in the language that each member of staff chooses."""

from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.i18n import set_language

from opendoors import resending, time_zones
from opendoors.content.first_page import first_page
from opendoors.second_factor import gate, views
from opendoors.time_machine import views as time_machine


class Autocomplete(AutocompleteJsonView):
    def serialize_result(self, obj, to_field_name):
        """“Institute of Education” is the name of many; those that are part of something say of what."""
        named = super().serialize_result(obj, to_field_name)
        return {**named, "text": getattr(obj, "full_name", named["text"])}


class OpenDoorsAdminSite(admin.AdminSite):
    site_header = settings.BRAND_NAME
    site_title = settings.BRAND_NAME
    index_title = _("Administration")

    def has_permission(self, request):
        # The gate shows the half signed-in as anonymous; asking again here keeps the admin shut should it be missing.
        return super().has_permission(request) and (not settings.SECOND_FACTOR or request.user.is_verified())

    def admin_view(self, view, cacheable=False):
        """Django leads away whoever may not come in; a form that somebody wrote in is given back to them first."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            refused = None if self.has_permission(request) else resending.given_back(request)
            return refused or inner(request, *args, **kwargs)

        return guarded

    def get_urls(self):
        return [
            path("language/", set_language, name="language"),
            path("time-machine/", self.admin_view(time_machine.time_machine), name="time-machine"),
            path("time-machine/leave/", self.admin_view(time_machine.leave), name="time-machine-leave"),
            path("time-zone/", self.admin_view(time_zones.time_zone), name="time-zone"),
            path("second-factor/", views.second_factor, name="second-factor"),
            path("r/<int:content_type_id>/<path:object_id>/", self.admin_view(self.view_on_site), name="view_on_site"),
            *super().get_urls(),
        ]

    def index(self, request, extra_context=None):
        return super().index(request, {**(extra_context or {}), "blocks": first_page(self, request)})

    def view_on_site(self, request, content_type_id, object_id):
        """Django's own leads to any row by its key, and an address tells the title of a draft that is not theirs."""
        content_type = get_object_or_404(ContentType, pk=content_type_id)
        desk = self._registry.get(content_type.model_class())
        if desk is None or not desk.has_view_permission(request) or desk.get_object(request, object_id) is None:
            raise Http404
        return shortcut(request, content_type_id, object_id)

    def autocomplete_view(self, request):
        return Autocomplete.as_view(admin_site=self)(request)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        if request.method == "GET" and gate.half_signed_in(request):
            after = request.GET.get(REDIRECT_FIELD_NAME, "")
            return HttpResponseRedirect(f"{reverse('admin:second-factor')}?{urlencode({REDIRECT_FIELD_NAME: after})}")
        return super().login(request, extra_context)


def locked_out(request: HttpRequest, original_response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """django-axes' answer to whoever has guessed passwords too often."""
    context = {
        **admin.site.each_context(request),
        "title": _("Too many attempts"),
        "minutes": timedelta(hours=settings.AXES_COOLOFF_TIME) // timedelta(minutes=1),
    }
    response = render(request, "admin/locked_out.html", context, status=429)
    response.headers["Retry-After"] = str(context["minutes"] * 60)
    return response


def client_ip(request: HttpRequest) -> str:
    """Whose password attempts are counted together: behind a proxy, the address that the proxy saw.

    Only the last entry of X-Forwarded-For is the proxy's own; whatever stands before it, the client may have sent.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
