"""E-mails to colleagues about a text: its title, who did what, what they say of it, and where to look. Never the text.

Nobody knows which language a colleague reads in an e-mail, so each letter says it in every language of the site.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from opendoors.content import zones
from opendoors.content.desk.people import told_name
from opendoors.content.site_address import absolute

logger = logging.getLogger(__name__)

Told = dict[str, Any]
Letter = Callable[[Told], tuple[str, str]]  # what it is called and what it says, in the language of the moment


def asked(told: Told) -> tuple[str, str]:
    return _("For review"), _("%(who)s asks you to review “%(title)s” before it is public.") % told


def sent_back(told: Told) -> tuple[str, str]:
    return _("Back to you"), _("%(who)s sends “%(title)s” back to you, with a comment.") % told


def published(told: Told) -> tuple[str, str]:
    return _("Published"), _("%(who)s has published “%(title)s”, which you sent to review.") % told


def scheduled(told: Told) -> tuple[str, str]:
    """`moment` is when readers get it."""
    said = _("%(who)s has scheduled “%(title)s”, which you sent to review. It will be public on %(when)s.")
    return _("Scheduled"), said % {**told, "when": zones.told_moment(told["moment"])}


def send(letter: Letter, *, to: AbstractBaseUser, by: AbstractBaseUser, told: list[Told], words: str = "") -> bool:
    """Whether it went out. `told` is of each text; `words` are a colleague's own, in whatever language; an answer goes
    to `by`.

    A mail server that does not answer is no reason to lose anything: it is logged, and the caller says so.
    """
    names, parts = [], []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            written = [(*letter(each), each["url"]) for each in told]
        names.append(written[0][0])
        lines = [line for _name, said, url in written for line in (said, url)]
        parts.append("\n\n".join([*lines, *([words] if words else [])]))
    title = " ".join(told[0]["title"].split()) + (f" (+{len(told) - 1})" if told[1:] else "")
    message = EmailMessage(
        subject=f"{' / '.join(names)}: {title}",
        body="\n\n— — —\n\n".join(parts) + "\n",
        to=[to.email],
        reply_to=[by.email] if by.email else None,
    )
    try:
        return bool(message.send())
    except (OSError, ValueError):  # whatever smtplib raises; an address that no letter can be sent to
        logger.exception("An e-mail to %s could not be sent", to)
        return False


class Writing:
    """Part of `RevisableAdmin`: whoever acts is told whether the letter about it went out."""

    def write(
        self,
        request: HttpRequest,
        letter: Letter,
        contents: list[Any],
        *,
        to: AbstractBaseUser,
        words: str = "",
        is_hopeless: bool = False,
    ) -> bool:
        """False when the mail server failed; after that `is_hopeless` spares everyone to wait for it again."""
        name = {"name": told_name(to)}
        if to == request.user:
            return True
        if not to.email:
            messages.warning(request, _("%(name)s has no e-mail address: it stands on their first page only.") % name)
            return True
        told = [self._told_in_letter(request, letter, content) for content in contents]
        if not is_hopeless and send(letter, to=to, by=request.user, told=told, words=words):
            messages.info(request, _("%(name)s is told by e-mail.") % name)
            return True
        failed = _("The e-mail to %(name)s could not be sent: it stands on their first page all the same.")
        messages.warning(request, failed % name)
        return False

    def _told_in_letter(self, request: HttpRequest, letter: Letter, content: Any) -> Told:
        """Once readers have it, it need not be theirs any more to open here: the letter leads to the public page."""
        change = content.scheduled_change
        is_out = letter in (published, scheduled)
        where = content.get_absolute_url() if is_out else self._url("change", content)
        return {
            "who": told_name(request.user),
            "title": str(content),
            "moment": change.at if change else content.publish_at,
            "url": absolute(request, where),
        }
