"""The agreements of a university, a country or a field, told by where they stand: the newest of each kind."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.utils.translation import gettext as _

from partners.models import Agreement
from partners.models.agreement_queries import AgreementQuerySet
from partners.models.tallies import tally
from partners.models.terms import Chapter

MOST = 12  # of what is in force
FEW = 6  # of everything else


@dataclass(frozen=True)
class Chapters:
    """`groups`: headings, each with what stands under it; `count`: how many agreements there are, shown or not."""

    groups: list[tuple[str, list[Agreement]]]
    count: int

    @property
    def are_cut(self) -> bool:
        return self.count > sum(len(members) for _heading, members in self.groups)


def told(agreements: AgreementQuerySet) -> Chapters:
    """What runs, what comes, what is over; empty chapters are left out."""
    agreements = agreements.in_chapters()
    counts = tally(agreements, "chapter")
    first = agreements.newest_first().first_of_each("chapter", MOST).for_cards()
    groups = []
    for chapter, members in groupby(first, key=attrgetter("chapter")):
        shown = list(members)[: MOST if chapter == Chapter.FORCE else FEW]
        groups.append((_heading(Chapter(chapter), len(shown), counts[chapter]), shown))
    return Chapters(groups, sum(counts.values()))


def _heading(chapter: Chapter, shown: int, count: int) -> str:
    if shown == count:
        return str(chapter.label)
    return _("%(heading)s: the newest %(shown)d of %(count)d") % {
        "heading": chapter.label,
        "shown": shown,
        "count": count,
    }
