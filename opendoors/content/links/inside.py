"""Links to our own pages and files, resolved without asking for any of them."""

from collections.abc import Collection

from django.conf import settings

from opendoors.content.gate import destinations
from opendoors.content.links.results import Problem
from opendoors.content.stored import is_stored


def is_inside(address: str) -> bool:
    return destinations.own_path(address) is not None


def judge(addresses: Collection[str]) -> dict[str, str]:
    """What is wrong with each, "" if nothing; the number of queries does not depend on how many there are."""
    paths = {address: destinations.own_path(address) or "/" for address in addresses}
    pages = {path: destinations.page_at(path) for path in paths.values() if not _is_apart(path)}
    lost = destinations.missing({path: page for path, page in pages.items() if page})
    lost |= {path for path, page in pages.items() if page is None}
    former = destinations.former(lost)
    return {address: _judged(path, pages, lost, former) for address, path in paths.items()}


def _judged(path: str, pages: dict, lost: set[str], former: dict[str, str]) -> str:
    if destinations.is_for_staff(path):
        return Problem.STAFF
    if path.startswith(settings.MEDIA_URL):
        return "" if is_stored(path.removeprefix(settings.MEDIA_URL)) else Problem.FILE
    if path not in lost or path in former:
        return ""
    return Problem.HIDDEN if pages[path] else Problem.NOWHERE


def _is_apart(path: str) -> bool:
    return destinations.is_for_staff(path) or path.startswith((settings.MEDIA_URL, settings.STATIC_URL))
