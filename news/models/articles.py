from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from news.models.scope import ScopedArticleQuerySet
from news.models.topics import Topic
from opendoors.content import clock
from opendoors.content.addresses import Addressed, AddressedQuerySet
from opendoors.content.fields import WebAddressField
from opendoors.content.gate.manuscript import Outline
from opendoors.content.publications import Publication
from opendoors.content.references import protect
from partners.models import Agreement, Laboratory, University

# Words that stand where a slug could stand (`/news/topics/...`).
RESERVED_SLUGS = frozenset({"topics", "archive", "feed", "page"})

# What an article can be about, and the field that links to it.
LINKS = {University: "universities", Laboratory: "laboratories", Agreement: "agreements"}


class ArticleQuerySet(ScopedArticleQuerySet, AddressedQuerySet):
    def on_topic(self, topic: Topic) -> Self:
        return self.filter(topics=topic)

    def in_month(self, first_moment: datetime) -> Self:
        """Of the month that begins at `first_moment`, an aware midnight."""
        next_month = (first_moment + timedelta(days=32)).replace(day=1)
        return self.filter(publish_at__gte=first_moment, publish_at__lt=next_month)

    def since(self, moment: datetime) -> Self:
        """Those that readers know from a later moment on."""
        return self.filter(publish_at__gt=moment)

    def featured(self) -> Self:
        return self.filter(is_featured=True)

    def newest_first(self) -> Self:
        return self.order_by("-publish_at", "-pk")

    def about(self, partner: models.Model) -> Self:
        """Linked to this university, laboratory or agreement."""
        return self.filter(**{LINKS[type(partner)]: partner})

    def ahead_of(self, article: "Article") -> Self:
        """Those that stand before it where the newest is first."""
        moment = article.publish_at
        return self.filter(Q(publish_at__gt=moment) | Q(publish_at=moment, pk__gt=article.pk))

    def behind(self, article: "Article") -> Self:
        """Those that stand after it there."""
        moment = article.publish_at
        return self.filter(Q(publish_at__lt=moment) | Q(publish_at=moment, pk__lt=article.pk))

    def oldest_first(self) -> Self:
        return self.order_by("publish_at", "pk")

    def other_than(self, articles: Iterable["Article"]) -> Self:
        return self.exclude(pk__in=[article.pk for article in articles])

    def among(self, articles: Self) -> Self:
        return self.filter(pk__in=articles.values("pk"))

    def linked_to(self, relation: str, keys: Iterable[int]) -> Self:
        """One row for each of these topics, universities ... that it has: `link` is the key."""
        return self.filter(**{f"{relation}__in": keys}).annotate(link=F(relation))

    def counted_by(self, relation: str) -> dict[int, int]:
        """How many of them have each topic, university ...: numbers by its key."""
        return dict(self.order_by().values_list(relation).annotate(models.Count("pk")))

    def for_cards(self) -> Self:
        """With what a card shows, and without the text, which it does not."""
        return self.select_related("cover").prefetch_related("topics").defer("body")

    def for_page(self) -> Self:
        """With what its page says of it; `publications` are those until now, the latest first."""
        known = models.Prefetch("publications", Publication.objects.until(clock.now()))
        return self.select_related("cover").prefetch_related("topics", known)

    def for_feeds(self) -> Self:
        return self.for_page().prefetch_related("attachments")

    def for_links(self) -> Self:
        """With what a line that leads to it shows."""
        return self.only("language", "title", "slug")

    def languages(self) -> list[str]:
        """In which of them there is any: one small query for each language of the site."""
        return [code for code, _name in settings.LANGUAGES if self.in_language(code).exists()]

    def months(self) -> list[datetime]:
        """The first moment of each month that has articles, newest first."""
        return list(self.datetimes("publish_at", "month", order="DESC"))


