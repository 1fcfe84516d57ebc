"""A text in the other languages, as lists and forms tell it: what there is, how it stands, and where to go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opendoors.content.desk.filters import StatusFilter
from opendoors.content.originals import CAUGHT_UP, LANGUAGES, OUTDATED, UP_TO_DATE, Translatable

NAMES = dict(settings.LANGUAGES)
STATUS_LABELS = dict(StatusFilter.STATUSES)
STATE_LABELS = {
    UP_TO_DATE: _("up to date"),
    OUTDATED: _("outdated"),
    CAUGHT_UP: _("outdated; its newest draft is up to date"),
}


@dataclass(frozen=True)
class Sibling:
    """`row` is None where there is no text, or one that this person may not see (`is_hidden`)."""

    code: str
    language: str
    row: Translatable | None = None
    is_hidden: bool = False
    url: str = ""  # its form, or where to write it
    may_add: bool = False

    @property
    def status(self) -> str:
        return self.row.status if self.row else ""

    @property
    def status_label(self) -> str:
        return STATUS_LABELS.get(self.status, "")

    @property
    def state(self) -> str:
        return self.row.translation_state if self.row else ""

    @property
    def state_label(self) -> str:
        return STATE_LABELS.get(self.state, "")

    @property
    def is_outdated(self) -> bool:
        return self.state in (OUTDATED, CAUGHT_UP)

    @property
    def outdated_since(self) -> Any:
        """When the text was saved that it does not follow yet."""
        return self.row.original.live_revision.created_at if self.is_outdated else None


Group = dict[str, Sibling]  # by language


def siblings(request: HttpRequest, rows: Iterable[Translatable], *, may_add: bool) -> dict[Any, Group]:
    """For the key of each row what there is in every language, its own too; two queries, however many rows."""
    rows = list(rows)
    if not rows:
        return {}
    model = type(rows[0])
    found = model.objects.with_keys({row.translation_key for row in rows}).for_marks()
    readable = model.objects.readable_by(request.user).filter(pk__in=found.values("pk"))
    seen = set(readable.values_list("pk", flat=True))
    known = {(row.translation_key, row.language): row for row in found}
    return {
        row.pk: {code: _sibling(row, known.get((row.translation_key, code)), code, seen, may_add) for code in LANGUAGES}
        for row in rows
    }


def others(row: Translatable, group: Group) -> list[Sibling]:
    return [sibling for code, sibling in group.items() if code != row.language]


def _sibling(row: Translatable, other: Translatable | None, code: str, seen: set[int], may_add: bool) -> Sibling:
    label, language = f"{row._meta.app_label}_{row._meta.model_name}", NAMES[code]
    if other is None:
        query = urlencode({"language": code, "original": row.original_id or row.pk})
        return Sibling(code, language, url=f"{reverse(f'admin:{label}_add')}?{query}", may_add=may_add)
    if other.pk not in seen:
        public = {"row": other, "url": other.get_absolute_url()} if other.is_public else {"is_hidden": True}
        return Sibling(code, language, **public)
    return Sibling(code, language, other, url=reverse(f"admin:{label}_change", args=[other.pk]))


class TranslatedChangeList(ChangeList):
    """Each row knows its siblings, and by `told` how it stands itself."""

    def get_results(self, request):
        super().get_results(request)
        groups = siblings(request, self.result_list, may_add=self.model_admin.has_add_permission(request))
        for row in self.result_list:
            row.told = groups[row.pk][row.language]
            row.siblings = others(row, groups[row.pk])
