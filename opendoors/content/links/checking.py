from collections import Counter
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import models

from opendoors.content import clock
from opendoors.content.links import inside, sources
from opendoors.content.links.outside import Answer, Asker
from opendoors.content.links.reading import links
from opendoors.content.links.results import CheckedLink
from opendoors.content.links.sources import Source

AT_ONCE = 200  # rows whose links are judged together

Found = dict[tuple[int, int], set[str]]  # addresses by kind and key of what they stand in


def check(asker: Asker | None) -> Counter:
    """Follows all links, those to other hosts only with an `asker`; counts what was checked and what is broken."""
    done, elsewhere = Counter(), {}
    for source in sources.every():
        CheckedLink.objects.of_kind(source.model).gone(source.rows()).delete()
        for found in _in_turns(source):
            done += _check_inside(found)
            for place, addresses in found.items():
                for address in addresses:
                    if not inside.is_inside(address):
                        elsewhere.setdefault(address, []).append(place)
    if asker:
        for address, answer in asker.ask_all(elsewhere):
            for place in elsewhere[address]:
                _note(place, address, answer, is_external=True)
            done += Counter(checked=1, broken=bool(answer.problem))
    return done


def _in_turns(source: Source) -> Iterator[Found]:
    kind = ContentType.objects.get_for_model(source.model).pk
    relations = {name.rpartition(".")[0] for name in source.addresses} - {""}
    found: Found = {}
    rows = source.rows().order_by("pk").prefetch_related(*relations)
    for row in rows.iterator(chunk_size=AT_ONCE):
        found[kind, row.pk] = {link for link in links(source, row) if len(link) <= _longest()}
        if len(found) == AT_ONCE:
            yield found
            found = {}
    yield found


def _longest() -> int:
    return CheckedLink._meta.get_field("address").max_length


def _check_inside(found: Found) -> Counter:
    """Also forgets what stands no more in these rows."""
    own = {place: {link for link in every if inside.is_inside(link)} for place, every in found.items()}
    judged = inside.judge({link for every in own.values() for link in every})
    known = _known(found)
    for place, every in own.items():
        broken = {link for link in every if judged[link]}
        kept = {result.address: result for result in known.get(place, ())}
        gone = [one.pk for link, one in kept.items() if link not in broken and link not in found[place] - every]
        if gone:
            CheckedLink.objects.filter(pk__in=gone).delete()
        for link in broken:
            _note(place, link, Answer(judged[link]), is_external=False)
    return Counter(checked=len(judged), broken=sum(bool(problem) for problem in judged.values()))


def _known(found: Found) -> dict[tuple[int, int], list[CheckedLink]]:
    known: dict = {}
    for kind in {kind for kind, _key in found}:
        rows = CheckedLink.objects.filter(content_type=kind, object_id__in=[key for _kind, key in found])
        for result in rows:
            known.setdefault((kind, result.object_id), []).append(result)
    return known


def _note(place: tuple[int, int], address: str, answer: Answer, *, is_external: bool) -> None:
    named = {"content_type_id": place[0], "object_id": place[1], "address": address}
    link = CheckedLink.objects.filter(**named).first() or CheckedLink(**named)
    link.is_external, link.problem, link.status = is_external, answer.problem, answer.status
    link.checked_at = clock.now()
    link.broken_since = (link.broken_since or link.checked_at) if link.problem else None
    link.save()


def forget_gone(content: models.Model) -> None:
    """Subscriber to `changes`: of a text that has changed, results of links that stand in it no more vanish."""
    source = sources.source_of(type(content))
    if source is None or content.pk is None:
        return
    kept = CheckedLink.objects.of(content)
    if kept.exists():
        row = source.rows().filter(pk=content.pk).first()
        kept.besides(links(source, row) if row else ()).delete()
