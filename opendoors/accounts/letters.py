"""Letters about accounts. A link in one holds for PASSWORD_RESET_TIMEOUT, and until a password is chosen."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.formats import date_format
from django.utils.http import urlsafe_base64_encode
from django.utils.timezone import localtime

from opendoors import roles
from opendoors.content import clock
from opendoors.content.desk.people import told_name
from opendoors.content.site_address import absolute

logger = logging.getLogger(__name__)


def valid_until() -> str:
    """The end of a link made now, in words and with its zone."""
    end = localtime(clock.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT))
    return f"{date_format(end, 'DATETIME_FORMAT')} ({end.tzname()})"


def invite(user: User, request: HttpRequest, language: str) -> bool:
    """Write to `user` how to choose a password, in `language`. Whether it went out; letters before it hold no more."""
    user.set_unusable_password()  # another one each time, and the link is made from it
    user.save(update_fields=["password"])
    link = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
    with translation.override(language):
        context = {
            "account": user,
            "name": user.get_full_name(),
            "by": told_name(request.user),
            "site": settings.BRAND_NAME,
            "roles": [roles.label(group.name) for group in user.groups.order_by("pk")],
            "universities": [str(row.university) for row in user.staff_memberships.select_related("university")],
            "url": absolute(request, reverse("password_reset_confirm", args=link)),
            "forgotten": absolute(request, reverse("admin_password_reset")),
            "until": valid_until(),
            "second_factor": settings.SECOND_FACTOR,
        }
        subject = " ".join(render_to_string("accounts/invitation_subject.txt", context).split())
        letter = EmailMessage(subject, render_to_string("accounts/invitation.txt", context), to=[user.email])
    return sent(letter)


def sent(letter: EmailMessage) -> bool:
    """A mail server that does not answer is no reason to lose an account: it is logged, and the caller says so."""
    try:
        return bool(letter.send())
    except (OSError, ValueError):  # whatever smtplib raises; an address that no letter can be sent to
        logger.exception("A letter about an account could not be sent")
        return False
