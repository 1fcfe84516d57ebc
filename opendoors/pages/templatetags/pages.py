"""What the frame of every page and the home page take from here: the menus, deadlines, figures and texts."""

from django import template

from opendoors.pages.links import linked
from opendoors.pages.menus import Menus
from opendoors.pages.models import Deadline, Figure, HomePage

register = template.Library()


@register.simple_tag(takes_context=True)
def menus(context) -> Menus:
    """`{% menus as menus %}`, then `menus.header` and `menus.footer`."""
    request = context.get("request")
    return Menus(request.path if request else "", context.get("section") or "")


@register.simple_tag
def next_deadlines(amount: int = 3) -> list[Deadline]:
    """`{% next_deadlines 3 as deadlines %}`: the soonest first, none that is over."""
    return linked(Deadline.objects.published().upcoming()[:amount], "link")


@register.simple_tag
def figures() -> dict:
    """`{% figures as figures %}`: its `rows`, and `vouched`, one of them where all share their date and source."""
    rows = linked(Figure.objects.published().in_order(), "source_url")
    sources = {(row.as_of, row.source_name, row.source_url) for row in rows}
    return {"rows": rows, "vouched": rows[0] if len(rows) > 1 and len(sources) == 1 else None}


@register.simple_tag
def home_page() -> HomePage:
    """`{% home_page as home %}`: its texts, where its button leads (`url`), and what else it shows."""
    return linked([HomePage.objects.current()], "action_address")[0]
