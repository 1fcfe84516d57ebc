"""Rows for tests: plain functions, each with sensible defaults that a test overrides where it matters."""

from datetime import timedelta
from itertools import count

from django.contrib.auth.models import Group, User

from news.models import Article, Topic
from opendoors.content import clock
from opendoors.content.models import Image
from opendoors.content.publishing import State

numbers = count(1)


def make_user(role: str = "", **overrides) -> User:
    """A member of staff in the group `role`; without one, an account that is no staff."""
    defaults = {"username": f"user{next(numbers)}", "is_staff": bool(role)}
    user = User.objects.create_user(**{**defaults, **overrides})
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_topic(**overrides) -> Topic:
    number = next(numbers)
    return Topic.objects.create(**{"name_en": f"Topic {number}", "name_ru": f"Тема {number}", **overrides})


def make_image(**overrides) -> Image:
    """A picture's row without its file: enough where nobody opens it."""
    number = next(numbers)
    defaults = {
        "file": f"images/{number}.jpg",
        "width": 1600,
        "height": 900,
        "alt_en": f"Picture {number}",
        "alt_ru": f"Картинка {number}",
        "content_hash": f"{number:064x}",
        "renditions": [
            {"format": kind, "width": width, "name": f"images/{number}-{width}.{kind}"}
            for kind in ("avif", "webp")
            for width in (320, 640)
        ],
    }
    return Image.objects.create(**{**defaults, **overrides})


def make_article(*, topics: tuple[Topic, ...] = (), **overrides) -> Article:
    """A public article of an hour ago, published the way staff do it."""
    number = next(numbers)
    defaults = {
        "title": f"Article {number}",
        "lead": f"Lead {number}.",
        "body": f"<p>Body {number}.</p>",
        "publish_at": clock.now() - timedelta(hours=1),
    }
    state = overrides.pop("state", State.PUBLIC)
    article = Article(**{**defaults, **overrides})
    article.save_draft(by=overrides.get("created_by"), relations={"topics": [topic.pk for topic in topics]})
    if state != State.DRAFT:
        article.publish(by=overrides.get("created_by"))
    if state not in (State.DRAFT, State.PUBLIC):
        article.state = state
        article.save(update_fields=["state"])
    return article
