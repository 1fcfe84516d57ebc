from django.test import SimpleTestCase

from opendoors.content.aligning import MOST, counterparts
from opendoors.content.comparison import Block, words


def block(text, label="", picture=""):
    return Block(words(text), label, picture)


class CounterpartTests(SimpleTestCase):
    def told(self, original, translation):
        return counterparts([block(*one) for one in original], [block(*one) for one in translation])

    def test_one_by_one(self):
        self.assertEqual(self.told([("One",), ("Two",)], [("Один",), ("Два",)]), [0, 1])

    def test_a_heading_meets_a_heading_though_a_paragraph_is_missing(self):
        original = [("First words here",), ("Second words here",), ("Dates", "heading"), ("Third words",)]
        translation = [("Первые слова",), ("Сроки", "heading"), ("Третьи слова",)]
        self.assertEqual(self.told(original, translation)[2:], [1, 2])

    def test_numbers_tell_paragraphs_apart(self):
        original = [("A deadline in 2026",), ("A prize of 500",)]
        self.assertEqual(self.told(original, [("Премия 500",)]), [None, 0])

    def test_a_paragraph_is_never_a_picture(self):
        self.assertEqual(self.told([("", "", "a.jpg"), ("Words",)], [("Слова",)]), [None, 0])

    def test_the_same_picture_meets_itself(self):
        original = [("One", "", "a.jpg"), ("Two", "", "b.jpg")]
        self.assertEqual(self.told(original, [("Два", "", "b.jpg")]), [None, 0])

    def test_nothing_on_either_side(self):
        self.assertEqual((self.told([], [("Слова",)]), self.told([("Words",)], [])), ([], [None]))

    def test_texts_without_end_are_told_by_order(self):
        many = int(MOST**0.5) + 1
        found = self.told([("Words",)] * many, [("Слова",)] * (many - 1))
        self.assertEqual((found[:2], found[-1]), ([0, 1], None))
