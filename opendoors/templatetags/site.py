"""What every page's frame needs: its address in other languages, absolute addresses, the numbers of a pager."""

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.db.models import Model
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from opendoors import heads
from opendoors.cards import subjects as cards
from opendoors.content import site_address
from opendoors.content.addresses import Addressed

register = template.Library()


@register.simple_tag(takes_context=True)
def absolute(context, path: str) -> str:
    """With scheme and host, as canonical and Open Graph addresses must be."""
    return site_address.absolute(context["request"], path) if "request" in context else path


@register.simple_tag
def card_of(content: Model) -> cards.Card:
    """The picture that stands beside a link to it."""
    return cards.card_of(content)


@register.simple_tag(takes_context=True)
def languages(context) -> list[dict]:
    """One entry per language of the site: code, name in itself, direction, address ("" where the page does not exist).

    A view that knows better gives `language_links` (address by language), `switcher_object` (whose own address depends
    on the language) or `switcher_view` (the name of a page that has no arguments); otherwise it is the same path under
    the other language, with `address_query`: what of its query belongs to the page in every language. `is_live`: there
    is something to read there; `live_in` are the languages of a list that can be empty in some. `has_same_pages`: it is
    a list of the same records in every language, as the view says.
    """
    current = translation.get_language()
    live_in = context.get("live_in")
    given = {link["code"]: link["url"] for link in context.get("language_links") or ()}
    links = []
    for code, _name in settings.LANGUAGES:
        info = translation.get_language_info(code)
        url = given[code] if code in given else _address_in(code, context)
        links.append(
            {
                "code": code,
                "name": capfirst(info["name_local"]),
                "direction": "rtl" if info["bidi"] else "ltr",
                "is_current": code == current,
                "url": url,
                "is_live": bool(url) and (live_in is None or code in live_in),
                "has_same_pages": bool(context.get("has_same_pages")),
                **_words(code),
            }
        )
    return links


def _address_in(code: str, context) -> str:
    with translation.override(code):
        if "switcher_object" in context:
            return context["switcher_object"].get_absolute_url()
        if "switcher_view" in context:
            return reverse(context["switcher_view"])
        home = reverse("home")
    request = context.get("request")
    if request is None or request.resolver_match is None:
        return home
    query = f"?{context['address_query']}" if context.get("address_query") else ""
    if code == translation.get_language():
        return request.path + query
    other = translate_url(request.path, code)
    return home if other == request.path else other + query


def _words(code: str) -> dict:
    """What to say where the page has no translation: here, and in that language itself for those who read only it."""
    missing = {"en": gettext("Not available in English"), "ru": gettext("Not available in Russian")}[code]
    with translation.override(code):
        itself = {"en": pgettext("in English", "News in English"), "ru": pgettext("in Russian", "News in Russian")}
        return {"missing": missing, "way_on": itself[code], "feed": reverse("news:article-list")}


@register.simple_tag
def page_numbers(page: Page) -> list:
    """Numbers of a pager, `None` where some are left out."""
    paginator = page.paginator
    return [
        None if number == paginator.ELLIPSIS else number
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]


@register.simple_tag
def page_address(path: str, number: int, query: str = "") -> str:
    return heads.page_address(path, number, query)


@register.simple_tag(takes_context=True)
def head(context, description: str = "", is_selection: bool = False) -> heads.Head:
    """Of this page. `is_selection`: part of another page's list, which search engines follow and do not keep."""
    request = context["request"]
    is_hidden = context.get("is_hidden") or getattr(request, "time_machine", None)
    robots = heads.HIDDEN if is_hidden else heads.PASSING if is_selection else ""
    number = heads.number_of(context.get("page"))
    return heads.head(request, context["languages"], description or settings.BRAND_PROJECT, robots, number)


@register.filter
def summary(content: Addressed) -> str:
    """`{{ article|summary }}`: for whoever has not opened it yet."""
    return heads.summary(content)
