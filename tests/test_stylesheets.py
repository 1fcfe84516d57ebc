import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import SimpleTestCase

from opendoors.stylesheets import JOINED, PARTS_IN, joined

PUBLIC = ("css/site.css", "css/news.css", "css/partners.css")
BUDGET = 12_000  # bytes, compressed: all that the public site has


class StylesheetsTests(SimpleTestCase):
    def test_every_joined_stylesheet_is_found_with_all_its_parts(self):
        for path in JOINED:
            with self.subTest(path), Path(finders.find(path)).open(encoding="utf-8") as written:
                self.assertEqual(written.read(), joined(path))

    def test_public_colours_are_said_in_the_tokens_alone(self):
        public = " ".join(JOINED[path] for path in PUBLIC)
        for name in set(public.split()) - {"tokens"}:
            with self.subTest(name):
                part = (PARTS_IN / f"{name}.css").read_text(encoding="utf-8")
                self.assertEqual(re.findall(r"#[0-9a-f]{3,8}\b", part), [])

    def test_the_styles_of_the_public_site_stay_light(self):
        sizes = {path: len(gzip.compress(joined(path).encode())) for path in PUBLIC}
        self.assertLessEqual(sum(sizes.values()), BUDGET, sizes)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


class ContrastTests(SimpleTestCase):
    """WCAG 2.2 AA, for every pair of colours that may meet, by day and by night."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        text = (PARTS_IN / "tokens.css").read_text(encoding="utf-8")
        day, night = text.split("@media print")[0].split("@media (prefers-color-scheme: dark)")
        colour = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
        cls.schemes = {"day": dict(colour.findall(day)), "night": dict(colour.findall(night))}

    def assert_contrast(self, fronts: str, grounds: str, least: float):
        for scheme, colours in self.schemes.items():
            for front in fronts.split():
                for ground in grounds.split():
                    with self.subTest(scheme=scheme, front=front, ground=ground):
                        self.assertGreaterEqual(contrast(colours[front], colours[ground]), least)

    def test_text_on_every_ground(self):
        grounds = "paper raised sunken signature-wash register-wash"
        self.assert_contrast("ink ink-soft signature-ink register", grounds, 4.5)

    def test_text_on_shaded_ground(self):
        self.assert_contrast("ink", "land land-busy land-busiest", 4.5)

    def test_text_on_the_signature_colour(self):
        self.assert_contrast("on-signature", "signature-ink", 4.5)

    def test_edges_and_focus_rings(self):
        self.assert_contrast("edge signature", "paper raised sunken", 3)
