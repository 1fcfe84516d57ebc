"""On which public pages a standing page stands, as of `clock.now()`."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy, pgettext_lazy

from opendoors.content import surfaces
from opendoors.content.surfaces import Place, Surface
from opendoors.pages.models import MenuItem


class Whereabouts(surfaces.Whereabouts):
    def menus(self) -> Iterator[Place]:
        """Every page of its language shows them; the home page stands for all."""
        for item in MenuItem.objects.leading_to(self.content.translation_key).in_order():
            yield Place(item.get_menu_display(), self._reverse("home"), why=self.hidden)


SURFACES = (
    Surface("its own page", gettext_lazy("Its own page"), Whereabouts.own_page),
    Surface("menus", gettext_lazy("Menus, on all pages"), Whereabouts.menus, gettext_lazy("no menu leads to it")),
    Surface("search", pgettext_lazy("page", "Search"), Whereabouts.search),
    Surface(
        "its translation's page",
        gettext_lazy("Switch of languages"),
        Whereabouts.translations,
        gettext_lazy("it has no text in another language"),
    ),
    Surface("an old address", gettext_lazy("Old addresses"), Whereabouts.old_addresses, gettext_lazy("it has none")),
)
