from base64 import b32encode

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from opendoors.second_factor import devices, gate
from opendoors.second_factor.forms import CodeForm
from opendoors.second_factor.qr import svg_path

PHONE_KEY = "second_factor_phone"  # in the session: the phone that is being enrolled


@sensitive_post_parameters("code")
@csrf_protect
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Asks for the code; on the first visit, enrols a phone."""
    user = gate.half_signed_in(request)
    if user is None:
        return HttpResponseRedirect(reverse("admin:index"))
    if "leave" in request.POST:
        logout(request)
        return HttpResponseRedirect(reverse("admin:login"))
    return _ask(request, user) if devices.has_phone(user) else _enrol(request, user)


def _ask(request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        device, why_not = devices.check(user, form.cleaned_data["code"])
        if device:
            gate.let_in(request, device)
            return HttpResponseRedirect(_after(request))
        form.add_error("code", why_not)
    return _page(request, "ask", _("Enter your code"), form=form)


def _enrol(request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
    phone = devices.unconfirmed_phone(user, request.session.get(PHONE_KEY))
    request.session[PHONE_KEY] = phone.pk
    form = CodeForm(request.POST or None)
    if form.is_valid():
        device, why_not = devices.check_unconfirmed(phone, form.cleaned_data["code"])
        if device:
            codes = devices.confirm(device)
            gate.let_in(request, device)
            del request.session[PHONE_KEY]
            return _page(request, "recovery_codes", _("Your recovery codes"), codes=codes)
        form.add_error("code", why_not)
    secret = b32encode(phone.bin_key).decode()
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return _page(request, "enrol", _("Connect your phone"), form=form, qr=svg_path(phone.config_url), secret=spaced)


def _page(request: HttpRequest, name: str, title: str, **context) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "after": _after(request), **context}
    return TemplateResponse(request, f"admin/second_factor/{name}.html", context)


def _after(request: HttpRequest) -> str:
    """Where the visitor was going; never to another site."""
    address = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return reverse("admin:index")
