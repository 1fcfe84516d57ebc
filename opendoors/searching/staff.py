"""The one box of the admin: articles in any state and records of the register, as far as its reader may see them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from news.models import Article
from opendoors.content import search
from opendoors.content.desk import StatusFilter
from opendoors.content.search import Hit, Results
from opendoors.searching.asked import LONGEST
from partners.models import Agreement, Laboratory, University
from partners.models.scoped import PARENTS

MOST = 50  # results of the page
SUGGESTED = 8
LONGEST_NOTE = 80  # characters of whose a result is
STATES = dict(StatusFilter.STATUSES)


@dataclass(frozen=True)
class Kind:
    """`rows` are all that this person may find, with what `whose` reads of each."""

    model: type[Model]
    rows: Callable[[AbstractBaseUser], QuerySet]
    whose: Callable[[Any], str]


@dataclass(frozen=True)
class Finding:
    hit: Hit
    url: str
    noun: str
    state: str  # its name, as `desk-badge` draws it
    told_state: str
    language: str  # "" where it has all of them
    whose: str
    in_admin: bool  # or it leads to the public page

    @property
    def note(self) -> str:
        return " · ".join(filter(None, [self.noun, self.told_state, self.language, self.whose]))


KINDS = {
    "article": Kind(
        Article,
        lambda user: Article.objects.findable_by(user).select_related(f"owner__{PARENTS}").defer("body"),
        lambda article: article.owner.full_name if article.owner else _("the association"),
    ),
    "university": Kind(
        University,
        lambda user: University.objects.visible_to(user).for_cards(),
        lambda university: ", ".join(filter(None, [university.city, str(university.country.name)])),
    ),
    "laboratory": Kind(
        Laboratory,
        lambda user: Laboratory.objects.visible_to(user).for_cards(),
        lambda laboratory: laboratory.host.full_name,
    ),
    "agreement": Kind(
        Agreement,
        lambda user: Agreement.objects.visible_to(user).for_cards(),
        lambda agreement: ", ".join(party.shown_name for party in agreement.parties.all()),
    ),
}


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    text = _asked(request)
    found = _found(request, text, MOST)
    context = {
        **admin.site.each_context(request),
        "title": pgettext("page", "Search"),
        "text": text,
        "found": found,
        "findings": _findings(request, found.hits),
    }
    return TemplateResponse(request, "admin/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    found = _found(request, _asked(request), SUGGESTED, is_begun=True)
    findings = _findings(request, found.hits)
    told = ngettext("%(count)d suggestion", "%(count)d suggestions", len(findings)) % {"count": len(findings)}
    suggestions = [
        {"url": one.url, "parts": one.hit.title, "note": one.note, "language": one.hit.language} for one in findings
    ]
    return JsonResponse({"told": told if findings else "", "suggestions": suggestions})


def _asked(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:LONGEST]


def _found(request: HttpRequest, text: str, most: int, **how: bool) -> Results:
    if not text:
        return Results()
    rows = {name: kind.rows(request.user) for name, kind in KINDS.items()}
    return search.query_among(rows, text, language=translation.get_language(), limit=most, **how)


def _findings(request: HttpRequest, hits: Iterable[Hit]) -> list[Finding]:
    """The querysets are asked once more for the rows: what may not be seen is not told, whatever the index says."""
    keys = {name: [hit.key for hit in hits if hit.kind == name] for name in KINDS}
    rows = {name: KINDS[name].rows(request.user).in_bulk(some) if some else {} for name, some in keys.items()}
    editable = {name: _editable(request, name, some) for name, some in keys.items()}
    return [
        _finding(hit, rows[hit.kind][hit.key], hit.key in editable[hit.kind])
        for hit in hits
        if hit.key in rows[hit.kind]
    ]


def _editable(request: HttpRequest, name: str, keys: list[int]) -> set[int]:
    model = KINDS[name].model
    if not keys or not admin.site.get_model_admin(model).has_change_permission(request):
        return set()
    return set(model.objects.editable_by(request.user).in_bulk(keys))


def _finding(hit: Hit, row: Any, is_editable: bool) -> Finding:
    opts = row._meta
    is_article = isinstance(row, Article)
    change = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    # What is in the bin is edited by nobody, and its form is where it can be read.
    in_admin = is_editable or (is_article and not row.is_public)
    state = row.status if is_article else "published" if row.is_public else "drafts"
    # Whose an article of others is, is no business of its readers.
    whose = KINDS[hit.kind].whose(row) if in_admin or not is_article else ""
    return Finding(
        hit=hit,
        url=change if in_admin else hit.url,
        noun=str(getattr(row, "noun", "") or capfirst(opts.verbose_name)),
        state=state,
        told_state=str(STATES.get(state, "")),
        language=row.get_language_display() if is_article else "",
        whose=Truncator(whose).chars(LONGEST_NOTE),
        in_admin=in_admin,
    )
