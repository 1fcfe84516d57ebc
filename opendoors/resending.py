"""A form sent in vain (the session over, the token stale) is given back, so that the text in it is not lost.

Nothing is stored: the answer holds what was sent, and a click sends it again. Given back is only what a page of this
site has sent, for which the browser vouches: else another site could have a form of its own confirmed here by a
careless click. A request that does not say where it comes from is not given back.
"""

from django.contrib import admin
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure

# How the names of addresses end where somebody may have written a text.
FORMS = (
    *("_add", "_change", "_review", "_send-back", "_waive", "_withdraw", "_nothing_to_translate"),
    *("_move", "_record"),
)
OUTWORN = "csrfmiddlewaretoken"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return given_back(request) or plain_csrf_failure(request, reason)


def given_back(request: HttpRequest) -> HttpResponse | None:
    """A page with what was sent, ready to be sent again; None where that is not for us to give."""
    if request.method != "POST" or not _is_a_form_of_the_admin(request) or not _is_from_here(request):
        return None
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values if name != OUTWORN]
        files = bool(request.FILES)
    except (SuspiciousOperation, UnreadablePostError, ValueError):  # too large, cut off, or no form at all
        return None
    if not fields or any("password" in name for name, _value in fields):
        return None
    context = {
        **admin.site.each_context(request),
        "title": _("Your text is not saved yet"),
        "fields": fields,
        "files": files,
        "signed_in": admin.site.has_permission(request),
    }
    page = TemplateResponse(request, "admin/resend.html", context, status=403)
    add_never_cache_headers(page)
    return page.render()


def _is_a_form_of_the_admin(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and match.app_name == "admin" and (match.url_name or "").endswith(FORMS))


def _is_from_here(request: HttpRequest) -> bool:
    """Both headers are the browser's own: no page can write them."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    here = f"{request.scheme}://{request.get_host()}"
    return (origin or site) is not None and origin in (None, here) and site in (None, "same-origin")
