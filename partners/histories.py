"""Entries of several histories told as one."""

from datetime import date
from itertools import chain

from django.db import models

from partners.models.events import AgreementEvent, Chronicled, EventQuerySet, LaboratoryEvent


def of(agreements: models.QuerySet, laboratories: models.QuerySet, *, most: int) -> list[Chronicled]:
    """The newest public entries of these records."""
    return newest(
        AgreementEvent.objects.public().of(agreements), LaboratoryEvent.objects.public().of(laboratories), most=most
    )


def newest(*histories: EventQuerySet, most: int) -> list[Chronicled]:
    """The newest `most` of all of them: by date; those without one come last, the latest entered of them first."""
    events = chain.from_iterable(history.newest_first()[:most] for history in histories)
    return sorted(events, key=lambda event: (event.happened_on or date.min, event.recorded_at), reverse=True)[:most]
