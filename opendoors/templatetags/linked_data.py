"""JSON-LD in a page: data for machines, which no browser runs (so the page's policy allows it without a nonce)."""

from collections.abc import Iterable

from django import template
from django.db.models import Model

from news.models import Article
from opendoors import linked_data as data
from opendoors.content.richtext import embedded
from opendoors.content.site_address import of_site
from partners.models import Laboratory, University

register = template.Library()

RECORDS = {University: data.university, Laboratory: data.laboratory}


@register.inclusion_tag("_linked_data.html", takes_context=True)
def linked_data(context, subject: Model | None = None) -> dict:
    """`{% linked_data article %}`: of what a public page is about; without it, of the site."""
    absolute = of_site(context.request)
    if subject is None:
        return _told(data.site(absolute))
    if isinstance(subject, Article):
        return _told([data.article(subject, absolute, context["partners"])])
    node = RECORDS[type(subject)](subject, absolute) if type(subject) in RECORDS else None
    return _told([node] if node else [])


@register.inclusion_tag("_linked_data.html", takes_context=True)
def breadcrumb_data(context, steps: list[tuple[str, str]]) -> dict:
    """Of the trail that stands in the page."""
    return _told([data.breadcrumbs(steps, of_site(context.request))])


@register.simple_tag
def steps(*pairs: str, here: str, above: Iterable[Model] = ()) -> list[tuple[str, str]]:
    """`{% steps name url name url here=title %}`: a trail, the page itself last. `above`: what it is part of, the
    nearest first."""
    trail = [(name, url) for name, url in zip(pairs[::2], pairs[1::2], strict=True) if url]
    wholes = [(one.abbreviation or one.name, one.get_absolute_url()) for one in above or ()]
    return [*trail, *reversed(wholes), (here, "")]


def _told(nodes: list[data.Node]) -> dict:
    return {"data": embedded(data.graph(*nodes)) if nodes else ""}
