"""Reads a text against the names: the longest first, no word twice, and nothing on a guess.

A name that two records share proves neither, unless the text names one of them in another way too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model

from partners.models import Agreement, Laboratory, University
from partners.models.scoped import PARENTS
from partners.recognition.indexes import Index, index_of
from partners.recognition.names import Name, Proof, fits
from partners.recognition.vocabulary import JOINING, LABORATORY
from partners.recognition.words import Gap, Word, normal, words_of

LONGEST = 300_000  # characters that are read
MOST_QUOTED = 3
PAIRS = {"»": "«", "”": "“", ")": "("}


@dataclass
class Proposal:
    """A record that the text names, and the words by which it does, as they stand there."""

    record: Model
    words: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return getattr(self.record, "full_name", "") or str(self.record)


@dataclass
class Span:
    """Words of the text from `start` to before `end` that are names; `pk` once it is known whose."""

    start: int
    end: int
    names: list[Name]
    pk: int | None = None
    quoted: tuple[int, int] | None = None  # with its owner's name, if that proved whose it is

    def pks(self, *proofs: Proof) -> list[int]:
        return list(dict.fromkeys(name.pk for name in self.names if name.proof in proofs))


def recognise(text: str, user: AbstractBaseUser | AnonymousUser) -> list[Proposal]:
    """The records that `text` (a block on each line) names and that `user` may choose; in the order of the text.

    At most six queries, three more for each kind of record that has changed since the last time.
    """
    text = normal(text[:LONGEST])
    words = words_of(text)
    if not words:
        return []
    universities = _Universities(text, words, user)
    laboratories = _Laboratories(text, words, user, universities)
    agreements = _Agreements(text, words, user)
    return [*universities.proposals(), *laboratories.proposals(), *agreements.proposals()]


class _Reading:
    """The spans of one kind of record. Whose each is, the subclasses decide."""

    model: type[Model]
    related: tuple[str, ...] = ()

    def __init__(self, text: str, words: list[Word], user):
        self.text = text
        self.words = words
        self.index = index_of(self.model)
        self.spans = _apart(_matches(words, self.index))
        pks = {name.pk for span in self.spans for name in span.names}
        rows = self.model.objects.visible_to(user).select_related(*self.related) if pks else None
        self.records = {row.pk: row for row in _among(rows, pks)} if pks else {}
        for span in self.spans:
            span.names = [name for name in span.names if name.pk in self.records]
        self.decide()

    def decide(self) -> None:
        for span in self.spans:
            span.pk = _only(span.pks(Proof.NAME))
        sure = {span.pk for span in self.spans}
        for span in self.spans:
            span.pk = span.pk or _only([pk for pk in span.pks(Proof.NAME) if pk in sure])

    def proposals(self) -> list[Proposal]:
        found: dict[int, Proposal] = {}
        for span in self.spans:
            if span.pk:
                proposal = found.setdefault(span.pk, Proposal(self.records[span.pk]))
                said = self.said(span)
                is_new = said.casefold() not in map(str.casefold, proposal.words)
                if is_new and len(proposal.words) < MOST_QUOTED:
                    proposal.words.append(said)
        return list(found.values())

    def said(self, span: Span) -> str:
        first, last = span.quoted or (span.start, span.end)
        start, end = self.words[first].start, self.words[last - 1].end
        opening = PAIRS.get(self.text[end : end + 1])
        is_open = opening is not None and opening in self.text[start:end]
        return " ".join(self.text[start : end + is_open].split())

    def beside(self, span: Span, spans: dict[str, dict[int, Span]], owners: dict[int, set[int]]) -> int | None:
        """Whose plain name `span` is: what owns exactly one of the candidates stands before or after it."""
        candidates = span.pks(Proof.OWNER)
        neighbours = list(self._neighbours(span, spans)) if candidates else []
        near = {other.pk for other in neighbours}
        found = _only([pk for pk in candidates if owners.get(pk, set()) & near])
        if found:
            owning = [other for other in neighbours if other.pk in owners[found]]
            span.quoted = min(span.start, owning[0].start), max(span.end, owning[0].end)
        return found

    def _neighbours(self, span: Span, spans: dict[str, dict[int, Span]]) -> Iterator[Span]:
        words, after = self.words, span.end
        if after < len(words) and words[after].gap <= Gap.PAUSE:
            while after < len(words) - 1 and words[after].key in JOINING and words[after + 1].gap == Gap.NONE:
                after += 1
            if after in spans["starting"]:
                yield spans["starting"][after]
        before = span.start
        if before and words[before - 1].key == "the" and words[before].gap == Gap.NONE:
            before -= 1
        # “Tsinghua, Institute of Education of Fudan” is not Tsinghua's: after a comma nothing may follow.
        is_last = span.end == len(words) or words[span.end].gap > Gap.NONE
        allowed = Gap.PAUSE if is_last else Gap.NONE
        if before and words[before].gap <= allowed and before in spans["ending"]:
            yield spans["ending"][before]


class _Universities(_Reading):
    model = University
    related = (PARENTS,)

    def decide(self) -> None:
        super().decide()
        known = [span for span in self.spans if span.pk]
        self.edges = {"starting": {span.start: span for span in known}, "ending": {span.end: span for span in known}}
        for span in self.spans:
            span.pk = self.beside(span, self.edges, self.index.owners) or span.pk


class _Laboratories(_Reading):
    model = Laboratory

    def __init__(self, text: str, words: list[Word], user, universities: _Universities):
        self.universities = universities
        super().__init__(text, words, user)

    def decide(self) -> None:
        super().decide()
        edges, owners = self.universities.edges, self._owners()
        blocks = self._blocks()
        for span in self.spans:
            if not span.pk:
                there = blocks[span.start]
                about = [pk for pk in span.pks(Proof.SUBJECT) if owners[pk] & there] if None in there else []
                span.pk = self.beside(span, edges, owners) or _only(about)

    def _owners(self) -> dict[int, set[int]]:
        """Host and partners of each candidate, and what these are parts of."""
        above = self.universities.index.owners
        return {
            pk: set().union(*({owner} | above.get(owner, set()) for owner in self.index.owners.get(pk, ())))
            for pk in self.records
        }

    def _blocks(self) -> list[set[int | None]]:
        """For each word the universities named in its block; None among them if it speaks of a laboratory."""
        blocks: list[set[int | None]] = []
        for word in self.words:
            blocks.append(set() if not blocks or word.gap == Gap.BLOCK else blocks[-1])
            if word.key in LABORATORY:
                blocks[-1].add(None)
        for span in self.universities.spans:
            if span.pk:
                blocks[span.start].add(span.pk)
        return blocks


class _Agreements(_Reading):
    model = Agreement


def _among(rows, pks: set[int]) -> Iterable[Model]:
    """In portions: a database takes a few hundred keys at once."""
    keys = sorted(pks)
    for first in range(0, len(keys), 500):
        yield from rows.filter(pk__in=keys[first : first + 500])


def _matches(words: list[Word], index: Index) -> Iterator[Span]:
    keys = tuple(word.key for word in words)
    for start, first in enumerate(keys):
        for length in index.lengths.get(first, ()):
            names = index.names.get(keys[start : start + length], ()) if start + length <= len(keys) else ()
            if names and (fitting := [name for name in names if fits(name, words, start)]):
                yield Span(start, start + length, fitting)


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The longest, and of the others those that share no word with a longer one; in the order of the text."""
    taken: set[int] = set()
    kept = []
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        places = range(span.start, span.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _only(pks: list[int]) -> int | None:
    return pks[0] if len(pks) == 1 else None
