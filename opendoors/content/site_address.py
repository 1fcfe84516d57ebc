"""Where readers find this site: one scheme and host for every address that leaves it, whichever of its names was asked.

`SITE_URL` says it. A developer's machine and tests have none: there it is whatever the request was sent to.
"""

from collections.abc import Callable
from functools import partial
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.request import validate_host
from django.utils.encoding import iri_to_uri

Absolute = Callable[[str], str]  # of an address that may be a path on this site


def root(request: HttpRequest) -> str:
    """Scheme and host, without a slash at the end."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def absolute(request: HttpRequest, address: str) -> str:
    """Of a path from our root; an address that is absolute already stays as it is."""
    return urljoin(f"{root(request)}/", iri_to_uri(address))


def of_site(request: HttpRequest) -> Absolute:
    """The same for whoever writes many addresses and knows nothing of requests."""
    return partial(absolute, request)


def check_setting() -> None:
    """Raises ImproperlyConfigured for a SITE_URL that is no address of this site's root."""
    given = settings.SITE_URL
    if given and not _is_root(given):
        schemes = "https://" if settings.HTTPS_ONLY else "https:// or http://"
        raise ImproperlyConfigured(
            f"Set SITE_URL to {schemes} and one of the ALLOWED_HOSTS, without a path: not {given}. "
            "Where it is not set, it is made of the first of them. Other letters than Latin are written as xn--…"
        )


def _is_root(given: str) -> bool:
    try:
        parts = urlsplit(given)
        hostname, _port = parts.hostname, parts.port
    except ValueError:
        return False
    schemes = {"https"} if settings.HTTPS_ONLY else {"https", "http"}
    is_ours = bool(hostname) and hostname[0] not in "*." and validate_host(hostname, settings.ALLOWED_HOSTS)
    return (
        parts.scheme in schemes
        and is_ours
        and given == f"{parts.scheme}://{parts.netloc}"
        and "@" not in given
        and given.isascii()
    )