class Article(Addressed):
    # Names it in feeds for good: its address changes with a slug, this never.
    public_id = models.UUIDField(_("public identifier"), unique=True, default=uuid4, editable=False)
    title = models.CharField(pgettext_lazy("of an article", "title"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=120, blank=True, help_text=_("The end of its address; made from the title if empty.")
    )
    lead = models.TextField(
        _("lead"), blank=True, max_length=500, help_text=_("One or two sentences: in lists and search results.")
    )
    body = models.TextField(_("text"), blank=True)
    cover = models.ForeignKey(
        "content.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cover")
    )
    cover_caption = models.CharField(_("caption of the cover"), max_length=300, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="articles", verbose_name=_("topics"))
    byline = models.CharField(_("byline"), max_length=200, blank=True, help_text=_("Who wrote it, as readers see it."))
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = WebAddressField(_("address of the source"), max_length=500, blank=True)
    is_featured = models.BooleanField(_("featured"), default=False, help_text=_("Leads the home page."))
    corrections = models.JSONField(_("corrections"), default=list, blank=True)
    attachments = models.ManyToManyField(
        "content.Attachment", blank=True, related_name="+", verbose_name=_("attachments")
    )
    universities = models.ManyToManyField(
        "partners.University", blank=True, related_name="articles", verbose_name=_("universities")
    )
    laboratories = models.ManyToManyField(
        "partners.Laboratory", blank=True, related_name="articles", verbose_name=_("laboratories")
    )
    agreements = models.ManyToManyField(
        "partners.Agreement", blank=True, related_name="articles", verbose_name=_("agreements")
    )
    owner = models.ForeignKey(
        "partners.University",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_articles",
        verbose_name=_("owner"),
        help_text=_("The university whose staff may edit it; empty means the association."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("author")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    view = "news:article-detail"
    revised_fields = (
        "title",
        "slug",
        "lead",
        "body",
        "cover",
        "cover_caption",
        "topics",
        "byline",
        "source_name",
        "source_url",
        "is_featured",
        "corrections",
        "attachments",
        "universities",
        "laboratories",
        "agreements",
        "publish_at",
        "expire_at",
        "translated_revision",
    )
    prose_fields = ("body",)
    copied_fields = (
        "owner",
        "cover",
        "topics",
        "universities",
        "laboratories",
        "agreements",
        "attachments",
        "source_url",
    )
    text_fields = ("title", "lead", "body", "cover_caption", "byline", "source_name", "corrections")
    outline = Outline(
        title="title",
        lead="lead",
        prose=("body",),
        lines=("cover_caption", "byline"),
        picture="cover",
        source=("source_name", "source_url"),
        language="language",
    )

    class Meta(Addressed.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("publish_article", _("Can publish and withdraw articles")),
            ("edit_all_articles", _("Can edit articles of others")),
            ("write_article", _("Can write articles of their own universities")),
            ("translate_article", _("Can write translations of articles")),
        ]
        constraints = [
            *Addressed.Meta.constraints,
            models.UniqueConstraint(
                fields=["language", "slug"],
                name="news_article_slug_once_per_language",
                violation_error_message=_("Another article in this language has this address."),
            ),
            models.CheckConstraint(condition=~Q(slug=""), name="news_article_has_slug"),
        ]
        indexes = [models.Index(fields=["language", "state", "-publish_at", "-id"], name="news_article_feed")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def is_reserved(cls, slug):
        return slug in RESERVED_SLUGS

    @property
    def updated_at(self) -> datetime:
        """Of one `for_page`: when another text took the place of one that readers had; of the first, its own moment."""
        told = [one for one in self.publications.all() if one.revision_id]
        is_changed = len({one.revision_id for one in told}) > 1
        return max(told[0].at.replace(microsecond=0), self.publish_at) if is_changed else self.publish_at

    def take(self, snapshot):
        """Without corrections that are none: every page that tells them trusts their form."""
        relations = super().take(snapshot)
        self.corrections = [correction for correction in self.corrections if is_correction(correction)]
        return relations


def is_correction(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(part), str) for part in ("on", "text"))


protect(Article.topics, "topic")
protect(Article.attachments, "attachment")
protect(Article.universities, "university")
protect(Article.laboratories, "laboratory")
protect(Article.agreements, "agreement")
