from django.test import TestCase

from opendoors.content.models import Words
from opendoors.content.search import vocabulary
from tests.content.search.finding import titles
from tests.factories import make_article


class VocabularyTests(TestCase):
    def test_words_are_kept_by_their_beginning_and_each_once(self):
        vocabulary.learn({"zebra", "zenith", "okapi"})
        vocabulary.learn({"zebu", "zebra"})
        self.assertEqual(
            dict(Words.objects.values_list("beginning", "texts")), {"ok": "okapi", "ze": "zebra zebu zenith"}
        )
        self.assertEqual(vocabulary.everything(), {"okapi", "zebra", "zebu", "zenith"})

    def test_what_is_forgotten_leaves_nothing_behind(self):
        vocabulary.learn({"zebra", "zenith", "okapi"})
        vocabulary.forget({"okapi", "zebra", "gnu"})
        self.assertEqual(dict(Words.objects.values_list("beginning", "texts")), {"ze": "zenith"})

    def test_words_that_begin_so_come_in_order(self):
        vocabulary.learn({"zenith", "zebu", "zebra"})
        self.assertEqual(vocabulary.beginning_with("zeb"), ["zebra", "zebu"])
        self.assertEqual(vocabulary.beginning_with("z"), [])

    def test_near_are_those_that_share_one_of_the_first_two_letters(self):
        vocabulary.learn({"zebra", "ezra", "zulu", "aztec", "okapi"})
        self.assertEqual(set(vocabulary.near("zebra")), {"zebra", "ezra", "zulu", "aztec"})

    def test_a_slip_in_the_first_letters_is_mended(self):
        make_article(title="A crocodile")
        for typed in ("rcocodile", "cocodile", "rocodile", "xrocodile", "cxocodile", "ccrocodile"):
            with self.subTest(typed):
                self.assertEqual(titles(typed), ["A crocodile"])

    def test_a_text_whose_words_are_known_writes_no_words(self):
        make_article(title="A zebra among okapis")
        titles("zebra")
        with self.assertNumQueries(1):
            vocabulary.learn({"zebra", "among"})
