from django.test import TestCase

from opendoors.content import richtext
from tests.factories import make_image

PAGE = "https://example.org/ru/news/one/"


class ElsewhereTests(TestCase):
    def told(self, html):
        return richtext.render_elsewhere([(html, PAGE)])[0]

    def test_addresses_are_absolute(self):
        for given, expected in (
            ("/rules/?a=1&amp;b=2", "https://example.org/rules/?a=1&amp;b=2"),
            ("#h-dates", f"{PAGE}#h-dates"),
            ("https://example.com/a?b#c", "https://example.com/a?b#c"),
            ("mailto:a@example.com", "mailto:a@example.com"),
        ):
            self.assertEqual(self.told(f'<p><a href="{given}">words</a></p>'), f'<p><a href="{expected}">words</a></p>')

    def test_a_picture_of_ours_is_one_plain_image_of_a_middling_size(self):
        image = make_image()
        image.renditions += [{"format": "webp", "width": width, "name": f"x-{width}.webp"} for width in (1280, 1920)]
        image.save()
        html = self.told(f'<figure><img src="/media/{image.file.name}" alt="“A” &amp; b"></figure>')
        expected = '<img src="https://example.org/media/x-1280.webp" alt="“A” &amp; b" width="1280" height="720">'
        self.assertEqual(html, f"<figure>{expected}</figure>")

    def test_a_picture_that_is_lost_keeps_its_address(self):
        html = self.told('<p><img src="/media/images/lost.jpg" alt="A"></p>')
        self.assertEqual(html, '<p><img src="https://example.org/media/images/lost.jpg" alt="A"></p>')

    def test_a_gallery_is_its_pictures_one_after_the_other(self):
        names = [make_image().file.name for _each in range(3)]
        html = self.told("".join(f'<figure><img src="/media/{name}" alt="A"></figure>' for name in names))
        self.assertEqual(html.count("<figure><img src="), 3)

    def test_a_video_is_a_link_to_where_it_is_watched(self):
        html = self.told('<p><a href="https://youtu.be/dQw4w9WgXcQ">The "film"</a></p>')
        expected = '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">The &quot;film&quot;</a></p>'
        self.assertEqual(html, expected)

    def test_a_callout_says_what_it_is(self):
        html = self.told('<div class="callout">Bring a passport.</div>')
        self.assertEqual(html, "<div><p><strong>Important</strong></p><p>Bring a passport.</p></div>")

    def test_nothing_needs_our_styles_or_scripts(self):
        html = self.told(
            '<h2 id="x">A</h2><p class="lead">B <a href="https://example.com/">C</a></p>'
            '<table><tr><th scope="row">D</th><td colspan="2">E</td></tr></table>'
            '<blockquote><p>F</p><p class="attribution">G</p></blockquote>'
        )
        for unwanted in ("class=", "id=", "<script", "role=", "tabindex", "visually-hidden", "(external site)"):
            self.assertNotIn(unwanted, html)
        self.assertIn('<th scope="row">D</th><td colspan="2">E</td>', html)

    def test_what_is_not_clean_is_cleaned(self):
        self.assertEqual(self.told('<p onclick="x()">A\x01<script>x()</script></p>'), "<p>A</p>")

    def test_all_texts_cost_one_query(self):
        texts = [(f'<p><img src="/media/{make_image().file.name}" alt="A"></p>', PAGE) for _each in range(9)]
        with self.assertNumQueries(1):
            richtext.render_elsewhere(texts)
