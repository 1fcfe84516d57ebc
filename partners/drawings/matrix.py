"""Who cooperates with whom, by country: a table that is shaded where there is much.

A record counts once for each pair of different countries among its parties, and for one country where two parties are
of it; a laboratory likewise, its host and its partners being the parties. So a number may be less than its row's sum.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import log

from django.db.models import QuerySet
from django.urls import reverse

from partners.drawings.places import country_address, country_name

MOST = 8  # countries by name; the rest are one row and one column
OTHERS = ""
STEPS = 4  # of shading

Pair = tuple[str, str]


@dataclass
class Cell:
    records: int
    in_force: int
    laboratories: int
    step: int  # of shading, 0 for none
    address: str = ""


@dataclass
class Row:
    code: str  # OTHERS: of all countries without a row
    name: str
    address: str
    cells: list[Cell]
    total: int  # records with a party of this country, each once
    total_address: str


def of(agreements: QuerySet, laboratories: QuerySet) -> dict:
    """What the template `_matrix.html` shows. Three queries, however many records and countries."""
    parties = _by_record(agreements.party_countries())
    working = _by_record(_hosts_and_partners(laboratories))
    countries = _most_frequent([*parties.values(), *working.values()])
    named = countries if len(countries) <= MOST + 1 else countries[:MOST]
    columns = named if named == countries else [*named, OTHERS]
    signed, running = _counted(parties, named), _counted(_only(parties, agreements.keys_in_force()), named)
    joint = _counted(working, named)
    totals = Counter(code for members in parties.values() for code in {_group(code, named) for code in members})
    most = max(signed.values(), default=0)

    def cell(row: str, column: str) -> Cell:
        pair = _pair(row, column)
        records = signed[pair]
        step = _step(records, most) or (1 if joint[pair] else 0)
        return Cell(records, running[pair], joint[pair], step, _address(row, column, records, totals))

    rows = [
        Row(
            code,
            country_name(code) if code else "",
            country_address(code) if code else "",
            [cell(code, column) for column in columns],
            totals[code],
            _list_address(code) if code and totals[code] else "",
        )
        for code in columns
    ]
    return {"rows": rows, "others": len(countries) - len(named)}


def _hosts_and_partners(laboratories: QuerySet) -> QuerySet:
    hosts, partners = laboratories.countries_involved()
    return hosts.union(partners, all=True).values_list("record", "value")


def _by_record(rows: Iterable[tuple[int, str | None]]) -> dict[int, list[str]]:
    found = defaultdict(list)
    for key, country in rows:
        if country:
            found[key].append(country)
    return found


def _only(parties: dict[int, list[str]], keys: Iterable[int]) -> dict[int, list[str]]:
    return {key: parties[key] for key in keys if key in parties}


def _most_frequent(records: Iterable[list[str]]) -> list[str]:
    """Countries that cooperate at all, the busiest first."""
    busy = Counter(code for members in records if len(members) > 1 for code in set(members))
    return sorted(busy, key=lambda code: (-busy[code], code))


def _counted(records: dict[int, list[str]], named: list[str]) -> Counter:
    pairs: Counter = Counter()
    # There are few different sets of countries, however many records.
    alike = Counter(tuple(sorted(_group(code, named) for code in members)) for members in records.values())
    for members, times in alike.items():
        for pair in {_pair(*two) for two in combinations(members, 2)}:
            pairs[pair] += times
    return pairs


def _group(code: str, named: list[str]) -> str:
    return code if code in named else OTHERS


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def _step(number: int, most: int) -> int:
    """On a scale of logarithms: one country usually has far more than any other."""
    if not number:
        return 0
    return 1 + round((STEPS - 1) * log(number) / log(most)) if most > 1 else 1


def _address(row: str, column: str, records: int, totals: Counter) -> str:
    """A list of exactly these records, where there is one: all that one of the two countries has. Else the page of the
    row's country."""
    if not records or not row:
        return ""
    exact = next((code for code in (row, column) if code and totals[code] == records), None)
    return _list_address(exact) if exact else country_address(row)


def _list_address(code: str) -> str:
    return f"{reverse('partners:agreement-list')}?country={code}"
