import uuid
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from opendoors.content.fields import LinkField
from opendoors.content.originals import LANGUAGES
from opendoors.pages.models.pages import Page
from opendoors.pages.places import Place


class Menu(models.TextChoices):
    HEADER = "header", _("Header")
    FOOTER = "footer", _("Footer")


class MenuItemQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        return self.order_by("menu", "position", "pk")

    def with_titles(self) -> Self:
        """Each with `page_title`, that of its page's oldest text."""
        texts = Page.objects.not_in_bin().filter(translation_key=OuterRef("page_key")).order_by("pk")
        return self.annotate(page_title=Subquery(texts.values("title")[:1]))

    def leading_to(self, key: uuid.UUID) -> Self:
        return self.filter(page_key=key)


class MenuItem(models.Model):
    """One line of a menu. It leads to a standing page in whatever language, to a place of the site or to an address."""

    menu = models.CharField(_("menu"), max_length=10, choices=Menu)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("The smallest stands first."))
    label = models.CharField(
        _("label"),
        max_length=60,
        blank=True,
        help_text=_("Empty: the title of the page, or the name of the place. An address needs one."),
    )
    page_key = models.UUIDField(_("standing page"), null=True, blank=True)  # `translation_key` of its texts
    place = models.CharField(_("place of this site"), max_length=20, choices=Place, blank=True)
    address = LinkField(_("address"), max_length=500, blank=True)

    objects = MenuItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("menu item")
        verbose_name_plural = _("menus")
        ordering = ["menu", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(menu__in=Menu.values), name="pages_menuitem_menu_known"),
            models.CheckConstraint(
                condition=Q(page_key__isnull=False, place="", address="")
                | Q(page_key__isnull=True, address="") & ~Q(place="")
                | Q(page_key__isnull=True, place="") & ~Q(address=""),
                name="pages_menuitem_leads_to_one",
                violation_error_message=_("Choose one of the three: a page, a place or an address."),
            ),
        ]

    def __str__(self) -> str:
        return self.label or (self.get_place_display() if self.place else self.address) or str(self.page_key)

    def clean(self):
        if self.address and not any(self.labels.values()):
            raise ValidationError(_("An address needs a label."))

    @property
    def labels(self) -> dict[str, str]:
        """By language, without what one language lends the other."""
        return {name: getattr(self, f"label_{name}") or "" for name in LANGUAGES}
