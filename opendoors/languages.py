"""A language is an address: `/ru/...` is Russian, everything else English. Only the admin asks the browser.

Django's LocaleMiddleware does nearly this, but marks every English page as varying with Accept-Language, which no
shared cache can use.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_admin = request.path_info.startswith("/admin/")
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        if in_admin:
            language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
