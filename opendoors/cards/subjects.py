"""Of what there is a card, and what it shows: no more than the page says to everybody."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db.models import Model
from django.urls import reverse

from news import drawing as doors
from news.models import Article
from opendoors.cards import drawing, lettering
from opendoors.content.models import Image
from opendoors.content.pictures import MEDIA_TYPES
from opendoors.pages.models import Page
from partners.models import Agreement, Laboratory, University

DRAWN_AS = 1  # another number makes every card anew


@dataclass(frozen=True)
class Card:
    """`alt`: the picture in words. `digest` follows from everything that is on it."""

    kind: str
    key: UUID
    alt: str
    cover: Image | None
    poster: drawing.Poster

    width, height = drawing.SIZE

    @property
    def form(self) -> str:
        return "jpg" if self.cover else "png"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.form]

    @cached_property
    def digest(self) -> str:
        cover = [self.cover.file.name, *self._focus] if self.cover else []
        poster = self.poster
        words = [poster.title, poster.above, poster.brand, poster.below, repr(poster.drawing)]
        return sha256(json.dumps([DRAWN_AS, cover, words]).encode()).hexdigest()[:16]

    @property
    def url(self) -> str:
        return reverse("cards:card", args=[self.kind, self.key, self.digest, self.form])

    def draw(self) -> bytes:
        """Raises OSError where the storage has lost the cover."""
        picture = drawing.covering(self.cover.file.name, self._focus) if self.cover else drawing.drawn(self.poster)
        return drawing.encoded(picture, self.form)

    def draw_without_cover(self) -> bytes:
        return drawing.encoded(drawing.drawn(self.poster), self.form)

    @property
    def _focus(self) -> tuple[int, int]:
        return self.cover.focal_x, self.cover.focal_y


def card_of(content: Model) -> Card:
    """In the language that is active; of what visitors see."""
    return MAKERS[type(content)](content)


def found(kind: str, key: UUID) -> Model | None:
    """What visitors find under this key in the language that is active."""
    return FINDERS[kind](key) if kind in FINDERS else None


def _article(article: Article) -> Card:
    poster = _poster(article.title, next((topic.name for topic in article.topics.all()), ""), doors.of(article))
    cover = article.cover
    alt = (cover and not cover.is_decorative and cover.alt) or article.title
    return Card("article", article.translation_key, alt, cover, poster)


def _page(page: Page) -> Card:
    return _drawn("page", page.translation_key, page.title, "")


def _university(university: University) -> Card:
    return _drawn("university", university.public_id, university.full_name, university.get_kind_display())


def _laboratory(laboratory: Laboratory) -> Card:
    return _drawn("laboratory", laboratory.public_id, laboratory.name, laboratory.host.full_name)


def _agreement(agreement: Agreement) -> Card:
    return _drawn("agreement", agreement.public_id, agreement.title, str(agreement.noun))


def _drawn(kind: str, key: UUID, title: str, above: str) -> Card:
    return Card(kind, key, title, None, _poster(title, above, doors.doorways(key.int, key.int)))


def _poster(title: str, above: str, doorways: doors.Drawing) -> drawing.Poster:
    words = (title, above, str(settings.BRAND_NAME), str(settings.BRAND_PROJECT))
    return drawing.Poster(*map(lettering.settable, words), doorways)


MAKERS: dict[type[Model], Callable[..., Card]] = {
    Article: _article,
    Page: _page,
    University: _university,
    Laboratory: _laboratory,
    Agreement: _agreement,
}
FINDERS: dict[str, Callable[[UUID], Model | None]] = {
    "article": lambda key: Article.objects.published_in_this_language().with_keys({key}).for_cards().first(),
    "page": lambda key: Page.objects.published_in_this_language().with_keys({key}).first(),
    "university": lambda key: University.objects.published().for_cards().with_public_id(key),
    "laboratory": lambda key: Laboratory.objects.published().for_cards().with_public_id(key),
    "agreement": lambda key: Agreement.objects.published().for_cards().with_public_id(key),
}
