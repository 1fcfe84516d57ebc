from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from opendoors.content import clock
from opendoors.content.addresses import Addressed, AddressedQuerySet
from opendoors.content.gate.manuscript import Outline


def taken_words() -> set[str]:
    """First parts of the addresses that something else of the site has, whatever their language."""
    files = {address.strip("/").partition("/")[0] for address in (settings.MEDIA_URL, settings.STATIC_URL)}
    return {*files, *(code for code, _name in settings.LANGUAGES), *_first_parts(get_resolver())}


def _first_parts(resolver: URLResolver) -> set[str]:
    """An include without a prefix of its own, such as that of a language, is looked into."""
    parts: set[str] = set()
    for pattern in resolver.url_patterns:
        first = str(pattern.pattern).partition("/")[0].lstrip("^")
        is_open = first == "" or first in dict(settings.LANGUAGES)
        parts |= _first_parts(pattern) if is_open and not isinstance(pattern, URLPattern) else {first}
    return parts


class PageQuerySet(AddressedQuerySet):
    def in_order(self) -> Self:
        return self.order_by("slug", "language")

    def siblings_at(self, places: Iterable[tuple[str, str]]) -> Self:
        """Those at these places, a language and a slug each, and their texts in other languages."""
        at = Q(pk__in=[])
        for language, slug in places:
            at |= Q(language=language, slug=slug)
        return self.filter(translation_key__in=self.filter(at).values("translation_key"))

    def for_links(self) -> Self:
        """With what a link shows, and no more."""
        return self.only("language", "slug", "title", "translation_key")


class Page(Addressed):
    """A standing page of the association: about, rules, questions and answers."""

    title = models.CharField(pgettext_lazy("of an article", "title"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=120, blank=True, help_text=_("The end of its address; made from the title if empty.")
    )
    lead = models.TextField(
        _("lead"), blank=True, max_length=500, help_text=_("One or two sentences: in lists and search results.")
    )
    body = models.TextField(_("text"), blank=True)

    objects = PageQuerySet.as_manager()

    view = "pages:page-detail"
    revised_fields = ("title", "slug", "lead", "body", "publish_at", "expire_at", "translated_revision")
    prose_fields = ("body",)
    text_fields = ("title", "lead", "body")
    copied_fields = ("slug",)  # an address is the same in every language until somebody changes it
    outline = Outline(title="title", lead="lead", prose=("body",), language="language")

    class Meta(Addressed.Meta):
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
        permissions = [("publish_page", _("Can publish and withdraw standing pages"))]
        constraints = [
            *Addressed.Meta.constraints,
            models.UniqueConstraint(
                fields=["language", "slug"],
                name="pages_page_slug_once_per_language",
                violation_error_message=_("Another page in this language has this address."),
            ),
            models.CheckConstraint(condition=~Q(slug=""), name="pages_page_has_slug"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def is_reserved(cls, slug):
        return slug in taken_words()

    @property
    def changed_at(self) -> datetime | None:
        """Since when readers know the text that they know now."""
        newest = self.publications.until(clock.now()).first()
        return newest and newest.revision_id and newest.at
