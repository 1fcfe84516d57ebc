"""Each condition of the rule of visibility in words: does it hold, what is stored, and who can mend it where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opendoors.content.desk.gating import CHECK
from opendoors.content.desk.people import told_name
from opendoors.content.publishing import State

NAMED = 5  # of those who may publish


@dataclass(frozen=True)
class Way:
    """A link on from here; `is_act` for one that does something at once when it is pressed."""

    label: str
    url: str
    is_act: bool = False


@dataclass(frozen=True)
class Reason:
    """A condition, whether it `holds`, what is `told` of it, the `ways` to mend it or `who` can."""

    label: str
    holds: bool
    told: str = ""
    ways: tuple[Way, ...] = ()
    who: str = ""


class Reasons:
    """Of one text as of `clock.now()`, for whoever asks. `admin` knows what they may do and where."""

    def __init__(self, admin: Any, request: HttpRequest, content: Any):
        self.admin, self.request, self.content, self.row = admin, request, content, content.live

    def __iter__(self) -> Iterator[Reason]:
        told = {
            "kept": self._kept,
            "published": self._published,
            "begun": self._begun,
            "lasting": self._lasting,
        }
        for name, holds in self.row.conditions.items():
            yield told[name](holds)

    # ---- The conditions

    def _kept(self, holds: bool) -> Reason:
        label = _("It is not in the bin")
        if holds:
            return Reason(label, True)
        told = _("In the bin since %(since)s; it can be restored until %(until)s.") % {
            "since": told_moment(self.row.deleted_at),
            "until": told_moment(self.row.kept_until),
        }
        if self.admin.has_delete_permission(self.request, self.content):
            return Reason(label, False, told, (Way(_("Restore"), self.admin._url("restore", self.row), is_act=True),))
        return Reason(label, False, told, who=self._publishers)

    def _published(self, holds: bool) -> Reason:
        label = _("Its publication is decided")
        if holds:
            return Reason(label, True)
        if self.row.state == State.IN_REVIEW:
            told = self._review
        elif self.row.state == State.WITHDRAWN:
            told = _("It was withdrawn. Reason: %(reason)s") % {"reason": self.row.withdrawal_reason}
        else:
            told = _("It is a draft.")
        again = self.row.state == State.WITHDRAWN
        return self._for_publishers(label, told, _("Publish it again") if again else _("Publish it"), "desk-buttons")

    @property
    def _review(self) -> str:
        review = self.content.open_review
        if review is None:
            return _("It is in review.")
        told = _("It is in review: %(asked_by)s asked %(reviewer)s on %(when)s.")
        return told % {
            "asked_by": told_name(review.asked_by),
            "reviewer": told_name(review.reviewer),
            "when": told_moment(review.asked_at),
        }

    def _begun(self, holds: bool) -> Reason:
        label = _("Its moment has come")
        if self.row.publish_at is None:
            return Reason(label, holds, _("None is set: it will be the moment when somebody publishes it."))
        told = _("Publish at: %(moment)s.") % {"moment": told_moment(self.row.publish_at)}
        if holds:
            return Reason(label, True, told)
        return self._for_publishers(label, told, _("Change the moment"), "id_publish_at_0")

    def _lasting(self, holds: bool) -> Reason:
        label = _("Its time is not over")
        if self.row.expire_at is None:
            return Reason(label, holds, _("It does not expire."))
        told = _("Expire at: %(moment)s.") % {"moment": told_moment(self.row.expire_at)}
        if holds:
            return Reason(label, True, told)
        return self._for_publishers(label, told, _("Change the moment"), "id_expire_at_0")

    # ---- Who can mend it

    def _for_publishers(self, label: str, told: str, act: str, place: str) -> Reason:
        if self.row.deleted_at:
            return Reason(label, False, told)  # nothing can be done with it before it is restored
        if self.admin.has_publish_permission(self.request, self.content):
            return Reason(label, False, told, (Way(act, f"{self.form_url}#{place}"),))
        ways = ()
        if self.row.state == State.DRAFT and self.admin.has_change_permission(self.request, self.content):
            ways = (Way(_("Send to review"), self.admin._url("review", self.row)),)
        return Reason(label, False, told, ways, self._publishers)

    def draft_beside(self) -> Reason | None:
        """What there is to say of a newer text that readers do not know yet."""
        live, newest = self.row.live_revision, self.row.latest_revision
        if not self.row.has_unpublished_changes or live is None or newest is None:
            return None
        told = _("The text published last is of %(live)s. The draft of %(draft)s by %(author)s is not published.")
        if self.row.is_public:
            told = _("Visitors read the text of %(live)s. The draft of %(draft)s by %(author)s is not published.")
        told %= {
            "live": told_moment(live.created_at),
            "draft": told_moment(newest.created_at),
            "author": told_name(newest.author),
        }
        ways = (Way(_("What changed"), self.admin._url("compare", self.row)),)
        if self.row.deleted_at or not self.admin.has_publish_permission(self.request, self.content):
            return Reason("", False, told, ways, "" if self.row.deleted_at else self._publishers)
        return Reason("", False, told, (*ways, Way(_("Publish the draft"), f"{self.form_url}#desk-buttons")))

    def change_to_come(self) -> Reason | None:
        """That readers get another text at a moment that somebody has chosen."""
        change = self.row.scheduled_change
        if change is None or change.has_failed:
            return None
        told = _("A newer text is scheduled: visitors read it from %(moment)s on.")
        told %= {"moment": told_moment(change.at)}
        may_publish = self.admin.has_publish_permission(self.request, self.content)
        ways = (Way(_("Look at the schedule"), self.admin._url("schedule", self.row)),) if may_publish else ()
        return Reason("", False, told, ways)

    def gate(self) -> Reason | None:
        """What the publish gate says of a text that is still to be published."""
        is_read = self.row.state == State.PUBLIC and not self.row.has_unpublished_changes
        if is_read or self.row.deleted_at:
            return None
        stops = len(self.content.report().blocking)
        if not stops:
            return Reason("", True, _("The newest text is ready to be published: nothing stands against it."))
        told = ngettext(
            "%(count)d thing stands against publishing the newest text.",
            "%(count)d things stand against publishing the newest text.",
            stops,
        )
        way = Way(_("What has to be mended"), f"{self.form_url}?{CHECK}=1#gate")
        return Reason("", False, told % {"count": stops}, (way,))

    @property
    def form_url(self) -> str:
        return self.admin._url("change", self.row)

    @cached_property
    def _publishers(self) -> str:
        people = self.row.publishers().order_by("last_name", "first_name", "username")[: NAMED + 1]
        names = [told_name(person) for person in people]
        if not names:
            return _("nobody at present")
        return ", ".join(names[:NAMED]) + (_(" and others") if names[NAMED:] else "")


def told_moment(moment: datetime) -> str:
    """With the name of the zone: two people may see the same page in two."""
    local = localtime(moment)
    return f"{date_format(local, 'DATETIME_FORMAT')} ({local.tzname()})"
