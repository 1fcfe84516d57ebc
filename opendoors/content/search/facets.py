"""How the matches are spread over the values of facets."""

from collections import Counter
from collections.abc import Iterable

from opendoors.content.search.matching import Match
from opendoors.content.search.results import Choice
from opendoors.content.search.sources import facet_labels


def facets_of(matches: Iterable[Match]) -> dict[str, list[Choice]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in facet_labels()}
    alike = Counter((match.kind, match.dated_on and match.dated_on.year, match.tags) for match in matches)
    for (kind, year, tags), number in alike.items():
        counts["kind"][kind] += number
        if year:
            counts["year"][str(year)] += number
        for tag in tags.split():
            name, _colon, value = tag.partition(":")
            if name in counts:
                counts[name][value] += number
    return {name: _choices(name, counter) for name, counter in counts.items()}


def _choices(name: str, counter: Counter[str]) -> list[Choice]:
    labels = facet_labels()[name](counter.keys())
    choices = [Choice(value, labels[value], count) for value, count in counter.items() if value in labels]
    if name == "year":
        return sorted(choices, reverse=True)
    return sorted(choices, key=lambda choice: (-choice.count, str(choice.label)))
