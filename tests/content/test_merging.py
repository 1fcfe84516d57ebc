from django.test import SimpleTestCase

from opendoors.content.merging import Kinds, merge
from opendoors.content.richtext import clean

KINDS = Kinds(prose=frozenset({"body"}), sets=frozenset({"topics"}), lists=frozenset({"corrections"}))

A, B, C, D = (
    f"<p>The {number} paragraph of this text speaks about {subject}.</p>"
    for number, subject in (("first", "doors"), ("second", "winter"), ("third", "letters"), ("fourth", "a long road"))
)
A2, C2 = A.replace("doors", "open doors"), C.replace("letters", "mail")
B2, B3 = B.replace("winter", "spring"), B.replace("winter", "autumn")
N, M = "<p>Something new.</p>", "<p>Another matter altogether.</p>"
AB, BB, H = A[:-4] + " " + B[3:], B[:-4] + " " + B2[3:], "<h2>How to write to us</h2>"
ABC = AB[:-4] + " " + C[3:]
LIST = "<ul><li>One small green apple</li><li>Two ripe pears</li><li>Three plums of last year</li></ul>"


def figure(name: str, more: str = "") -> str:
    caption = f"<figcaption>The door of {name} {more}</figcaption>"
    return f'<figure class="image"><img src="/media/{name}.jpg" alt="Door {name}">{caption}</figure>'


