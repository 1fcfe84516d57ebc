from datetime import datetime

from django import template
from django.utils.safestring import SafeString

from opendoors.content import pictures, richtext, zones
from opendoors.content.models import Image
from opendoors.content.typography import hold_dashes

register = template.Library()


@register.simple_tag(name="richtext")
def richtext_tag(html: str) -> SafeString:
    """`{% richtext article.body %}`"""
    return richtext.render(html)


@register.inclusion_tag("content/picture.html")
def picture(image: Image | None, sizes: str = pictures.SIZES, eager: bool = False, **options: str) -> dict:
    """`{% picture image sizes="100vw" eager=True class="cover" alt="" %}`; nothing at all without a picture."""
    css = options.pop("class", "")
    return pictures.shown(image, sizes=sizes, eager=eager, css=css, **options) if image else {}


@register.filter
def excerpt(html: str, length: int) -> str:
    """`{{ article.body|excerpt:160 }}`: plain words, escaped like any other."""
    return richtext.excerpt(html, length)


@register.filter
def held(text: str) -> str:
    """`{{ page.lead|held }}`: no line of it begins with a dash."""
    return hold_dashes(str(text))


@register.filter
def zone(moment: datetime | None) -> str:
    """`{{ moment|date:"DATETIME_FORMAT" }} ({{ moment|zone }})`: the current zone with its offset at that moment."""
    return zones.told(moment) if moment else ""


@register.simple_tag
def zone_now() -> str:
    """The zone in which this page tells moments."""
    return zones.told()
