"""Whatever two editors do to one text, no sentence of either is lost. EXAMPLES says how many pairs are tried."""

import os
from collections import Counter
from collections.abc import Iterator

from django.test import SimpleTestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendoors.content.merging import Kinds, merge
from opendoors.content.richtext import clean, plain_text
from opendoors.content.richtext.pieces import Piece, join, split
from tests.properties.documents import edits, edits_of_one_order, html, sentences

EXAMPLES = int(os.environ.get("EXAMPLES", "300"))
KINDS = Kinds(prose=frozenset({"body"}), sets=frozenset({"topics"}), lists=frozenset({"corrections"}))
many = settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES <= 300,  # the same each time: luck decides nothing that lands, and .ci/full looks further
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
keys = st.lists(st.integers(1, 6), unique=True)
items = st.lists(st.sampled_from([{"on": f"2026-01-0{day}", "text": text} for day in (1, 2) for text in "abc"]))


def merged(base, mine, theirs):
    return merge(*({"body": clean(html(blocks))} for blocks in (base, mine, theirs)), KINDS)


def words_of(*texts: str) -> str:
    return "\n".join(plain_text(text) for text in texts)


def shown(result) -> str:
    """All that is in the merged text or beside it in a clash."""
    sides = [side for clash in result.clashes for side in (clash.mine, clash.theirs)]
    return words_of(result.snapshot["body"], *sides)


def said(text: str) -> list[str]:
    """All of a text but the white space between its blocks, which nobody typed."""
    return [piece.key for piece in split(text)[1]]


def groups(pieces) -> Iterator[list[Piece]]:
    """What stands side by side: the pieces of a text, the entries of each list in it."""
    if pieces:
        yield pieces
    for piece in pieces:
        yield from groups(piece.parts)


def times(text: str) -> Counter:
    return Counter(piece.key for group in groups(split(text)[1]) for piece in group)


def marks(blocks) -> set[str]:
    """What tells each sentence from all others."""
    return {plain_text(clean(sentence)).split()[-1].removesuffix("–").strip(" \xa0") for sentence in sentences(blocks)}


