from django.db.models import Model

from opendoors.content.search.entries import Entry, StaffEntry
from opendoors.content.search.sources import Document, source_of


def index(row: Model) -> None:
    """Make what can be found of this row be what it says now. Rows of other kinds are left alone."""
    source = source_of(row)
    if source is None:
        return
    remove(row)
    stored = source.rows().filter(pk=row.pk).first()
    for document in source.documents(stored) if stored else ():
        shared = shared_values(source.kind, row.pk, document)
        StaffEntry.objects.create(**shared)
        if source.is_listed(stored):
            tags = [f"{name}:{value}" for name, values in document.tags.items() for value in values]
            Entry.objects.create(
                **shared,
                other="\n".join(document.other),
                body=document.body,
                shown_from=document.shown_from,
                shown_until=document.shown_until,
                tags=f" {' '.join(tags)} ",
            )


def remove(row: Model) -> None:
    """Forget this row, which may be deleted already: it needs its key only."""
    source = source_of(row)
    if source:
        for entries in (Entry, StaffEntry):
            entries.objects.filter(kind=source.kind, key=row.pk).delete()


def shared_values(kind: str, key: int, document: Document) -> dict:
    return {
        "kind": kind,
        "key": key,
        "language": document.language,
        "url": document.url,
        "title": document.title,
        "names": "\n".join(document.names),
        "lead": document.lead,
        "dated_on": document.dated_on,
    }