# What is merged without a question: base, one side, the other, result.
CLEAN = {
    "changed in different paragraphs": (A + B + C, A2 + B + C, A + B2 + C, A2 + B2 + C),
    "nobody changed anything": (A + B, A + B, A + B, A + B),
    "the same change twice": (A + B, A2 + B, A2 + B, A2 + B),
    "put in at different places": (A + B, N + A + B, A + B + M, N + A + B + M),
    "put in at one place": (A + B, A + N + B, A + M + B, A + M + N + B),
    "the same put in twice": (A + B, A + N + B, A + N + B, A + N + B),
    "left out beside a change": (
        A + B + C,
        A + C,
        A + B + C.replace("letters", "mail"),
        A + C.replace("letters", "mail"),
    ),
    "both left out the same": (A + B + C, A + C, A + C, A + C),
    "moved by one, changed by the other": (A + B + C + D, A + C + D + B, A + B2 + C + D, A + C + D + B2),
    "moved away from a changed one that has its words, with something put in between": (
        "<p>door one.</p><p>door two.</p><p>door door three.</p>",
        "<p>door one.</p><p>door two.</p><p>door new.</p><p>door door three.</p>",
        "<p>door door three.</p><p>door one.</p><p>door more. door two.</p>",
        "<p>door door three.</p><p>door one.</p><p>door more. door two.</p><p>door new.</p>",
    ),
    "moved to the front by one, another put before it by the other": (
        A + B + C,
        A + B + N + C,
        C + A + B,
        C + A + B + N,
    ),
    "moved to the front from beside one that is more like it than like what it was": (
        "<p>way road one.</p><p>road two.</p><p>road road way way three.</p>",
        "<p>way road one.</p><p>road two.</p><p>way road road way new.</p><p>road road way way three.</p>",
        "<p>road road way way three.</p><p>way road one.</p><p>road road way way road way more. road two.</p>",
        "<p>road road way way three.</p><p>way road one.</p><p>road road way way road way more. road two.</p>"
        "<p>way road road way new.</p>",
    ),
    "two moved by both to one place, in another order": (A + B + C + D, D + C + A + B, C + D + A + B, C + D + A + B),
    "moved and changed by one, changed by the other elsewhere": (
        A + B + C + D,
        D + A + B + C2,
        A2 + B + C + D,
        D + A2 + B + C2,
    ),
    "moved and changed by one, moved by the other": (A + B + C + D, C2 + A + B + D, A + B + D + C, C2 + A + B + D),
    "a list moved and changed by one, changed by the other": (
        A + B + LIST,
        LIST.replace("One small", "One tall") + A + B,
        A + B + LIST.replace("Two ripe", "Two sweet"),
        LIST.replace("One small", "One tall").replace("Two ripe", "Two sweet") + A + B,
    ),
    "left out beside a list that has all its words": (
        "<p>Green pears.</p>" + LIST + C,
        LIST + C.replace("letters", "mail"),
        "<p>Green pears.</p>" + LIST.replace("Two ripe", "Two sweet") + C,
        LIST.replace("Two ripe", "Two sweet") + C.replace("letters", "mail"),
    ),
    "left out beside a list that was changed and has all its words, while the list was moved": (
        A + LIST + "<p>Green pears.</p>",
        LIST + A + "<p>Green pears.</p>",
        A + LIST.replace("Two ripe", "Two sweet"),
        LIST.replace("Two ripe", "Two sweet") + A,
    ),
    "split by both, a half moved by one": (A + BB + C, A + B + B2 + C, B2 + A + B + C, B2 + A + B + C),
    "moved between two that the other joined": (A + B + C + D, A + D + B + C, AB + C + D, AB + D + C),
    "the same paragraph put in at two places": (A + B + C, D + A + B + C, A + B + D + C, D + A + B + C),
    "the same heading put in at two places": (A + B, H + N + A + B, A + H + M + B, H + N + A + H + M + B),
    "the same put in at one place, in another order": (
        "<ul><li>Pears</li></ul>",
        "<ul><li>Pears</li><li>Figs</li><li>Plums</li></ul>",
        "<ul><li>Pears</li><li>Plums</li><li>Figs</li></ul>",
        "<ul><li>Pears</li><li>Plums</li><li>Figs</li></ul>",
    ),
    "moved by both, to the beginning and to the end": (
        A + B + C + D,
        B + A + C + D,
        A + C + D + B,
        B + A + C + D,
    ),
    "split by one, neighbour changed by the other": (
        A + B + C,
        A2 + B + C,
        A + "<p>The second paragraph of</p><p>this text speaks about winter.</p>" + C,
        A2 + "<p>The second paragraph of</p><p>this text speaks about winter.</p>" + C,
    ),
    "heading made of a paragraph": (A + B, f"<h2>{A[3:-4]}</h2>{B}", A + B2, f"<h2>{A[3:-4]}</h2>{B2}"),
    "a style of its own by one, words by the other": (
        f'<div class="callout">{B}</div>',
        f'<div class="callout callout-deadline">{B}</div>',
        f'<div class="callout">{B2}</div>',
        f'<div class="callout callout-deadline">{B2}</div>',
    ),
    "a picture each into one gallery": (
        A + figure("one") + figure("two") + B,
        A + figure("one") + figure("two") + figure("three") + B,
        A + figure("zero") + figure("one") + figure("two", "at dusk") + B,
        A + figure("zero") + figure("one") + figure("two", "at dusk") + figure("three") + B,
    ),
    "attribution of a quotation": (
        f"<blockquote>{A}</blockquote>",
        f'<blockquote>{A}<p class="attribution">Ann</p></blockquote>',
        f"<blockquote>{A2}</blockquote>",
        f'<blockquote>{A2}<p class="attribution">Ann</p></blockquote>',
    ),
    "key numbers of a list": (
        "<ul><li><strong>60</strong> countries</li></ul>",
        '<ul class="figures"><li><strong>60</strong> countries</li></ul>',
        "<ul><li><strong>60</strong> countries</li><li><strong>4</strong> tracks</li></ul>",
        '<ul class="figures"><li><strong>60</strong> countries</li><li><strong>4</strong> tracks</li></ul>',
    ),
    "entries of one list": (
        "<ul><li>One apple</li><li>Two pears</li></ul>",
        "<ul><li>One green apple</li><li>Two pears</li></ul>",
        "<ul><li>One apple</li><li>Two pears</li><li>Three plums</li></ul>",
        "<ul><li>One green apple</li><li>Two pears</li><li>Three plums</li></ul>",
    ),
    "kind of a list and its entries": (
        "<ul><li>One apple</li><li>Two pears</li></ul>",
        "<ol><li>One apple</li><li>Two pears</li></ol>",
        "<ul><li>One apple</li><li>Two ripe pears</li></ul>",
        "<ol><li>One apple</li><li>Two ripe pears</li></ol>",
    ),
    "rows of one table": (
        "<table><tbody><tr><td>May</td><td>1</td></tr><tr><td>June</td><td>2</td></tr></tbody></table>",
        "<table><tbody><tr><td>May</td><td>5</td></tr><tr><td>June</td><td>2</td></tr></tbody></table>",
        "<table><tbody><tr><td>May</td><td>1</td></tr><tr><td>June</td><td>7</td></tr></tbody></table>",
        "<table><tbody><tr><td>May</td><td>5</td></tr><tr><td>June</td><td>7</td></tr></tbody></table>",
    ),
    "words outside of any block": ("one<p>two</p>", "one<p>two of them</p>", "one<p>two</p>", "one<p>two of them</p>"),
    "an empty text": ("", A, "", A),
    "a list emptied by two": (
        "<ul><li>One apple</li><li>Two pears</li></ul><p>End</p>",
        "<ul><li>One apple</li></ul><p>End</p>",
        "<ul><li>Two pears</li></ul><p>End</p>",
        "<p>End</p>",
    ),
}
# What is asked: base, mine, theirs, and the pairs of the question.
ASKED = {
    "one paragraph changed differently": (A + B + C, A + B2 + C, A + B3 + C, [(B2, B3)]),
    "changed by one, left out by the other": (A + B + C, A + B2 + C, A + C, [(B2, "")]),
    "moved by one, left out by the other": (A + B + C + D, A + C + D + B, A + C + D, [(B, "")]),
    "moved and changed by one, changed by the other": (
        A + B + C + D,
        D + B2 + A + C,
        A + B3 + C + D,
        [(B2, B3)],
    ),
    "moved and changed by one, left out by the other": (A + B + C + D, A + C + D + B2, A + C + D, [(B2, "")]),
    "moved by one, joined by the other": (A + B + C, B + A + C, AB + C, [(B, ""), (A, AB)]),
    "moved within what the other joined": (A + B + C, A + C + B, ABC, [(A + C + B, ABC)]),
    "changed by one, its place taken by another in the other": (A + B + C + D, A + B2 + C + D, A + D + C, [(B2, "")]),
    "split by one, changed by the other": (
        A + B,
        A + "<p>The second paragraph of</p><p>this text speaks about winter.</p>",
        A + B2,
        [("<p>The second paragraph of</p><p>this text speaks about winter.</p>", B2)],
    ),
    "joined by one, changed by the other": (A + B, AB, A + B2, [(AB, A + B2)]),
    "one entry of a list": (
        "<ul><li>One apple</li><li>Two pears</li></ul>",
        "<ul><li>One green apple</li><li>Two pears</li></ul>",
        "<ul><li>One red apple</li><li>Two pears</li></ul>",
        [("<ul><li>One green apple</li></ul>", "<ul><li>One red apple</li></ul>")],
    ),
    "two captions": (
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
        "<table><caption>May</caption><tbody><tr><td>1</td></tr></tbody></table>",
        "<table><caption>June</caption><tbody><tr><td>1</td></tr></tbody></table>",
        [
            (
                "<table><caption>May</caption></table>",
                "<table><caption>June</caption></table>",
            )
        ],
    ),
}


