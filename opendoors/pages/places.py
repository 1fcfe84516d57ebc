"""The places of the site that a menu may lead to: names of addresses, as templates name them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Place(models.TextChoices):
    HOME = "home", _("Home")
    NEWS = "news", _("News")
    PARTNERS = "partners", _("Partners")
    UNIVERSITIES = "universities", _("Universities")
    LABORATORIES = "laboratories", _("Laboratories")
    AGREEMENTS = "agreements", _("Agreements")
    COUNTRIES = "countries", _("Countries")
    FIELDS = "fields", _("Fields of cooperation")
    DATA = "data", _("Open data")
    DEADLINES = "deadlines", _("Deadlines")


VIEWS = {
    Place.HOME: "home",
    Place.NEWS: "news:article-list",
    Place.PARTNERS: "partners:overview",
    Place.UNIVERSITIES: "partners:university-list",
    Place.LABORATORIES: "partners:laboratory-list",
    Place.AGREEMENTS: "partners:agreement-list",
    Place.COUNTRIES: "partners:country-list",
    Place.FIELDS: "partners:field-list",
    Place.DATA: "partners:data",
    Place.DEADLINES: "pages:deadline-list",
}
# What a menu without a single item leads to.
FIRST = (Place.HOME, Place.NEWS, Place.PARTNERS)


def path_of(place: str) -> str:
    """In the language that is active."""
    return reverse(VIEWS[Place(place)])
