"""Where links to our own pages lead. Apps announce which of their pages stand for a row and which rows are public.

A page that nobody has announced, a list for instance, is there as soon as its address makes sense.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http.request import validate_host
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

AT_ONCE = 500  # rows asked for in one query

# Called in the language of the address and at the moment of publishing: the rows that readers find.
Rows = Callable[[], QuerySet]
# From paths in the form of `normal_path` to where those that used to be ours lead now.
Former = Callable[[Collection[str]], dict[str, str]]

_rows: dict[str, list[tuple[Rows, str, str]]] = {}
_former: list[Former] = []


class Page(NamedTuple):
    """What an address of ours asks for."""

    language: str
    view: str
    arguments: dict[str, Any]


def normal_path(path: str) -> str:
    """How former paths are kept: no slash at the end."""
    return path.rstrip("/") or "/"


def announce(view: str, rows: Rows, argument: str = "slug", field: str = "") -> None:
    """The page `view` shows the row of `rows` whose `field` is the argument of its address."""
    _rows.setdefault(view, []).append((rows, argument, field or argument))


def announce_former(former: Former) -> None:
    _former.append(former)


def own_path(address: str) -> str | None:
    """The path of an address on this site, unquoted; None for one elsewhere."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https"):
        return None
    ours = [name for name in settings.ALLOWED_HOSTS if name != "*"]
    if host is not None and not validate_host(host, ours):
        return None
    return unquote(parts.path) or "/"


def is_for_staff(path: str) -> bool:
    return f"{path.rstrip('/')}/".startswith(reverse("admin:index"))


def page_at(path: str) -> Page | None:
    """What the address asks for, in the language that it carries; None where there is nothing."""
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        for candidate in dict.fromkeys([path, f"{path.rstrip('/')}/"]):
            try:
                match = resolve(candidate)
            except (Resolver404, ValueError):
                continue
            return Page(language, match.view_name, match.kwargs)
    return None


def missing(pages: dict[str, Page]) -> set[str]:
    """Which of these paths lead to rows that readers do not find: a query for each kind of page, not for each path."""
    known = [(page.language, page.view, path, page.arguments) for path, page in pages.items() if page.view in _rows]
    lost: set[str] = set()
    for (language, view), group in groupby(sorted(known, key=lambda row: row[:3]), key=lambda row: row[:2]):
        with translation.override(language):
            lost |= _lost(view, {path: arguments for _language, _view, path, arguments in group})
    return lost


def _lost(view: str, asked: dict[str, dict[str, Any]]) -> set[str]:
    lost = {*asked}
    for rows, argument, field in _rows[view]:
        wanted = {path: asked[path][argument] for path in lost}
        found = set(_found(rows, field, {value for value in wanted.values() if _can_be_asked(value)}))
        lost = {path for path in lost if wanted[path] not in found}
        if not lost:
            break
    return lost


def _found(rows: Rows, field: str, values: Iterable[Any]) -> Iterator[Any]:
    for some in _in_turns(values):
        yield from rows().filter(**{f"{field}__in": some}).values_list(field, flat=True)


def _in_turns(values: Iterable[Any]) -> Iterator[list[Any]]:
    listed = [*values]
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))


def _can_be_asked(value: Any) -> bool:
    return "\x00" not in value if isinstance(value, str) else not isinstance(value, int) or value < 2**63


def former(paths: Collection[str]) -> dict[str, str]:
    """Of these paths, those that used to lead to something public: path to address of today."""
    kept = {path: normal_path(path) for path in paths if _can_be_asked(path)}
    leads: dict[str, str] = {}
    for some in _in_turns({*kept.values()}):
        for find in _former:
            leads |= find(some)
    return {path: leads[key] for path, key in kept.items() if key in leads}
