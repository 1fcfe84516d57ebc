from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from news.models import Article
from opendoors.content import clock
from opendoors.content.moments import MomentForm
from opendoors.content.publishing import YEARS
from opendoors.pages.models import Page
from opendoors.time_machine import session

NEXT = 20  # moments offered


class LaterForm(MomentForm):
    def clean_at(self) -> datetime:
        moment = self.cleaned_data["at"]
        if moment.year not in YEARS:
            raise ValidationError(_("Please check the year."))
        if moment <= clock.now():
            raise ValidationError(_("Choose a later moment than now. What an article said earlier is in its history."))
        return moment


@never_cache
def time_machine(request: HttpRequest) -> HttpResponse:
    """Choose a moment and look at the site; the moments at which something comes out are offered."""
    if not request.user.has_perm(session.MAY_LOOK):
        raise PermissionDenied
    now_in = session.read(request.session.get(session.KEPT_AS))
    after = request.POST.get("next") or request.GET.get("next", "/")
    offered = session.read(request.POST.get("moment"))
    typed = request.POST if request.method == "POST" and not offered else None
    form = LaterForm(typed, initial={"at": now_in})
    chosen = offered or (form.is_valid() and form.cleaned_data["at"])
    if chosen:
        request.session[session.KEPT_AS] = chosen.isoformat()
        return HttpResponseRedirect(_back(request, after))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Time machine"),
        "form": form,
        "after": after,
        "now_in": now_in,
        "coming": _coming(),
    }
    return TemplateResponse(request, "admin/time_machine.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    request.session.pop(session.KEPT_AS, None)
    return HttpResponseRedirect(_back(request, request.POST.get("next", "")))


def _coming() -> list[Any]:
    """The next texts of any kind that come out or change."""
    found = [row for model in (Article, Page) for row in model.objects.scheduled_next()[:NEXT]]
    return sorted(found, key=lambda row: row.next_at)[:NEXT]


def _back(request: HttpRequest, after: str) -> str:
    ours = url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure())
    return after if ours and not after.startswith("/admin/") else reverse("home")
