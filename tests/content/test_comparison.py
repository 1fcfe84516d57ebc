import random

from django.test import SimpleTestCase, TestCase

from opendoors.content import richtext
from opendoors.content.comparison import Block, Row, compare, compare_blocks, folded, words
from opendoors.content.edits import EFFORT, Effort, steps
from tests.factories import make_image


def paragraphs(*texts):
    return [Block(words(text)) for text in texts]


def signed(row: Row) -> str:
    """A row as `The [-old-]{+new+} bus`."""
    frames = {"gone": "[-{}-]", "new": "{{+{}+}}", "same": "{}", "restyled": "<{}>"}
    return "".join(frames[piece.kind].format(piece.text) for piece in row.pieces)


class StepsTests(SimpleTestCase):
    def test_lead_from_one_to_the_other(self):
        chance = random.Random(7)
        for _each in range(500):
            old, new = ([chance.choice("abc") for _item in range(chance.randint(0, 12))] for _side in "ab")
            found = list(steps(old, new, Effort(EFFORT)))
            self.assertEqual([item for _same, i, j, _k, _m in found for item in old[i:j]], old)
            self.assertEqual([item for _same, _i, _j, k, m in found for item in new[k:m]], new)
            for is_same, i, j, k, m in found:
                self.assertEqual(is_same, old[i:j] == new[k:m])

    def test_out_of_patience_it_is_one_change(self):
        found = list(steps("abcxyz", "axbyczz", Effort(2)))
        self.assertEqual(found, [(True, 0, 1, 0, 1), (False, 1, 5, 1, 6), (True, 5, 6, 6, 7)])


class WordsTests(SimpleTestCase):
    def changed(self, old, new):
        return [signed(row) for row in compare_blocks(paragraphs(old), paragraphs(new))]

    def test_words_are_marked_within_their_paragraph(self):
        told = self.changed("The old bus left at six.", "The new bus left at seven.")
        self.assertEqual(told, ["The [-old-]{+new+} bus left at [-six-]{+seven+}."])

    def test_russian_words_whole(self):
        told = self.changed("Приём заявок открыт до шести", "Приём заявок закрыт до шести")
        self.assertEqual(told, ["Приём заявок [-открыт-]{+закрыт+} до шести"])

    def test_chinese_by_the_character(self):
        self.assertEqual(self.changed("北京大学很好", "北京学院很好"), ["北京[-大-]学{+院+}很好"])

    def test_shared_spaces_do_not_flicker(self):
        told = self.changed("It is one two three here and there", "It is four five six here and there")
        self.assertEqual(told, ["It is [-one two three-]{+four five six+} here and there"])

    def test_paragraphs_that_share_little_are_told_one_after_the_other(self):
        told = self.changed("Nothing of this remains.", "Quite another sentence stands here now!")
        self.assertEqual(told, ["[-Nothing of this remains.-]", "{+Quite another sentence stands here now!+}"])


class BlocksTests(SimpleTestCase):
    def kinds(self, old, new):
        return [(row.kind, row.moved) for row in compare_blocks(paragraphs(*old), paragraphs(*new))]

    def test_paragraph_put_in_and_taken_out(self):
        self.assertEqual(self.kinds("ac", "abc"), [("same", False), ("new", False), ("same", False)])
        self.assertEqual(self.kinds("abc", "ac"), [("same", False), ("gone", False), ("same", False)])

    def test_paragraph_moved_is_told_in_both_places(self):
        self.assertEqual(self.kinds("abcd", "bcda"), [("gone", True), *[("same", False)] * 3, ("new", True)])

    def test_unchanged_ones_are_folded_but_for_their_neighbours(self):
        texts = [f"Paragraph {number}" for number in range(10)]
        rows = compare_blocks(paragraphs(*texts), paragraphs(*texts[:5], "New", *texts[5:]))
        told = [(stretch.folded, len(stretch.rows)) for stretch in folded(rows)]
        self.assertEqual(told, [(True, 4), (False, 3), (True, 4)])

    def test_names_are_never_compared_by_their_words(self):
        rows = compare_blocks([Block(words("Kazan University"), whole=True)], [Block(words("Kazan"), whole=True)])
        self.assertEqual([row.kind for row in rows], ["gone", "new"])

    def test_field_that_one_side_lacks_is_passed_over(self):
        told = compare({"a": paragraphs("x"), "b": []}, {"b": paragraphs("y"), "c": []}, ["a", "b", "c"])
        self.assertEqual([difference.name for difference in told], ["b"])