def body(base, mine, theirs):
    return merge(*({"body": clean(text)} for text in (base, mine, theirs)), KINDS)


class BodyTests(SimpleTestCase):
    def test_a_piece_moved_into_the_place_of_a_changed_one_is_no_side_of_the_question(self):
        result = body(A + B + C + D, A + B2 + C + D, A + D + C)
        for choice in ("mine", "theirs"):
            text = result.resolved({clash.name: choice for clash in result.clashes})["body"]
            self.assertEqual(text.count(D), 1)

    def test_what_needs_no_question(self):
        for name, (base, one, other, wanted) in CLEAN.items():
            for mine, theirs in ((one, other), (other, one)):
                with self.subTest(name, mine=mine):
                    merged = body(base, mine, theirs)
                    self.assertEqual(merged.clashes, [])
                    self.assertEqual(merged.snapshot["body"], wanted)

    def test_what_is_asked(self):
        for name, (base, mine, theirs, wanted) in ASKED.items():
            with self.subTest(name):
                clashes = body(base, mine, theirs).clashes
                self.assertEqual([(clash.mine, clash.theirs) for clash in clashes], wanted)
            with self.subTest(name, swapped=True):
                clashes = body(base, theirs, mine).clashes
                self.assertEqual([(clash.theirs, clash.mine) for clash in clashes], wanted)

    def test_choices(self):
        merged = body(A + B + C, A2 + B2 + C, A + B3 + C)
        self.assertEqual([clash.name for clash in merged.clashes], ["body-1"])
        for choice, wanted in (("mine", B2), ("theirs", B3), ("both", B2 + B3), ("rubbish", B2)):
            with self.subTest(choice):
                self.assertEqual(merged.resolved({"body-1": choice})["body"], A2 + wanted + C)

    def test_editors_white_space_is_no_change(self):
        merged = body(f"{A}{B}", f"{A}\n\n{B}\n", f"{A}{B2}")
        self.assertEqual((merged.clashes, merged.snapshot["body"]), ([], A + B2))


