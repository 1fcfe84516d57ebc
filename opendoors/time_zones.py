"""The admin's clock is the one on the wall of whoever works there; public pages know the site's zone alone."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from opendoors.content import zones
from opendoors.models import StaffZone

SHOWN = "zone_shown"  # in a sent form: the zone in which it showed its moments


class TimeZoneMiddleware:
    """After whoever says who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/admin/"):
            return self.get_response(request)
        with timezone.override(zone_of(request)):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, arguments: Any, named: Any) -> None:
        """A form is read in the zone that it was shown in, whatever its sender has chosen since."""
        if request.method == "POST" and request.path_info.startswith("/admin/"):
            zone = zones.known(request.POST.get(SHOWN, ""))
            if zone:
                timezone.activate(zone)  # until the end of the request, as above


def zone_of(request: HttpRequest) -> Any:
    name = ""
    if request.user.is_authenticated:
        name = StaffZone.objects.filter(user=request.user.pk).values_list("name", flat=True).first() or ""
    return zones.known(name) or timezone.get_default_timezone()


class ZoneForm(forms.Form):
    zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Moments are typed and shown in it, here in the admin and for you alone.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zones.choices()


@never_cache
def time_zone(request: HttpRequest) -> HttpResponse:
    """Choose one's own; `?zone=` proposes one (the browser's), which nothing but the button makes one's own."""
    after = request.POST.get("next") or request.GET.get("next", "")
    proposed = zones.known(request.GET.get("zone", ""))
    form = ZoneForm(request.POST or None, initial={"zone": str(proposed or timezone.get_current_timezone())})
    if form.is_valid():
        StaffZone.objects.update_or_create(user=request.user, defaults={"name": form.cleaned_data["zone"]})
        with timezone.override(zones.known(form.cleaned_data["zone"])):
            messages.success(request, _("From now on, times in the admin are those of %s.") % zones.told())
        ours = url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure())
        return HttpResponseRedirect(after if ours else reverse("admin:index"))
    context = {**admin.site.each_context(request), "title": _("Your time zone"), "form": form, "after": after}
    context |= {"site_zone": settings.TIME_ZONE, "is_proposed": proposed is not None}
    return TemplateResponse(request, "admin/time_zone.html", context)