class RichTextTests(TestCase):
    def rows(self, old, new):
        return compare_blocks(richtext.told_blocks(old), richtext.told_blocks(new))

    def test_formatting_is_told_in_words(self):
        (row,) = self.rows("<p>Come at six today</p>", '<p>Come <strong>at six</strong> <a href="/news/">today</a></p>')
        self.assertEqual(signed(row), "Come <at six> <today>")
        gained = [mark for piece in row.pieces for mark in piece.gained]
        self.assertEqual(gained, ["bold", "link to /news/"])

    def test_another_address_behind_the_same_words(self):
        (row,) = self.rows('<p><a href="/a/">here</a></p>', '<p><a href="/b/">here</a></p>')
        self.assertEqual((row.pieces[0].lost, row.pieces[0].gained), (("link to /a/",), ("link to /b/",)))

    def test_paragraph_that_became_a_heading(self):
        (row,) = self.rows("<p>An afternoon outside</p>", "<h2>An afternoon outside</h2>")
        self.assertEqual((row.is_relabelled, row.before, row.label), (True, "", "heading"))

    def test_tables_go_by_row_and_lists_by_entry(self):
        table = (
            "<table><tbody><tr><td>Monday</td><td>10:00</td></tr><tr><td>Friday</td><td>9:00</td></tr></tbody></table>"
        )
        same, changed = self.rows(table, table.replace("9:00", "9:30"))
        self.assertEqual((same.kind, signed(changed)), ("same", "Friday │ [-9:00-]{+9:30+}"))
        rows = self.rows("<ul><li>One</li><li>Two</li></ul>", "<ul><li>One</li><li>Three</li></ul>")
        self.assertEqual([row.label for row in rows], ["entry of a list"] * 3)

    def test_pictures_show_which_they_are(self):
        image = make_image()
        text = f'<p>Words</p><figure><img src="/media/{image.file.name}" alt="A door"></figure>'
        _same, row = self.rows("<p>Words</p>", text)
        self.assertEqual((row.kind, row.text, row.picture), ("new", "A door", f"/media/{image.renditions[2]['name']}"))

    def test_markup_stays_text(self):
        (row,) = self.rows("", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")
        self.assertEqual(row.text, "<script>alert(1)</script>")


class PatienceTests(SimpleTestCase):
    """However long and whatever they say, two texts are compared while somebody waits."""

    def effort(self, old, new):
        effort = Effort(EFFORT)
        compare_blocks(old, new, effort)
        return EFFORT - effort.left

    def test_3000_words_with_3000(self):
        chance = random.Random(7)
        lexicon = [f"word{number}" for number in range(800)]
        old = [[chance.choice(lexicon) for _word in range(50)] for _block in range(60)]
        new = [[word if chance.random() > 0.3 else chance.choice(lexicon) for word in block] for block in old]
        self.assertLess(self.effort(*(paragraphs(*map(" ".join, side)) for side in (old, new))), EFFORT / 4)

    def test_hostile_repetition(self):
        for old, new in (
            (["a " * 20_000], ["a b " * 10_000]),
            (["a b " * 20_000], ["b a a " * 10_000]),
            ("ab" * 2_000, [*"ba" * 2_000, "c"]),
            ([f"{number} a b c" for number in range(2_000)], [f"a b c {number}" for number in range(2_000)]),
        ):
            with self.subTest(old[0][:9]):
                self.assertLess(self.effort(paragraphs(*old), paragraphs(*new)), 2 * EFFORT)
