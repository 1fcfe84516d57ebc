"""Writes entries: of one row, of rows in batches, and of all of them anew while readers go on searching."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model

from opendoors.content.search import vocabulary
from opendoors.content.search.backends import backend
from opendoors.content.search.entries import AnyEntry, Entry, StaffEntry
from opendoors.content.search.matching import Keys, batches
from opendoors.content.search.sources import Document, Source, source_of, sources
from opendoors.content.search.words import STANDING, keys_of, sounds_of

BATCH = 100  # rows that are read and written at once


def index(row: Model) -> None:
    """Make what can be found of this row be what it says now. Rows of other kinds are left alone."""
    source = source_of(row)
    if source and row.pk:
        index_rows(source, [row.pk])


def remove(row: Model) -> None:
    """Forget this row, which may be deleted already: it needs its key only."""
    source = source_of(row)
    if source and row.pk:
        with transaction.atomic():
            for model in (Entry, StaffEntry):
                _drop(model, model.objects.of(source.kind, [row.pk]).values_list("pk", flat=True))


def index_rows(source: Source, keys: Collection[int]) -> None:
    """The same for many rows of a source, by their keys; those that do not exist any more are forgotten."""
    for some in batches(keys, BATCH):
        with transaction.atomic():
            vocabulary.learn(_index(source, some))


def rebuild(progress: Callable[[int, int], None]) -> None:
    """Write every entry anew, a batch at a time: until its turn comes, each row is found as before.

    `progress` is told how many rows of how many are done.
    """
    work = [(source, list(source.rows().order_by("pk").values_list("pk", flat=True))) for source in sources()]
    total, done = sum(len(keys) for _source, keys in work), 0
    before, words = vocabulary.everything(), set[str]()
    for source, keys in work:
        for some in batches(keys, BATCH):
            with transaction.atomic():
                words |= _index(source, some)
            done += len(some)
            progress(done, total)
        _forget_lost(source)
    for model in (Entry, StaffEntry):
        _drop(model, model.objects.exclude(kind__in=[source.kind for source in sources()]).values_list("pk", flat=True))
    vocabulary.learn(words)
    vocabulary.forget(before - words)
    backend().tidy()


def _index(source: Source, keys: Collection[int]) -> set[str]:
    """Returns the words that visitors may look for in these rows."""
    listed, all_of_them = [], []
    for row in source.rows().filter(pk__in=keys):
        documents = [(row.pk, document) for document in source.documents(row)]
        all_of_them += documents
        listed += documents if source.is_listed(row) else []
    _write(Entry, source, keys, listed, _public_values, public_keys)
    _write(StaffEntry, source, keys, all_of_them, _shared_values, staff_keys)
    return vocabulary.words_in(document for _key, document in listed)


def _forget_lost(source: Source) -> None:
    """Entries of rows that were deleted behind our back."""
    existing = source.model._base_manager.order_by().values("pk")
    for model in (Entry, StaffEntry):
        lost = model.objects.filter(kind=source.kind).exclude(key__in=existing)
        _drop(model, lost.values_list("pk", flat=True))


def _drop(model: type[AnyEntry], pks: Iterable[int]) -> None:
    for some in batches(pks, BATCH):
        backend().drop(model, some)
        model.objects.filter(pk__in=some).delete()


def _write(
    model: type[AnyEntry],
    source: Source,
    keys: Collection[int],
    documents: list[tuple[int, Document]],
    values: Callable[[Document], dict[str, Any]],
    keys_in: Callable[[Document], Keys],
) -> None:
    """Put these documents in place of what there is of these rows. An entry keeps its primary key."""
    before = model.objects.of(source.kind, keys)
    backend().drop(model, before.values_list("pk", flat=True))
    found_by = {(key, document.language): _marked(keys_in(document), source) for key, document in documents}
    entries = [
        model(kind=source.kind, key=key, keys=backend().stored(found_by[key, document.language]), **values(document))
        for key, document in documents
    ]
    if entries:
        identity = ["kind", "key", "language"]
        fields = [field.name for field in model._meta.concrete_fields if field.name not in ("id", *identity)]
        model.objects.bulk_create(entries, update_conflicts=True, unique_fields=identity, update_fields=fields)
    written = {(key, language): pk for pk, key, language in before.values_list("pk", "key", "language")}
    model.objects.filter(pk__in=[pk for identity, pk in written.items() if identity not in found_by]).delete()
    backend().add(model, {written[identity]: fields for identity, fields in found_by.items()})


def _marked(keys: Keys, source: Source) -> Keys:
    return keys._replace(names=[*keys.names, STANDING]) if source.is_in_every_language else keys


def _shared_values(document: Document) -> dict[str, Any]:
    return {
        "language": document.language,
        "url": document.url,
        "title": document.title,
        "names": "\n".join(document.names),
        "dated_on": document.dated_on,
    }


def _public_values(document: Document) -> dict[str, Any]:
    tags = [f"{name}:{value}" for name, values in document.tags.items() for value in values]
    return {
        **_shared_values(document),
        "other": "\n".join(document.other),
        "text": f"{' '.join(document.lead.split())}\n{document.body}",
        "shown_from": document.shown_from,
        "shown_until": document.shown_until,
        "tags": f" {' '.join(tags)} ",
    }


def staff_keys(document: Document) -> Keys:
    names = list(document.names)
    sounds = {*sounds_of(document.title, capitalised=True), *(sound for name in names for sound in sounds_of(name))}
    keys = [key for name in names for key in keys_of(name)]
    return Keys(keys_of(document.title), [*keys, *sorted(sounds)], [], [])


def public_keys(document: Document) -> Keys:
    keys = staff_keys(document)
    about = [key for text in document.other for key in keys_of(text)]
    sounds = sorted({sound for text in document.other for sound in sounds_of(text)})
    return keys._replace(about=[*keys_of(document.lead), *about, *sounds], body=keys_of(document.body))
