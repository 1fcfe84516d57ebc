import logging
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from opendoors.cards.subjects import Card, card_of, found

A_DAY = 24 * 3600
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}

logger = logging.getLogger(__name__)


@require_safe
@cache_control(public=True, max_age=A_DAY)
def card(request: HttpRequest, kind: str, key: UUID, digest: str, form: str) -> HttpResponse:
    """An address that was given away before something changed leads on to the card as it is now."""
    content = found(kind, key)
    if content is None:
        raise Http404
    now = card_of(content)
    if (digest, form) != (now.digest, now.form):
        return redirect(now.url)
    return HttpResponse(_bytes_of(now), content_type=MEDIA_TYPES[form])


def _bytes_of(card: Card) -> bytes:
    """Drawn once, and kept where no web server gives it away: what is hidden later is asked about here every time."""
    storage, name = storages["private"], f"cards/{card.digest}.{card.form}"
    try:
        with storage.open(name) as file:
            return file.read()
    except OSError:
        content = card.draw()
    try:
        storage.save(name, ContentFile(content))
    except OSError:
        logger.exception("A card could not be kept: %s", name)
    return content
