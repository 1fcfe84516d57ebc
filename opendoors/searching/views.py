from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from news import listings
from news.models import Topic
from opendoors.content import search
from opendoors.content.search import MOST, Results
from opendoors.content.visits import counted
from opendoors.searching import shown
from opendoors.searching.asked import LONGEST, Asked
from partners.models import University

PAGE_SIZE = listings.PAGE_SIZE
SUGGESTIONS = 8
SUGGESTED_FOR = 20  # seconds that a browser may show what was suggested before
EXAMPLES = 3  # of topics, and of cities


@require_safe
@counted()
def search_page(request: HttpRequest) -> HttpResponse:
    asked = Asked.read(request.GET)
    number = _page(request, MOST).number
    found = _found(asked, offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    context = {
        "asked": asked,
        "found": found,
        "page": _page(request, found.total),
        "address_query": asked.query(),
        "suggested": asked.query(q=found.suggestion or ""),
    }
    if found.total:
        context |= _results(asked, found, is_first=number == 1)
    elif not asked.text:
        context["examples"] = _examples()
    elif asked.is_known and not found.problem:
        context["elsewhere"] = _elsewhere(asked)
    return TemplateResponse(request, "search/search.html", context)


@require_safe
@cache_control(private=True, max_age=SUGGESTED_FOR)
def suggest(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:LONGEST]
    found = search.suggest(text, language=translation.get_language(), limit=SUGGESTIONS)
    nouns = shown.nouns()
    told = ngettext("%(count)d suggestion", "%(count)d suggestions", len(found)) % {"count": len(found)}
    suggestions = [{"url": one.url, "parts": one.parts, "note": nouns[one.kind]} for one in found]
    return JsonResponse({"told": told if found else "", "suggestions": suggestions})


def _page(request: HttpRequest, total: int) -> Page:
    """The page that `?page=` asks for of so many hits; 404 where there is none."""
    try:
        return Paginator(range(total), PAGE_SIZE).page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404 from error


def _found(asked: Asked, **portion: int) -> Results:
    """Nothing, without asking, where there is no question or a filter means nothing."""
    if not asked.text or not asked.is_known:
        return Results()
    language = translation.get_language()
    return search.query(asked.text, language=language, filters=asked.filters, sort=asked.sort, **portion)


def _results(asked: Asked, found: Results, *, is_first: bool) -> dict:
    # Beside the kind that is chosen stand the others, so they are counted without it.
    whole = _found(replace(asked, filters=asked.without("kind")), limit=0) if "kind" in asked.filters else found
    hits = shown.shown(found.hits)
    best = shown.best(hits) if is_first and asked.sort == "relevance" else None
    return {
        "best": best,
        "hits": [hit for hit in hits if hit != best],
        "kinds": shown.kinds(asked, whole, whole.total),
        "facets": shown.facets(asked, found),
    }


def _elsewhere(asked: Asked) -> list[dict]:
    """The other languages in which the words find something: how much, and where."""
    current = translation.get_language()
    others = [code for code, _name in settings.LANGUAGES if code != current]
    counted = [(code, search.query(asked.text, language=code, limit=0)) for code in others]
    return [_told(code, asked, found) for code, found in counted if found.total and not found.is_corrected]


def _told(code: str, asked: Asked, found: Results) -> dict:
    words = {
        "en": ngettext("%(count)s result in English", "%(count)s results in English", found.total),
        "ru": ngettext("%(count)s result in Russian", "%(count)s results in Russian", found.total),
    }[code]
    with translation.override(code):
        address = reverse("search")
    count = number_format(found.total, force_grouping=True)
    return {"code": code, "url": f"{address}?{urlencode({'q': asked.text})}", "told": words % {"count": count}}


def _examples() -> list[str]:
    """Questions that find something: what public articles are about, and where the universities are."""
    topics = Topic.objects.of(listings.feed(translation.get_language()))[:EXAMPLES]
    cities = University.objects.published().whole().busiest_cities()[:EXAMPLES]
    return [*(topic.name for topic in topics), *cities]
