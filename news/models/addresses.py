from collections.abc import Collection
from typing import Self
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OldAddressQuerySet(models.QuerySet):
    def for_path(self, path: str) -> Self:
        return self.filter(path=normal_path(path))

    def leading(self, paths: Collection[str]) -> dict[str, str]:
        """Of these paths, in the form of `normal_path`, those that lead to a public article: path to its address."""
        found = self.filter(path__in=paths).select_related("article")
        return {old.path: old.article.get_absolute_url() for old in found if old.article.is_public}

    def lead(self, paths: set[str], *, to: models.Model) -> None:
        """Whatever address readers knew it by leads to this article, and its own address nowhere else.

        Rows name the article and no address: however often that changes, an old one is one step away from it.
        """
        own = normal_path(to.get_absolute_url())
        self.for_path(own).delete()
        for path in {normal_path(path) for path in paths} - {own}:
            self.update_or_create(path=path, defaults={"article": to})


def normal_path(path: str) -> str:
    """How paths are kept: no slash at the end."""
    return path.rstrip("/") or "/"


class OldAddress(models.Model):
    """An address that used to lead to an article and now redirects there for good."""

    path = models.CharField(_("path"), max_length=300, unique=True, help_text=_("For instance /news/177"))
    article = models.ForeignKey(
        "news.Article", models.CASCADE, related_name="old_addresses", verbose_name=_("leads to the article")
    )

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(condition=Q(path__startswith="/"), name="news_oldaddress_starts_with_slash")
        ]

    def __str__(self) -> str:
        return self.path

    def clean(self):
        """Whatever stands in a browser's address bar becomes the path that requests come with."""
        try:
            self.path = normal_path(unquote(urlsplit(self.path.strip()).path))
        except ValueError:
            self.path = "/"
        if self.path == "/" or not self.path.startswith("/"):
            raise ValidationError({"path": _("Write the address from its first slash on, for instance /news/177")})
