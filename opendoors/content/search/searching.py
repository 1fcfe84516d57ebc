from collections import Counter
from collections.abc import Collection, Mapping

from django.db.models import Q, QuerySet

from opendoors.content import clock
from opendoors.content.search.entries import AnyEntry, Entry, StaffEntry
from opendoors.content.search.results import MOST, Choice, Hit, Part, Problem, Results, Suggestion
from opendoors.content.search.sources import facet_labels


def query(
    text: str,
    *,
    language: str,
    kinds: Collection[str] = (),
    filters: Mapping[str, str] | None = None,
    sort: str = "relevance",
    offset: int = 0,
    limit: int = 20,
) -> Results:
    """What visitors find at `clock.now()` for a question as they typed it, on pages in `language`.

    Any text will do: what cannot be answered has a `problem`, and nothing is raised. All words are looked for,
    "quoted ones" as they stand together, none with a minus before it. `kinds` are those of sources, none for all;
    `filters` are values of facets (`{"topic": "12", "year": "2026"}`), and what makes no sense finds nothing.
    `sort` is "relevance" or "date" (newest first). It takes a fixed number of queries, whatever is found.
    """
    if not text.strip():
        return Results(problem=Problem.EMPTY)
    now = clock.now()
    entries = Entry.objects.filter(
        Q(shown_from=None) | Q(shown_from__lte=now), Q(shown_until=None) | Q(shown_until__gt=now)
    )
    for name, value in (filters or {}).items():
        if name == "year":
            entries = entries.filter(dated_on__year=value) if value.isdecimal() else entries.none()
        elif name == "kind":
            entries = entries.filter(kind=value)
        else:
            entries = entries.filter(tags__contains=f" {name}:{value} ")
    if kinds:
        entries = entries.filter(kind__in=kinds)
    found = list(_matching(entries, text, language).order_by("-dated_on", "pk")[: MOST + 1])
    return Results(
        hits=tuple(_hit(entry) for entry in found[offset : offset + limit]),
        total=min(len(found), MOST),
        is_capped=len(found) > MOST,
        facets=_facets(found),
    )


def query_among(rows: Mapping[str, QuerySet], text: str, *, language: str, limit: int = 10) -> Results:
    """What staff find among these rows of each kind, in any state: `{"article": Article.objects.readable_by(user)}`.

    The querysets are the whole of the rights: a kind without one is not looked for. Found by title, names and lead;
    `total` and `facets` are not told.
    """
    if not text.strip():
        return Results(problem=Problem.EMPTY)
    allowed = Q(pk__in=())
    for kind, some in rows.items():
        allowed |= Q(kind=kind, key__in=some.order_by().values("pk"))
    found = _matching(StaffEntry.objects.filter(allowed), text, language)[:limit]
    return Results(hits=tuple(_hit(entry) for entry in found))


def suggest(prefix: str, *, language: str, limit: int = 8) -> list[Suggestion]:
    """What is public at `clock.now()` and has a title or name with words that begin like these, best first."""
    results = query(prefix, language=language, limit=limit)
    return [Suggestion(hit.kind, "".join(part.text for part in hit.title), hit.url, hit.title) for hit in results.hits]


def _matching(entries: QuerySet, text: str, language: str) -> QuerySet:
    for word in text.replace("\0", " ").split()[:10]:
        entries = entries.filter(Q(title__icontains=word) | Q(names__icontains=word) | Q(lead__icontains=word))
    return entries.filter(language=language)


def _hit(entry: AnyEntry) -> Hit:
    return Hit(
        entry.kind, entry.key, entry.language, entry.url, (Part(entry.title),), (Part(entry.lead),), entry.dated_on
    )


def _facets(found: list[Entry]) -> dict[str, list[Choice]]:
    counts: dict[str, Counter] = {name: Counter() for name in facet_labels()}
    for entry in found[:MOST]:
        counts["kind"][entry.kind] += 1
        if entry.dated_on:
            counts["year"][str(entry.dated_on.year)] += 1
        for tag in entry.tags.split():
            name, _colon, value = tag.partition(":")
            if name in counts:
                counts[name][value] += 1
    facets = {}
    for name, labels in facet_labels().items():
        known = labels(counts[name].keys())
        facets[name] = [Choice(value, known[value], n) for value, n in counts[name].most_common() if value in known]
    return facets
