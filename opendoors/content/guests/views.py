"""The page behind a guest's address: the text as it will be, a bar above it, and two buttons below."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from opendoors.content.guests.forms import NoteForm, stamp
from opendoors.content.guests.links import GuestLink
from opendoors.content.guests.notes import Closed, GuestNote, TooMany
from opendoors.content.models import Revision
from opendoors.content.readers import is_person


def kept_nowhere(view: Callable) -> Callable:
    """In no cache, no search engine and no referrer, whatever the answer."""

    @wraps(view)
    def unkept(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        add_never_cache_headers(response)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return unkept


@csrf_exempt  # the address is the password, and the form's stamp proves our page: docs/decisions/066
@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def guest_page(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = GuestLink.objects.at(token.rstrip("/"))
    except BadSignature:
        return _closed(request, "altered", 404)
    content = link and link.shown_content
    if content is None:
        is_over = link is not None and link.revoked_at is None and link.is_expired
        return _closed(request, "expired" if is_over else "revoked", 410)
    if request.method == "POST":
        return _answered(request, link, content)
    said = GuestNote.objects.said(link, request.GET.get("said", ""))
    if said is None and is_person(request.META) and not request.user.is_staff:
        link.count_opening()
    return _page(request, link, content, said=said)


def _answered(request: HttpRequest, link: GuestLink, content: Any) -> HttpResponse:
    form = NoteForm(request.POST, link=link)
    if not form.is_valid():
        return _page(request, link, content, form=form, status=400 if "stamp" in form.errors else 200)
    said = {name: form.cleaned_data[name] for name in ("kind", "name", "text")}
    try:
        note = GuestNote.objects.keep(link, page=form.page, revision=form.revision, **said)
    except Closed:
        return _closed(request, "revoked", 410)
    except TooMany:
        form.add_error(None, _("This link takes no more comments. Please write to whoever sent it to you."))
        return _page(request, link, content, form=form, status=429)
    response = HttpResponseRedirect(f"{request.path}?said={note.sending}#answer")
    response.status_code = 303
    return response


def _page(request: HttpRequest, link: GuestLink, content: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    revision: Revision | None = link.revision or content.latest_revision
    shown = content.to_come(revision.snapshot if revision else content.snapshot())
    form = more.get("form") or NoteForm(link=link)
    notice = {
        "template": "content/guests/_bar.html",
        "answer": "content/guests/_answer.html",
        "stylesheet": "css/guest.css",
        "link": link,
        "revision": revision,
        "form": form,
        "stamp": stamp(link, revision),
        "said": more.get("said"),
    }
    response = admin.site.get_model_admin(type(content)).read_revision(request, shown, notice)
    response.status_code = status
    return response


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """Says that the link does not work, and nothing of what it led to."""
    context = {"why": why, "switcher_view": "home"}
    return TemplateResponse(request, "content/guests/closed.html", context, status=status)
