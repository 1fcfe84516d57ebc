"""Files that programs ask for again and again, feeds and calendars: told apart by what they say, to the byte.

The ETag decides: it is a digest of the file, so whatever changes it, a text, a caption, a topic's name or the clock
alone, changes the ETag. Last-Modified is for programs that know no ETag. No column could tell it (an article that is
withdrawn or expires leaves nothing behind), so it is noted when a file is first seen to say something else. It is
rounded up: the first second in which the file said so from beginning to end. It is sent from that second on, so nobody
can have read an older text at or after a moment that they were given, and it never goes back.
"""

import logging
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import DatabaseError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock

SECOND = timedelta(seconds=1)

logger = logging.getLogger(__name__)


class PolledQuerySet(models.QuerySet):
    def since(self, path: str, digest: str) -> datetime:
        """From which whole second on the file at `path` says this; perhaps the next one. Notes what is new."""
        known = self.filter(path=path).first()
        return known.since if known and known.digest == digest else self._note(path, digest)

    def _note(self, path: str, digest: str) -> datetime:
        next_second = clock.now().replace(microsecond=0) + SECOND
        with transaction.atomic():
            rows = self.select_for_update()
            known, is_new = rows.get_or_create(path=path, defaults={"digest": digest, "since": next_second})
            if not is_new and known.digest != digest:
                known.digest, known.since = digest, max(next_second, known.since + SECOND)
                known.save()
        return known.since


class Polled(models.Model):
    """What a file said when it was last asked for, and since when; may be emptied at the cost of one more reading."""

    path = models.CharField(max_length=400, unique=True)
    digest = models.CharField(max_length=64)
    since = models.DateTimeField()

    objects = PolledQuerySet.as_manager()

    class Meta:
        verbose_name = _("file that programs ask for")
        verbose_name_plural = _("files that programs ask for")
        default_permissions = ()

    def __str__(self) -> str:
        return self.path


def answer(request: HttpRequest, content: bytes, content_type: str, **headers: str) -> HttpResponse:
    """200 with the whole file, or 304 to whoever has it. Any cache may keep it, and has to ask each time."""
    digest = sha256(content).hexdigest()
    since = _since(request.path, digest)
    response = HttpResponse(content, content_type=content_type, headers=headers)
    response["ETag"] = etag = f'"{digest[:32]}"'
    response["Cache-Control"] = "public, no-cache"
    moment = int(since.timestamp()) if since and since <= clock.now() else None
    if moment:
        response["Last-Modified"] = http_date(moment)
    response = get_conditional_response(request, etag=etag, last_modified=moment, response=response)
    response.since = since  # for whoever keeps the answer until that second comes
    response["Access-Control-Allow-Origin"] = "*"  # it is nobody's secret: readers in browsers may read it
    return response


def _since(path: str, digest: str) -> datetime | None:
    """None where it cannot be noted: the ETag alone will do."""
    try:
        return Polled.objects.since(path, digest)
    except DatabaseError:
        logger.exception("Since when %s says what it says could not be noted.", path)
        return None
