"""Content with an address of its own, its slug in its language; a changed one leaves a way on behind."""

import re
from collections.abc import Collection, Iterable
from typing import ClassVar, Self
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from opendoors.content import richtext
from opendoors.content.gate.destinations import normal_path
from opendoors.content.originals import LANGUAGES, Translatable, TranslatableQuerySet
from opendoors.content.publications import Publication
from opendoors.content.publishing import State
from opendoors.content.reviews import ReviewableQuerySet
from opendoors.content.scheduling import RevisableQuerySet
from opendoors.content.slugs import slug_from

MOST_ASKED = 30  # names in one address; none that we had has more
COUNTERS = re.compile(r"utm_\w+|_openstat|(?:fb|g|y|ys)clid")  # what newsletters and networks add to addresses


def kept_address(path: str, query: str) -> str:
    """How old addresses are kept: an unquoted path, and what is asked in the order of its names, without counters."""
    try:
        asked = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_ASKED)
    except ValueError:
        asked = []
    asked = sorted(pair for pair in asked if not COUNTERS.fullmatch(pair[0]))
    return f"{normal_path(path)}?{urlencode(asked)}" if asked else normal_path(path)


def as_kept(address: str) -> str:
    """Of what stands in a browser's address bar, or from its first slash on. Raises ValueError for anything else."""
    parts = urlsplit(address.strip())
    path = unquote(parts.path)
    if not path.startswith("/") or "\x00" in path:
        raise ValueError(address)
    return kept_address(path, parts.query)


class ForwardingQuerySet(models.QuerySet):
    def for_address(self, path: str, query: str) -> "Forwarding | None":
        """The one that was kept with what is asked, else the one that was kept without a question."""
        keys = dict.fromkeys([kept_address(path, query), normal_path(path)])
        found = {old.path: old for old in self.at(keys)}
        return next((found[key] for key in keys if key in found), None)

    def at(self, paths: Iterable[str]) -> Self:
        return self.filter(path__in=paths).select_related(self.model.leads_to)

    def leading(self, paths: Collection[str]) -> dict[str, str]:
        """Of these paths, in the form of `normal_path`, those that lead to what is public: path to its address."""
        return {old.path: old.content.get_absolute_url() for old in self.at(paths) if old.content.is_public}

    def lead(self, paths: set[str], *, to: "Addressed") -> None:
        """Whatever address readers knew it by leads to this content, and its own address nowhere else.

        Rows name the content and no address: however often that changes, an old one is one step away from it.
        """
        own = normal_path(to.get_absolute_url())
        self.filter(path=own).delete()
        for path in {normal_path(path) for path in paths} - {own}:
            self.update_or_create(path=path, defaults={self.model.leads_to: to})


class Forwarding(models.Model):
    """An address that used to lead to some content and now redirects there for good."""

    path = models.CharField(
        _("path"), max_length=500, unique=True, help_text=_("For instance /news/177 or /index.php?id=177")
    )

    objects = ForwardingQuerySet.as_manager()

    leads_to: ClassVar[str]  # the name of the foreign key, whose other side is `old_addresses`

    class Meta:
        abstract = True
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(condition=Q(path__startswith="/"), name="%(app_label)s_%(class)s_starts_with_slash")
        ]

    def __str__(self) -> str:
        return self.path

    def clean(self):
        """Whatever stands in a browser's address bar becomes the path that requests come with."""
        try:
            self.path = as_kept(self.path)
        except ValueError:
            self.path = "/"
        if self.path == "/":
            raise ValidationError({"path": _("Write the address from its first slash on, for instance /news/177")})

    @property
    def content(self) -> "Addressed":
        return getattr(self, self.leads_to)


class AddressedQuerySet(ReviewableQuerySet, RevisableQuerySet, TranslatableQuerySet):
    def for_sitemaps(self) -> Self:
        """With what an address needs, and `known_since`: since when readers know the text that they know now."""
        live = Publication.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=OuterRef("pk"),
            revision=OuterRef("live_revision"),
        )
        known = Greatest(Subquery(live.order_by("at").values("at")[:1]), "publish_at")
        return self.for_paths().annotate(known_since=Coalesce(known, "publish_at"))

    def siblings_of(self, texts: Self) -> Self:
        """Those of these rows that are any of `texts` in some language."""
        return self.filter(translation_key__in=texts.order_by().values("translation_key")).for_paths()

    def for_old_addresses(self) -> Self:
        """With what tells where they stand and whether readers are told so."""
        return self.only("language", "slug", "state", "translation_key")

    def for_paths(self) -> Self:
        """With what an address is made of, and no more."""
        return self.only("language", "slug", "translation_key")

    def published_in_this_language(self) -> Self:
        """What visitors find at addresses of the language that is active."""
        return self.published().in_language(translation.get_language())

    def with_slug(self, slug: str) -> Self:
        return self.filter(slug=slug)


class Addressed(Translatable):
    """Its fields `title` and `slug` are the model's own; a slug that nobody has written is made from the title."""

    objects = AddressedQuerySet.as_manager()

    view: ClassVar[str]  # the name of the page that shows it, whose one argument is the slug

    class Meta(Translatable.Meta):
        abstract = True

    def clean(self):
        self.slug = self.slug or slug_from(self.title)
        if not self.slug:
            message = _("No address can be made from this title: please write one, in Latin letters or digits.")
            raise ValidationError({"slug": message})
        if self.is_reserved(self.slug):
            raise ValidationError({"slug": _("The site itself uses this address: please choose another one.")})

    def save(self, *args, **kwargs):
        self.slug = self.slug or slug_from(self.title)
        for name in self.prose_fields:
            setattr(self, name, richtext.clean(getattr(self, name)))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        with translation.override(self.language):
            return reverse(self.view, args=[self.slug])

    @classmethod
    def is_reserved(cls, slug: str) -> bool:
        """Whether something else of the site stands at the address that this slug would give."""
        return False

    def put_live(self, revision, relations, *, gated=False):
        known = self._known_addresses()
        warnings = super().put_live(revision, relations, gated=gated)
        self.old_addresses.model.objects.lead(known, to=self)
        return warnings

    def _known_addresses(self) -> set[str]:
        """Where it was published: the address of the text published last, which a draft may have left since."""
        model = type(self)
        before = model._base_manager.select_related("live_revision").filter(pk=self.pk).first()
        if before is None or before.live_revision is None:
            return set()
        published = before.live_revision.snapshot.get("slug", "") if before.state == State.DRAFT else before.slug
        return {model(language=self.language, slug=published).get_absolute_url()} if published else set()

    def language_links(self) -> list[dict[str, str]]:
        """One entry per language of the site; without an address where it has no public translation."""
        found = {row.language: row for row in type(self)._default_manager.published().translations_of(self)}
        rows = found | {self.language: self}
        return [{"code": code, "url": rows[code].get_absolute_url() if code in rows else ""} for code in LANGUAGES]
