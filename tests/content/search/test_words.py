from django.test import SimpleTestCase

from opendoors.content.search.correcting import distance
from opendoors.content.search.entries import packed, unpacked
from opendoors.content.search.words import clean, heard, keys_of, sounds_of, words_of


class WordsTests(SimpleTestCase):
    def assert_alike(self, *texts):
        keys = [keys_of(text) for text in texts]
        self.assertTrue(all(keys), texts)
        self.assertEqual(len({tuple(some) for some in keys}), 1, dict(zip(texts, keys, strict=True)))

    def test_inflections_have_one_key(self):
        self.assert_alike("university", "Universities", "UNIVERSITY")
        self.assert_alike("соглашение", "соглашения", "Соглашений", "соглашениями")
        self.assert_alike("экзамен", "экзаменов", "экзаменами")
        self.assert_alike("вуз", "вузов", "вузы")

    def test_what_is_written_in_more_than_one_way_has_one_key(self):
        self.assert_alike("ёлка", "елка", "Ёлка")
        self.assert_alike("São Paulo", "Sao Paulo")
        self.assert_alike("Xi'an", "Xi’an", "Xian")
        self.assert_alike("HSE's", "HSE’s", "HSE")
        self.assert_alike("U.S.A.", "USA")
        self.assert_alike("ﬁeld", "field")
        self.assert_alike("大學", "大学")

    def test_different_words_stay_different(self):
        self.assertNotEqual(keys_of("universe"), keys_of("university"))
        self.assertNotEqual(keys_of("йод"), keys_of("иод"))
        self.assertNotEqual(keys_of("2025"), keys_of("2026"))

    def test_hyphenated_word_is_its_parts_and_the_whole(self):
        self.assertEqual(keys_of("co-operation"), [*keys_of("co operation"), *keys_of("cooperation")])
        self.assertEqual(keys_of("north - south"), keys_of("north south"))

    def test_chinese_is_read_sign_by_sign(self):
        self.assertEqual(keys_of("北京大学, PKU"), ["北", "京", "大", "学", "pku"])
        self.assertEqual([word.is_joined for word in words_of("北大 PKU")], [False, True, False])

    def test_common_words_say_nothing(self):
        self.assertEqual(keys_of("It is not what the и в на"), [])

    def test_names_sound_alike_in_both_alphabets(self):
        for latin, cyrillic in (
            ("Lomonosov", "Ломоносова"),
            ("Tsinghua", "Цинхуа"),
            ("Peking", "Пекин"),
            ("Kazan", "Казани"),
            ("Mendeleev", "Менделеев"),
            ("Khabarovsk", "Хабаровск"),
        ):
            self.assertEqual(sounds_of(latin), sounds_of(cyrillic), latin)
        self.assertEqual(heard("Pekin University"), heard("Peking University"))

    def test_places_are_those_of_the_text(self):
        text = clean("Ёлка\u00ad и\0 «Élan» HSE’s")
        self.assertEqual([text[word.start : word.end] for word in words_of(text)], ["Ёлка", "и", "Élan", "HSE’s"])

    def test_keys_are_letters_and_digits_whatever_is_written(self):
        """The backends put keys into their expressions as they are."""
        signs = "".join(map(chr, [*range(0x20, 0xD800), *range(0xE000, 0x20000)]))
        keys = {key for at in range(0, len(signs), 50) for key in keys_of(" ".join(signs[at : at + 50]))}
        self.assertGreater(len(keys), 10_000)
        self.assertEqual({key for key in keys if not key.isalnum()}, set())

    def test_distance_counts_slips_of_fingers(self):
        for one, other, expected in (
            ("olympiad", "olympiad", 0),
            ("olmypiad", "olympiad", 1),
            ("olimpiad", "olympiad", 1),
            ("olympad", "olympiad", 1),
            ("олимпиады", "алимпиада", 2),
            ("", "abc", 3),
        ):
            self.assertEqual(distance(one, other), expected, one)

    def test_packed_texts_come_back_as_they_were(self):
        for text in ("", "Door — дверь: «ёлка»", "北大 and дверь", "\x98 é №", "дверь" * 500):
            self.assertEqual(unpacked(packed(text)), text)
        self.assertLess(len(packed("Двери открыты")), len("Двери открыты".encode()))
