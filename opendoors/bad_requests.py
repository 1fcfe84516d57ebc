"""Requests that make no sense are answered with 400: they are no fault of ours, and nobody has to look into them."""

import logging
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import bad_request

# What the admin's lists and forms raise at `?topics=x`, `?publish_at__year=99999999999` and the like.
UNREADABLE = (ValueError, OverflowError, ValidationError, DataError)

logger = logging.getLogger(__name__)


class BadRequestMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # PostgreSQL knows no null byte and answers with an error wherever one is looked for.
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request, None)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """An address in the admin whose query somebody typed by hand or cut short."""
        in_admin = request.path_info.startswith("/admin/")
        if in_admin and request.method == "GET" and request.GET and isinstance(exception, UNREADABLE):
            logger.warning("Unreadable query: %s", request.get_full_path(), exc_info=exception)
            return bad_request(request, exception)
        return None
