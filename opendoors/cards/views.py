import logging
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from opendoors.cards.subjects import Card, card_of, found

A_MINUTE, A_DAY = 60, 24 * 3600

logger = logging.getLogger(__name__)


@require_safe
def card(request: HttpRequest, kind: str, key: UUID, digest: str, form: str) -> HttpResponse:
    """An address that was given away before something changed leads on to the card as it is now."""
    content = found(kind, key)
    if content is None:
        raise Http404
    now = card_of(content)
    if (digest, form) != (now.digest, now.form):
        response = redirect(now.url)
        patch_cache_control(response, no_cache=True)  # what it said before it may say again
        return response
    drawn, is_whole = _kept(now)
    response = HttpResponse(drawn, content_type=now.media_type)
    patch_cache_control(response, public=True, max_age=A_DAY if is_whole else A_MINUTE)
    return response


def _kept(card: Card) -> tuple[bytes, bool]:
    """Drawn once, and kept where no web server gives it away: what is hidden later is asked about here every time.

    And whether it shows all that it should: without a cover that the storage has lost for a while it is not kept.
    """
    storage, name = storages["private"], f"cards/{card.digest}.{card.form}"
    try:
        with storage.open(name) as file:
            return file.read(), True
    except OSError:
        pass
    try:
        content = card.draw()
    except OSError:
        return card.draw_without_cover(), False
    try:
        if not storage.exists(name):  # somebody else may have drawn it meanwhile
            storage.save(name, ContentFile(content))
    except OSError:
        logger.exception("A card could not be kept: %s", name)
    return content, True
