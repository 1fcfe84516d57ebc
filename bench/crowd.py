"""A register as large as one wants, the same each time: universities all over the world, laboratories, agreements.

It is skewed as registers are: one university takes part in a great deal, one country and one city hold many, one
agreement has a hundred parties and a long history.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import models
from django_countries import countries

from partners.dates import Precision
from partners.models import (
    Agreement,
    AgreementEvent,
    AgreementParty,
    Field,
    Laboratory,
    LaboratoryEvent,
    LaboratoryPartner,
    University,
)
from partners.vocabulary import Activity, AgreementForm, AgreementKind, PartnerRole

BATCH = 500
FIELDS = 60
CITIES = 900
HUB = 25  # of each hundred agreements or laboratories, so many are the first university's
PARTIES, ENTRIES = 100, 200  # of the first agreement
WHOLE, PART = 7, 3  # of ten universities

STATUSES = ("discussed", "agreed", "signed", "signed", "signed", "signed", "suspended", "terminated", "withdrawn")
SIGNED = ("signed", "suspended", "terminated")


@dataclass(frozen=True)
class City:
    country: str
    name: str
    latitude: float
    longitude: float


def fill(universities: int, laboratories: int, agreements: int) -> None:
    """Writes that many of each, all of them published."""
    random = Random(2026)
    fields = _create(Field, ({"name_en": f"Field {n}", "name_ru": f"Область {n}"} for n in range(FIELDS)))
    where = list(_universities(random, universities))
    whole = _create(University, where[: universities * WHOLE // 10])
    parts = _create(University, _parts(random, universities - len(whole), whole))
    everyone = [*whole, *parts]
    _fill_agreements(random, agreements, everyone, fields)
    _fill_laboratories(random, laboratories, everyone, fields)


def _create(model: type[models.Model], rows: Any) -> list:
    named = model._meta.model_name
    records = [model(slug=f"{named}-{n}", **row) if "slug" not in row else model(**row) for n, row in enumerate(rows)]
    return model.objects.bulk_create(records, batch_size=BATCH)


def _link(model: type[models.Model], rows: Iterator[dict]) -> None:
    model.objects.bulk_create([model(**row) for row in rows], batch_size=BATCH)


def _cities(random: Random) -> list[City]:
    codes = [code for code, _name in countries]
    first = [City("CN", "Beijing", 39.9075, 116.3972), City("RU", "Moscow", 55.752, 37.6178)]
    return first + [
        City(random.choice(codes), f"City {n}", round(random.uniform(-50, 65), 4), round(random.uniform(-170, 178), 4))
        for n in range(CITIES)
    ]


def _universities(random: Random, count: int) -> Iterator[dict]:
    cities = _cities(random)
    for n in range(count):
        city = cities[0] if n % 10 == 0 else random.choice(cities)
        yield {
            "kind": random.choice(("university", "university", "institute", "academy", "organisation")),
            "name_en": f"University of Applied and Theoretical Sciences number {n}",
            "name_ru": f"Университет прикладных и теоретических наук номер {n}",
            "acronym": f"UATS{n}",
            "aliases": [f"Alias {n}"],
            "country": city.country,
            "city_en": city.name,
            "city_ru": city.name,
            "latitude": city.latitude,
            "longitude": city.longitude,
            "is_published": True,
        }


def _parts(random: Random, count: int, whole: list[University]) -> Iterator[dict]:
    for n in range(count):
        parent = whole[0] if n < count // 20 else random.choice(whole)
        yield {
            "slug": f"part-{n}",
            "kind": random.choice(("faculty", "school", "campus", "department")),
            "parent": parent,
            "name_en": f"Faculty of Science number {n}",
            "name_ru": f"Факультет естественных наук номер {n}",
            "country": parent.country,
            "is_published": True,
        }


def _members(random: Random, n: int, everyone: list[University], most: int) -> list[University]:
    """Two or more different ones; the hub among them now and then."""
    if n == 0:
        return everyone[: min(PARTIES, len(everyone))]
    chosen = random.sample(everyone, random.choice((2, 2, 2, 2, 3, most)))
    return [everyone[0], *chosen] if n % 100 < HUB and everyone[0] not in chosen else chosen


def _day(random: Random) -> date:
    return date(2005, 1, 1) + timedelta(days=random.randrange(365 * 22))


def _agreement(random: Random, n: int) -> dict:
    status = random.choice(STATUSES)
    signed = _day(random) if status in SIGNED and n % 4 else None
    expires = (signed or _day(random)) + timedelta(days=365 * 5) if n % 3 else None
    return {
        "title_en": f"Agreement on cooperation in research and teaching number {n}",
        "title_ru": f"Соглашение о сотрудничестве в науке и преподавании номер {n}",
        "form": random.choice(AgreementForm.values),
        "kind": random.choice(AgreementKind.values),
        "status": status,
        "signed_on": signed,
        "signed_precision": Precision.DAY if signed else Precision.UNKNOWN,
        "expires_on": expires,
        "expires_precision": Precision.DAY if expires else Precision.UNKNOWN,
        "notice_months": 6 if expires and n % 2 else None,
        "activities": random.sample(Activity.values, 2),
        "is_published": True,
    }


def _fill_agreements(random: Random, count: int, everyone: list[University], fields: list[Field]) -> None:
    agreements = _create(Agreement, (_agreement(random, n) for n in range(count)))
    parties, entries, named = [], [], []
    for n, agreement in enumerate(agreements):
        members = _members(random, n, everyone, most=6)
        parties += [{"agreement": agreement, "university": one, "order": at} for at, one in enumerate(members)]
        entries += [{"agreement": agreement, **entry} for entry in _entries("discussed", agreement.status)]
        named += [{"agreement": agreement, "field": field} for field in random.sample(fields, 2)]
    entries += [{"agreement": agreements[0], "kind": "amended", "source_title": f"Gazette {n}"} for n in range(ENTRIES)]
    _link(AgreementParty, parties)
    _link(AgreementEvent, entries)
    _link(Agreement.fields.through, named)


def _fill_laboratories(random: Random, count: int, everyone: list[University], fields: list[Field]) -> None:
    hosts = [everyone[0] if n % 100 < HUB else random.choice(everyone) for n in range(count)]
    rows = (
        {
            "name_en": f"International laboratory of pure and applied inquiry number {n}",
            "name_ru": f"Международная лаборатория чистых и прикладных исследований номер {n}",
            "host": host,
            "status": random.choice(("planned", "active", "active", "closed")),
            "is_published": True,
        }
        for n, host in enumerate(hosts)
    )
    laboratories = _create(Laboratory, rows)
    partners, entries, named = [], [], []
    for n, laboratory in enumerate(laboratories):
        members = [one for one in _members(random, n + 1, everyone, most=4) if one.pk != laboratory.host_id]
        partners += [{"laboratory": laboratory, "university": one, "role": PartnerRole.PARTNER} for one in members]
        entries += [{"laboratory": laboratory, **entry} for entry in _entries("planned", laboratory.status)]
        named += [{"laboratory": laboratory, "field": field} for field in random.sample(fields, 2)]
    _link(LaboratoryPartner, partners)
    _link(LaboratoryEvent, entries)
    _link(Laboratory.fields.through, named)


# The steps that lead from a first status to each other one.
STEPS = {
    "agreed": (("agreed", "agreed"),),
    "signed": (("signed", "signed"),),
    "suspended": (("signed", "signed"), ("suspended", "suspended")),
    "terminated": (("signed", "signed"), ("terminated", "terminated")),
    "withdrawn": (("withdrawn", "withdrawn"),),
    "active": (("opened", "active"),),
    "closed": (("opened", "active"), ("closed", "closed")),
}


def _entries(first: str, status: str) -> Iterator[dict]:
    source = first
    for kind, target in STEPS.get(status, ()):
        yield {"kind": kind, "from_status": source, "to_status": target, "source_title": "Gazette"}
        source = target