class MergingTests(SimpleTestCase):
    @many
    @given(edits())
    def test_every_sentence_typed_by_either_is_in_the_text_or_in_a_clash(self, documents):
        base, mine, theirs = documents
        text = shown(merged(base, mine, theirs))
        for mark in (marks(mine) | marks(theirs)) - marks(base):
            self.assertIn(mark, text)

    @many
    @given(edits())
    def test_what_neither_touched_is_there_once_and_unchanged(self, documents):
        base, mine, theirs = documents
        result = merged(base, mine, theirs)
        text = shown(result)
        for mark in marks(base) & marks(mine) & marks(theirs):
            self.assertIn(mark, text)
        pieces = [[piece.key for piece in split(clean(html(blocks)))[1]] for blocks in documents]
        kept = [piece.key for piece in split(result.snapshot["body"])[1]]
        for key in {*pieces[0]} & {*pieces[1]} & {*pieces[2]}:
            self.assertEqual(kept.count(key), 1, key)

    @many
    @given(edits(), st.sampled_from(["mine", "theirs"]))
    def test_no_piece_stands_twice_that_nobody_has_twice(self, documents, choice):
        """In one text, or in one list of it. Few words that are new in two places may be the same by chance."""
        result = merged(*documents)
        body = result.resolved({clash.name: choice for clash in result.clashes})["body"]
        before, mine, theirs = (times(clean(html(blocks))) for blocks in documents)
        for group in groups(split(body)[1]):
            now = Counter(piece.key for piece in group)
            for piece in group:
                key = piece.key
                if max(before[key], mine[key], theirs[key]) == 1 and (before[key] or len(piece.words) > 3):
                    self.assertEqual(now[key], 1, key)

    @many
    @given(edits_of_one_order(), st.booleans())
    def test_an_order_typed_by_one_alone_is_kept(self, documents, swapped):
        base, mine, theirs = documents
        result = merged(base, theirs, mine) if swapped else merged(base, mine, theirs)
        body = result.resolved({clash.name: "theirs" if swapped else "mine" for clash in result.clashes})["body"]
        typed, kept = ([piece.key for piece in split(text)[1]] for text in (clean(html(mine)), body))
        self.assertEqual([key for key in kept if key in typed], [key for key in typed if key in kept])

    @many
    @given(edits())
    def test_symmetric_but_for_the_names_of_the_sides(self, documents):
        base, mine, theirs = documents
        one, other = merged(base, mine, theirs), merged(base, theirs, mine)
        swapped = {clash.name: "theirs" for clash in other.clashes}
        self.assertEqual(
            [(clash.name, clash.mine, clash.theirs) for clash in one.clashes],
            [(clash.name, clash.theirs, clash.mine) for clash in other.clashes],
        )
        self.assertEqual(said(one.snapshot["body"]), said(other.resolved(swapped)["body"]))

    @many
    @given(edits(), st.sampled_from(["mine", "theirs", "both"]))
    def test_result_is_clean_html_whatever_is_chosen(self, documents, choice):
        result = merged(*documents)
        for choices in ({}, {clash.name: choice for clash in result.clashes}):
            body = result.resolved(choices)["body"]
            self.assertEqual(clean(body), body)
        for clash in result.clashes:
            for side in (clash.base, clash.mine, clash.theirs):
                self.assertEqual(clean(side), side)

    @many
    @given(edits())
    def test_chosen_texts_are_in_the_result(self, documents):
        result = merged(*documents)
        for choice in ("mine", "theirs"):
            body = words_of(result.resolved({clash.name: choice for clash in result.clashes})["body"])
            for clash in result.clashes:
                for line in words_of(getattr(clash, choice)).splitlines():
                    self.assertIn(line, body)

    @many
    @given(edits())
    def test_one_editor_alone_gets_what_was_typed(self, documents):
        base, mine, _theirs = documents
        typed = said(clean(html(mine)))
        for result in (merged(base, mine, base), merged(base, base, mine), merged(base, mine, mine)):
            self.assertEqual(result.clashes, [])
            self.assertEqual(said(result.snapshot["body"]), typed)

    @many
    @given(edits())
    def test_editors_space_makes_no_clash(self, documents):
        """Mine as the editor writes it anew: other space, the same words."""
        base, _mine, theirs = documents
        spaced = merge(
            {"body": clean(html(base))}, {"body": clean(html(base, "\n\n\t"))}, {"body": clean(html(theirs))}, KINDS
        )
        self.assertEqual((spaced.clashes, spaced.snapshot["body"]), ([], clean(html(theirs))))

    @many
    @given(edits())
    def test_splitting_and_joining_changes_nothing(self, documents):
        text = clean(html(documents[1], "\n\n"))
        self.assertEqual(join(*split(text)), text)

    @many
    @given(st.text(alphabet="<>/&;ab \n\tpulitrdhv123=\"'", max_size=80))
    def test_splitting_and_joining_any_cleaned_text(self, text):
        cleaned = clean(text)
        self.assertEqual(join(*split(cleaned)), cleaned)

    @many
    @given(keys, keys, keys)
    def test_sets_take_both_sides_additions_and_removals(self, base, mine, theirs):
        one, other = (
            merge({"topics": base}, {"topics": own}, {"topics": others}, KINDS).snapshot["topics"]
            for own, others in ((mine, theirs), (theirs, mine))
        )
        wanted = {key for key in base if key in mine and key in theirs} | ({*mine, *theirs} - {*base})
        self.assertEqual({*one}, wanted)
        self.assertEqual(len(one), len(wanted))
        self.assertEqual({*other}, wanted)

    @many
    @given(items, items, items)
    def test_items_of_lists_are_kept(self, base, mine, theirs):
        result = merge({"corrections": base}, {"corrections": mine}, {"corrections": theirs}, KINDS)
        there = result.snapshot["corrections"] + [
            item for clash in result.clashes for side in (clash.mine, clash.theirs) for item in side
        ]
        for item in [*mine, *theirs]:
            self.assertTrue(item in base or item in there)
