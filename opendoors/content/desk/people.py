"""How the screens call colleagues, and say which of them saved what and when."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from opendoors.content import clock
from opendoors.content.models import Revision

NAMED = 20  # revisions whose authors are told


def told_name(user: AbstractBaseUser | None) -> str:
    """How colleagues call this person; a text may also come from no person, or from one whose account is gone."""
    return (user.get_full_name() or user.get_username()) if user else _("the system")


def told_changes(revisions: models.QuerySet, reader: AbstractBaseUser) -> str:
    """Who saved them and when last, in words: “Anna, 14:05, and you in another window, 14:07”."""
    found: Iterable[Revision] = revisions.select_related("author").defer("snapshot").order_by("-pk")[:NAMED]
    last: dict[Any, Revision] = {}
    for revision in found:
        last.setdefault(revision.author_id, revision)
    told = []
    for revision in reversed(last.values()):
        own = revision.author_id == reader.pk
        name = _("yourself in another window") if own else told_name(revision.author)
        told.append(_("%(name)s, %(when)s") % {"name": name, "when": _moment(revision.created_at)})
    return get_text_list(told, _("and"))


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localtime(clock.now()).date()
    return date_format(local, "TIME_FORMAT" if is_today else "DATETIME_FORMAT")
