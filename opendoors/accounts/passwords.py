"""Forgotten passwords, and those that were never chosen: a link by e-mail, to whoever's address an account has."""

import logging

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import path
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PAUSE = 300  # seconds between two letters to one account, so that nobody's letter box is flooded


class ForgottenForm(PasswordResetForm):
    def get_users(self, email):
        """Also those who were invited and came too late: the address is what proves who they are."""
        for user in User.objects.filter(email__iexact=email, is_active=True, is_staff=True):
            if user.email.casefold() == email.casefold() and _is_its_turn(user):
                yield user


def _is_its_turn(user: User) -> bool:
    """While Redis is away everybody's is: a letter too many is better than somebody who cannot sign in."""
    try:
        return cache.add(f"password-letter:{user.pk}", True, PAUSE)
    except RedisError:
        logger.exception("Whether a letter was sent lately could not be asked")
        return True


urlpatterns = [
    path(
        "password-reset/",
        views.PasswordResetView.as_view(
            form_class=ForgottenForm,
            email_template_name="accounts/password_reset.txt",
            subject_template_name="accounts/password_reset_subject.txt",
            extra_email_context={"site": settings.BRAND_NAME, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600},
        ),
        name="admin_password_reset",  # by this name the sign-in page finds it
    ),
    path("password-reset/sent/", views.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("password-reset/<uidb64>/<token>/", views.PasswordResetConfirmView.as_view(), name="password_reset_confirm"),
    path("password-reset/done/", views.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
]
