"""Standing pages, as they are found."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from opendoors.content import search
from opendoors.content.publishing import State
from opendoors.content.richtext import plain_text
from opendoors.pages.models import Page


class PageSource(search.Source):
    kind = "page"
    model = Page
    label = _("Pages")
    noun = pgettext_lazy("told to visitors", "Page")

    def is_listed(self, row: Page) -> bool:
        return row.state == State.PUBLIC and row.deleted_at is None

    def documents(self, row: Page) -> Iterator[search.Document]:
        yield search.Document(
            language=row.language,
            url=row.get_absolute_url(),
            title=row.title,
            lead=row.lead,
            body=plain_text(row.body),
            shown_from=row.publish_at,
            shown_until=row.expire_at,
        )


search.announce(PageSource())
