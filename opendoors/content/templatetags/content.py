from django import template
from django.utils.safestring import SafeString

from opendoors.content import richtext

register = template.Library()


@register.simple_tag(name="richtext")
def richtext_tag(html: str) -> SafeString:
    return richtext.render(html)
