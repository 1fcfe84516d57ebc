"""Where a typed address leads a reader of another language: a path on this site has its like there, or stays."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import translate_url
from django.utils import translation

from opendoors.content.gate import destinations
from opendoors.pages.models import Page


def in_language(addresses: Iterable[str], language: str) -> dict[str, str]:
    """Each address as readers of `language` have it; at most one query, however many lead to standing pages.

    A standing page without a public text in the language stays as it was typed.
    """
    found = {address: address for address in addresses}
    pages: dict[str, tuple[str, str]] = {}
    for address in found:
        if not address.startswith("/"):
            continue
        page = destinations.page_at(_path(address))
        if page and page.view == Page.view:
            pages[address] = (page.language, page.arguments["slug"])
        elif page:
            with translation.override(page.language):
                found[address] = translate_url(address, language)
    return found | (_pages(pages, language) if pages else {})


def _pages(asked: dict[str, tuple[str, str]], language: str) -> dict[str, str]:
    texts = list(Page.objects.published().siblings_at(asked.values()).for_links())
    keys = {(text.language, text.slug): text.translation_key for text in texts}
    here = {text.translation_key: text for text in texts if text.language == language}
    return {
        address: here[keys[place]].get_absolute_url() + address[len(_path(address)) :]
        for address, place in asked.items()
        if place in keys and keys[place] in here
    }


def _path(address: str) -> str:
    return address.partition("#")[0].partition("?")[0]


def linked(rows: Iterable, name: str) -> list:
    """These rows, each with `url`: the address in its field `name` for readers of the active language."""
    rows = list(rows)
    language = translation.get_language() or settings.LANGUAGE_CODE
    found = in_language({getattr(row, name) for row in rows} - {""}, language)
    for row in rows:
        row.url = found.get(getattr(row, name), "")
    return rows
