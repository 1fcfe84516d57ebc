from opendoors.content.links.sources import Source, announce, for_who_changes
from opendoors.pages.models import Deadline, Figure, HomePage, MenuItem, Page

announce(Source(Page, Page.objects.current, Page.objects.readable_by, prose=("body",)))
for rows, field in (
    (Deadline.objects.published, "link"),
    (Figure.objects.published, "source_url"),
    (MenuItem.objects.all, "address"),
    (HomePage.objects.all, "action_address"),
):
    model = rows().model
    announce(Source(model, rows, for_who_changes(model), addresses=(field,)))
