"""Permissions-Policy: no page of this site, and nothing in a frame on it, asks for what it never needs.

What players of films need (fullscreen, sound, a picture within the picture) is not among it, nor copying of an address.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

FORBIDDEN = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
POLICY = ", ".join(f"{feature}=()" for feature in FORBIDDEN)


def permissions_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the first: whatever is answered carries it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Permissions-Policy"] = POLICY
        return response

    return middleware
