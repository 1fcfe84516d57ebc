from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opendoors.content.slugs import slug_from


class TopicQuerySet(models.QuerySet):
    def of(self, articles: models.QuerySet) -> Self:
        """Topics that any of `articles` has, with `article_count` of them."""
        return self.filter(articles__in=articles).annotate(article_count=models.Count("articles"))


class Topic(models.Model):
    """What articles are about; name and slug in each language (`news/translation.py`)."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80, blank=True, unique=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.fill_slugs()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("news:topic-detail", args=[self.slug])

    def clean(self):
        self.fill_slugs()
        for field in (f"slug_{language}" for language, _name in settings.LANGUAGES):
            slug = getattr(self, field)
            if not slug:
                raise ValidationError({field: _("No address can be made from this name: please write one.")})
            if Topic.objects.filter(**{field: slug}).exclude(pk=self.pk).exists():
                raise ValidationError({field: _("Another topic has this address: %s") % slug})

    def fill_slugs(self) -> None:
        """Make the addresses that nobody has written from the name in that language, else from the other's."""
        for language, _name in settings.LANGUAGES:
            if not getattr(self, f"slug_{language}"):
                name = getattr(self, f"name_{language}") or self.name or ""
                setattr(self, f"slug_{language}", slug_from(name, 80))
