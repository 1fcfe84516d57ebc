from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from opendoors.content.caching import kept
from opendoors.content.visits import counted
from partners import browsing
from partners.exports.datasets import DATASETS, Dataset
from partners.exports.editions import Edition, address
from partners.exports.formats import FORMATS
from partners.models import Agreement, Laboratory, University
from partners.models.terms import today

RECORDS = (University, Laboratory, Agreement)
LINES = 200  # of a file that are sent at once
EXAMPLES = (
    ("partners:university-export", "geojson", "country=CN"),
    ("partners:agreement-export", "csv", "status=signed&sort=title"),
    ("partners:laboratory-export", "json", "status=planned"),
)
BROWSING = {"universities": browsing.universities, "labs": browsing.laboratories, "agreements": browsing.agreements}


class SeeOther(HttpResponseRedirect):
    """What was asked for is a thing in the world; a page about it is elsewhere (RFC 9110, 15.4.4)."""

    status_code = 303


@require_safe
def export(request: HttpRequest, dataset: str, form: str) -> HttpResponse:
    given = DATASETS[dataset]
    if form not in given.formats:
        raise Http404
    edition = Edition.of(request)
    records = given.records(BROWSING[dataset](request.GET).records, edition)
    lines = () if request.method == "HEAD" else FORMATS[form].write(given, records, edition)
    headers = _headers(edition, f"{given.name}-{edition.day}.{form}")
    return StreamingHttpResponse(gathered(lines), content_type=FORMATS[form].media_type, headers=headers)


@kept()
@require_safe
@counted()
def data(request: HttpRequest) -> HttpResponse:
    context = {
        "datasets": [_told(one) for one in DATASETS.values()],
        "formats": FORMATS,
        "examples": [f"{reverse(name, args=[form])}?{query}" for name, form, query in EXAMPLES],
        "licence": settings.DATA_LICENCE,
        "day": today(),
    }
    return TemplateResponse(request, "partners/data.html", context)


@require_safe
def by_id(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """From a record's identifier to its page, wherever that is today."""
    found = (model.objects.visible_to(request.user).with_public_id(public_id) for model in RECORDS)
    record = next((record for record in found if record), None)
    if record is None:
        raise Http404
    response = SeeOther(record.get_absolute_url())
    if not record.is_public:  # only staff came this far
        patch_cache_control(response, private=True, no_store=True)
    return response


def _headers(edition: Edition, name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="open-doors-{name}"',
        "Content-Language": ", ".join(code for code, _name in settings.LANGUAGES),
        "Link": f'<{edition.licence["url"]}>; rel="license", <{edition.root}{address("data")}>; rel="describedby"',
        "Access-Control-Allow-Origin": "*",  # it is nobody's secret: pages elsewhere may read it
    }


def gathered(lines: Iterable[str]) -> Iterator[bytes]:
    """A response of many small pieces takes longer than its records."""
    for _number, some in groupby(enumerate(lines), key=lambda numbered: numbered[0] // LINES):
        yield "".join(line for _place, line in some).encode()


def _told(dataset: Dataset) -> dict[str, Any]:
    """What the page says of a part of the register; columns of one meaning come together."""
    return {
        "dataset": dataset,
        "count": dataset.rows().count(),
        "files": [(FORMATS[form], reverse(dataset.url_name, args=[form])) for form in dataset.formats],
        "columns": [list(same) for _meaning, same in groupby(dataset.columns, key=lambda column: id(column.meaning))],
    }
