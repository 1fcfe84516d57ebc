"""A password alone signs nobody in: until the second factor is passed, every view meets an anonymous visitor."""

from collections.abc import Callable

import django_otp
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django_otp.models import Device

User = AbstractBaseUser | AnonymousUser


class SecondFactorMiddleware:
    """After django-otp's. It stays lazy: a page that does not ask who reads it opens no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR:
            request.by_password = request.user
            request.user = SimpleLazyObject(lambda: _fully_signed_in(request))
        return self.get_response(request)


def _fully_signed_in(request: HttpRequest) -> User:
    passed_once = django_otp.DEVICE_ID_SESSION_KEY in request.session
    if request.by_password.is_anonymous or request.by_password.is_verified():
        return request.by_password
    if passed_once:
        # Its phone was taken away meanwhile: whoever holds this session must not enrol another one with it.
        logout(request)
        request.by_password = AnonymousUser()
    return AnonymousUser()


def half_signed_in(request: HttpRequest) -> AbstractBaseUser | None:
    """Who has given the right password and still owes the second factor."""
    if not settings.SECOND_FACTOR or request.user.is_authenticated or request.by_password.is_anonymous:
        return None
    return request.by_password


def let_in(request: HttpRequest, device: Device) -> None:
    """The half signed-in user has proved to hold `device`."""
    request.user = request.by_password
    django_otp.login(request, device)
    request.session.cycle_key()  # the half signed-in session's key is worth nothing from here on
