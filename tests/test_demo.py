import re
from pathlib import Path

from django.test import SimpleTestCase

from opendoors import demo
from opendoors.demo import colour, texts
from opendoors.demo.arches import DRAWINGS, draw

MEGABYTE = 1024**2


class ColourTests(SimpleTestCase):
    def test_black_white_and_the_primaries_of_srgb(self):
        known = {
            (0.0, 0.0, 0.0): (0, 0, 0),
            (1.0, 0.0, 0.0): (255, 255, 255),
            (0.62796, 0.25768, 29.234): (255, 0, 0),
            (0.86644, 0.29483, 142.495): (0, 255, 0),
            (0.45201, 0.31321, 264.052): (0, 0, 255),
        }
        for oklch, expected in known.items():
            with self.subTest(expected):
                for got, wanted in zip(colour.rgb(oklch), expected, strict=True):
                    self.assertAlmostEqual(got, wanted, delta=2)

    def test_a_colour_beyond_srgb_is_brought_back_with_its_hue(self):
        red, green, blue = colour.rgb((0.7, 0.4, 145))
        self.assertTrue(green > red and green > blue)

    def test_steps_begin_and_end_with_their_stops(self):
        first, *_between, last = colour.steps((colour.NIGHT, colour.GOLD), 5)
        self.assertEqual([colour.rgb(first), colour.rgb(last)], [colour.rgb(colour.NIGHT), colour.rgb(colour.GOLD)])


class DrawingTests(SimpleTestCase):
    def test_each_is_the_same_every_time_and_unlike_every_other(self):
        seen = set()
        for name in DRAWINGS:
            with self.subTest(name):
                picture = draw(name, 160)
                self.assertEqual(picture.size, (160, 90))
                self.assertEqual(picture.tobytes(), draw(name, 160).tobytes())
                seen.add(picture.tobytes())
        self.assertEqual(len(seen), len(DRAWINGS))

    def test_every_drawing_is_wanted_and_every_wanted_one_can_be_drawn(self):
        wanted = {name for story in texts.stories() for name in story.drawings()}
        self.assertEqual(wanted, set(DRAWINGS))


class TextsTests(SimpleTestCase):
    def test_files_stay_light(self):
        folder = Path(demo.__file__).parent
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.suffix != ".pyc" and path.is_file())
        self.assertLess(size, 3 * MEGABYTE)

    def test_what_has_a_picture_says_what_it_shows(self):
        for story in texts.stories():
            for name, alts in story.drawings().items():
                with self.subTest(story.number, drawing=name):
                    self.assertTrue(all(alts.values()))

    def test_translations_agree_in_all_but_the_words(self):
        for story in texts.stories():
            first = story.texts[0]
            for text in story.texts:
                with self.subTest(story.number, language=text.language):
                    self.assertEqual(
                        (text.topics, text.state, text.published_at, text.cover, set(text.pictures)),
                        (first.topics, first.state, first.published_at, first.cover, set(first.pictures)),
                    )

    def test_quotation_marks_are_those_of_the_language(self):
        foreign = {"en": r"[\"'«»„]", "ru": r"[\"'“”‘]"}
        for story in texts.stories():
            for text in story.texts:
                with self.subTest(story.number, language=text.language):
                    told = re.sub(r"<[^>]+>", "", text.body) + text.title + text.lead
                    self.assertNotRegex(told, foreign[text.language])
