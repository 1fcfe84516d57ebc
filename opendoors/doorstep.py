"""Before anything is asked: the one host under which the public pages stand, and copies that nobody may find."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.urls import reverse

Middleware = Callable[[HttpRequest], HttpResponse]


def noindex(get_response: Middleware) -> Middleware:
    """With the setting NOINDEX search engines are told to keep nothing of this site and to follow no link."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.NOINDEX:
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return middleware


def one_host(get_response: Middleware) -> Middleware:
    """GET and HEAD of a public page at another of our hosts, or over http, lead to its canonical address, in one step.

    Ports are the business of whatever stands in front, and so is https where this site does not insist on it: a
    redirect for either could lead back to itself.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD") and _is_elsewhere(request) and _is_page(request.path_info):
            return HttpResponsePermanentRedirect(settings.SITE_URL + request.get_full_path())
        return get_response(request)

    return middleware


def _is_elsewhere(request: HttpRequest) -> bool:
    if settings.DEBUG or not (settings.ONE_HOST and settings.SITE_URL):
        return False
    canonical = urlsplit(settings.SITE_URL)
    asked, _port = split_domain_port(request.get_host())  # raises DisallowedHost, answered with 400, for one of others
    is_plain = settings.SECURE_SSL_REDIRECT and canonical.scheme == "https" and not request.is_secure()
    return asked != canonical.hostname or is_plain


def _is_page(path: str) -> bool:
    """Staff, monitors and the files of the pages stay where they are."""
    apart = (reverse("admin:index"), reverse("health"), settings.STATIC_URL, settings.MEDIA_URL)
    return not path.startswith(apart) and f"{path}/" not in apart
