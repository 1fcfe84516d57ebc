"""The first page of the admin: what waits for whoever looks at it, what came back to them, what comes next.

Each kind of content that is edited here adds its rows; a block asks the same number of queries however many there are.
"""

from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from opendoors.content.models import Review

MOST = 6  # rows of a block, of each kind; the rest is a click away
OLDEST_FIRST = ("waiting", "scheduled")


@dataclass(frozen=True)
class Row:
    content: Any
    url: str
    at: datetime
    who: Any = None  # of the accounts; none for one that is gone
    words: str = ""
    has_changed: bool = False
    is_change: bool = False  # of what readers know already
    put_aside_url: str = ""


@dataclass
class Block:
    name: str
    title: str
    empty: str = ""  # what is said where there is nothing; without it the block is left out
    rows: list[Row] = field(default_factory=list)
    more: list[tuple[str, str]] = field(default_factory=list)  # addresses and labels of the whole lists
    adds: list[tuple[str, str]] = field(default_factory=list)


def first_page(site: AdminSite, request: HttpRequest) -> list[Block]:
    """Nothing at all for whoever edits no such content."""
    desks = [desk for desk in site._registry.values() if isinstance(desk, FirstPage)]
    desks = [desk for desk in desks if desk.has_view_permission(request)]
    if not desks:
        return []
    blocks = [
        Block("back", _("Sent back to you")),
        Block("waiting", _("Waiting for your review"), _("Nothing waits for your review.")),
        Block("published", _("Published for you")),
        Block("drafts", _("Your drafts"), _("You have no drafts.")),
        Block("asked", _("Sent to review by you")),
        Block("scheduled", _("Scheduled next"), _("Nothing is scheduled.")),
    ]
    if not any(desk.has_publish_permission(request) for desk in desks):
        blocks = [block for block in blocks if block.name != "waiting"]
    for block in blocks:
        for desk in desks:
            desk.add_to(block, request)
        # Rows of several kinds stand as those of one do.
        block.rows.sort(key=attrgetter("at"), reverse=block.name not in OLDEST_FIRST)
    return [block for block in blocks if block.rows or block.empty]


class FirstPage:
    """Part of `RevisableAdmin`."""

    # How the list is asked for all of a block; the others are never long.
    lists = {
        "waiting": "review=mine",
        "asked": "review=any",
        "drafts": "status=drafts",
        "scheduled": "status=scheduled",
    }

    def add_to(self, block: Block, request: HttpRequest) -> None:
        rows = self._rows(block.name, request.user).defer(*self.model.prose_fields)
        found = list(rows[: MOST + 1])
        block.rows += [self._row(block.name, content) for content in found[:MOST]]
        kind = {"kind": self.opts.verbose_name_plural}
        if len(found) > MOST and block.name in self.lists:
            block.more.append((f"{self._of_list('changelist')}?{self.lists[block.name]}", _("All: %(kind)s") % kind))
        if block.name == "drafts" and self.has_add_permission(request):
            block.adds.append((self._of_list("add"), _("Add %s") % self.opts.verbose_name))

    def _rows(self, name: str, user: AbstractBaseUser) -> QuerySet:
        everything, editable = self.model.objects, self.model.objects.editable_by(user)
        mine, asked = Review.objects.for_reviewer(user), Review.objects.asked(user)
        match name:
            case "waiting":
                return everything.publishable_by(user).reviewed(mine).order_by("review_key")
            case "back":
                return editable.reviewed(asked.to_mend()).order_by("-review_key")
            case "published":
                return everything.reviewed(asked.just_published()).made_public().order_by("-review_key")
            case "asked":
                return editable.reviewed(asked.open()).order_by("-review_key")
            case "drafts":
                rest = editable.written_by(user).unfinished().without(asked.to_mend())
                return rest.select_related("latest_revision").defer("latest_revision__snapshot").by_last_change()
        return editable.scheduled_next()

    def _row(self, name: str, content: Any) -> Row:
        url = self._url("change", content)
        if name == "drafts":
            return Row(content, url, content.latest_revision.created_at)
        if name == "scheduled":
            return Row(content, url, content.next_at, is_change=content.is_public)
        review = content.found_reviews[0]
        if name == "waiting":
            changed = review.has_changed_since(content)
            return Row(content, url, review.asked_at, review.asked_by, review.message, has_changed=changed)
        if name == "asked":
            return Row(content, url, review.asked_at, review.reviewer)
        who, at = review.answered_by, review.answered_at
        if name == "published":
            return Row(content, content.get_absolute_url(), at, who)
        return Row(content, url, at, who, review.comment, put_aside_url=self._url("put-aside", content))

    def _of_list(self, view: str) -> str:
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{view}")
