"""Loads the association's own part of the demo: standing pages, the menus that lead to them, and the home page.

A page is known by its translation key or by its address, a deadline and a figure by its English words, so that what a
person has edited since stays as it is.
"""

import tomllib
import uuid
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from opendoors.content import clock
from opendoors.demo.loading import Demo, Tally
from opendoors.pages.models import Deadline, Figure, HomePage, MenuItem, Page
from opendoors.pages.places import Place

FOLDER = Path(__file__).parent
KEYS = uuid.UUID("0d6f1f5c-3f3a-4a53-8a52-2a8a3b1c9e40")  # the name space of the pages' translation keys

Row = dict[str, Any]


@cache
def texts() -> list[Row]:
    """The standing pages in an order in which each links to those before it."""
    return [_read(path) for path in sorted((FOLDER / "pages").glob("*.html"))]


def _read(path: Path) -> Row:
    _before, front, body = path.read_text("utf-8").split("+++\n", 2)
    return {"language": path.name.split(".")[1], "body": body.strip(), **tomllib.loads(front)}


def rows() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "home.toml").read_text("utf-8"))


def key(slug: str) -> uuid.UUID:
    return uuid.uuid5(KEYS, slug)


def load_pages(demo: Demo) -> Tally:
    missing = [row for row in texts() if not _is_loaded(row)]
    for row in missing:
        page = Page(translation_key=key(row["slug"]), **row)
        with transaction.atomic():
            page.save_draft(by=None)
            page.publish(by=None)
    return Tally("Standing pages", len(missing), len(texts()) - len(missing))


def _is_loaded(row: Row) -> bool:
    same = Q(translation_key=key(row["slug"])) | Q(slug=row["slug"])
    return Page.objects.filter(same, language=row["language"]).exists()


def load_menus(demo: Demo) -> Tally:
    menus = rows()["menus"]
    wanted = [(menu, {"place": place}) for menu in menus for place in (Place.HOME, Place.NEWS, Place.PARTNERS)]
    wanted += [(menu, {"page_key": _key_of(slug)}) for menu, slugs in menus.items() for slug in slugs]
    wanted.append(("footer", {"place": Place.DEADLINES}))
    added = 0
    for number, (menu, target) in enumerate(wanted, 10):
        if not MenuItem.objects.filter(menu=menu, **target).exists():
            MenuItem.objects.create(menu=menu, position=number * 10, **target)
            added += 1
    return Tally("Menu items", added, len(wanted) - added)


def _key_of(slug: str) -> uuid.UUID:
    """That of the page which stands there, whoever wrote it."""
    page = Page.objects.in_language("en").with_slug(slug).first()
    return page.translation_key if page else key(slug)


def load_home(demo: Demo) -> Tally:
    told = rows()
    deadlines = [_deadline(row) for row in told["deadline"]]
    figures = [Figure(**row, **told["source"], position=number) for number, row in enumerate(told["figure"], 1)]
    missing = [row for row in deadlines if not Deadline.objects.filter(title_en=row.title_en).exists()]
    missing += [row for row in figures if not Figure.objects.filter(label_en=row.label_en).exists()]
    for row in missing:
        row.is_published = True
        row.full_clean()
        row.save()
    _fill(HomePage.objects.current(), told["home"])
    return Tally("Deadlines and figures", len(missing), len(deadlines) + len(figures) - len(missing))


def _deadline(row: Row) -> Deadline:
    row = dict(row)
    day = timezone.localtime(clock.now()).date() + timedelta(row.pop("days"))
    return Deadline(at=datetime.combine(day, row.pop("time"), ZoneInfo(row["zone"])), **row)


def _fill(home: HomePage, words: Row) -> None:
    if any(getattr(home, name) for name in words):
        return
    for name, value in words.items():
        setattr(home, name, value)
    home.full_clean(exclude=["id"])
    home.save()
