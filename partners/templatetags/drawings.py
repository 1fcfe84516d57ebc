"""Drawings that belong to a record's page."""

from django import template

from partners.drawings import neighbours as drawn
from partners.models import University

register = template.Library()


@register.inclusion_tag("partners/_neighbours.html")
def neighbours(university: University) -> dict:
    """`{% neighbours university %}`: a section, or nothing where no cooperation is known."""
    return drawn.of(university)