class FieldTests(SimpleTestCase):
    def test_values(self):
        base = {"title": "T", "lead": "L", "cover": 1}
        merged = merge(base, {**base, "title": "Mine"}, {**base, "cover": None}, KINDS)
        self.assertEqual((merged.clashes, merged.snapshot), ([], {"title": "Mine", "lead": "L", "cover": None}))

    def test_one_value_changed_differently(self):
        merged = merge({"title": "T"}, {"title": "Mine"}, {"title": "Theirs"}, KINDS)
        self.assertEqual([(clash.mine, clash.theirs) for clash in merged.clashes], [("Mine", "Theirs")])
        self.assertEqual(merged.resolved({})["title"], "Mine")
        self.assertEqual(merged.resolved({"title-1": "theirs"})["title"], "Theirs")

    def test_sets_take_additions_of_both_and_removals_of_either(self):
        merged = merge({"topics": [3, 1, 2]}, {"topics": [3, 2, 9]}, {"topics": [1, 3, 8]}, KINDS)
        self.assertEqual(merged.snapshot["topics"], [3, 8, 9])

    def test_corrections_by_item(self):
        one, two, three = ({"on": f"2026-03-0{day}", "text": f"Correction number {day}"} for day in (1, 2, 3))
        merged = merge({"corrections": [one]}, {"corrections": [one, two]}, {"corrections": [one, three]}, KINDS)
        self.assertEqual((merged.clashes, merged.snapshot["corrections"]), ([], [one, two, three]))

    def test_moments_of_one_instant_are_one(self):
        base = {"publish_at": "2026-03-01T09:00:00.123456+00:00"}
        mine = {"publish_at": "2026-03-01T12:00:00+03:00"}
        theirs = {"publish_at": "2026-04-01T09:00:00+00:00"}
        self.assertEqual(merge(base, mine, theirs, KINDS).snapshot, theirs)

    def test_line_ends_of_a_browser_are_no_change(self):
        merged = merge({"lead": "a\nb"}, {"lead": "a\r\nb"}, {"lead": "c"}, KINDS)
        self.assertEqual((merged.clashes, merged.snapshot["lead"]), ([], "c"))

    def test_without_a_base_all_that_differs_is_asked(self):
        mine, theirs = {"title": "T", "lead": "x", "body": A}, {"title": "T", "lead": "y", "body": B}
        merged = merge(None, mine, theirs, KINDS)
        self.assertEqual([clash.field for clash in merged.clashes], ["lead", "body"])
        self.assertEqual(merged.resolved({"body-1": "theirs"}), {"title": "T", "lead": "x", "body": B})

    def test_field_that_one_side_does_not_know(self):
        merged = merge({"title": "T"}, {"title": "T", "lead": "new"}, {"title": "U", "old": 1}, KINDS)
        self.assertEqual((merged.clashes, merged.snapshot), ([], {"title": "U", "lead": "new", "old": 1}))
