"""Removes for good what was in the bin too long. No job does it: every save of something of its kind does a bit."""

import logging

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import ProtectedError

from opendoors.content.models import Revision
from opendoors.content.revisions import Revisable

logger = logging.getLogger(__name__)

AT_ONCE = 10


def prune(model: type[Revisable]) -> None:
    """Remove at most AT_ONCE rows, the oldest first, with their revisions and whatever else belongs to them alone.

    Pictures and files stay in the library. The number of queries does not depend on how much there is.
    """
    rows = list(model.objects.overdue().order_by("deleted_at")[:AT_ONCE])
    if not rows:
        return
    try:
        _remove(model, [row.pk for row in rows])
    except ProtectedError:
        logger.exception("Something refers to what was in the bin too long: it stays")
        return
    for row in rows:
        since = f"{row.deleted_at:%Y-%m-%d %H:%M}"
        logger.info("Removed for good: %s %s “%s”, in the bin since %s", model._meta.label, row.pk, row, since)


@transaction.atomic
def _remove(model: type[Revisable], keys: list[int]) -> None:
    revisions = Revision.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
    model.objects.filter(pk__in=keys).update(latest_revision=None, live_revision=None)
    revisions.only("pk").delete()  # by itself, so that no text is read only to be thrown away
    model.objects.filter(pk__in=keys).delete()
