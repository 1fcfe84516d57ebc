"""What several blocks are together on the page."""

from django.test import SimpleTestCase, TestCase
from django.utils import translation

from opendoors.content.richtext import clean, plain_text, render, render_blocks, told_blocks
from tests.factories import make_image

BLOCKS = (
    '<div class="callout callout-deadline">By Sunday</div><div class="callout"><p>Mind.</p></div>'
    '<blockquote><p>Said.</p><p class="attribution">A teacher</p></blockquote>'
    '<ul class="figures"><li><strong>60</strong> countries</li></ul>'
)


def figure(name: str, caption: str = "", css: str = "image", alt: str = "A door") -> str:
    told = f"<figcaption>{caption}</figcaption>" if caption else ""
    return (
        f'<figure class="{css}"><img src="/media/images/{name}.jpg" alt="{alt}" width="300" height="9">{told}</figure>'
    )


class StyleTests(SimpleTestCase):
    def test_styles_of_the_editor_stay_and_all_others_go(self):
        self.assertEqual(clean(BLOCKS), BLOCKS)
        for hostile, expected in (
            ('<div class="callout evil deadline">x</div>', '<div class="callout">x</div>'),
            ('<p class="callout-deadline">x</p>', "<p>x</p>"),
            ('<ul class="gallery figures"><li>x</li></ul>', '<ul class="figures"><li>x</li></ul>'),
            ('<ol class="figures"><li>x</li></ol>', "<ol><li>x</li></ol>"),
            ('<blockquote class="attribution"><p>x</p></blockquote>', "<blockquote><p>x</p></blockquote>"),
            ('<figure class="quotation image"><img src="/media/a.jpg"></figure>', None),
            ('<div class="gallery viewer" data-gallery role="note">x</div>', "<p>x</p>"),
            ("<gallery>x</gallery>", "x"),
            ('<dialog class="viewer" open>x</dialog>', "x"),
        ):
            with self.subTest(hostile):
                cleaned = clean(hostile)
                self.assertEqual(clean(cleaned), cleaned)
                self.assertEqual(cleaned, expected or '<figure class="image"><img src="/media/a.jpg"></figure>')

    def test_callouts_of_one_kind_that_follow_each_other_are_one(self):
        for html in (
            '<div class="callout">One</div>\n<div class="callout"><p>Two</p></div>',
            '<div class="callout"><p>One</p></div><div class="callout">Two</div>',
        ):
            page = "".join(render(html).split("\n"))
            self.assertEqual(page, '<div class="callout" role="note" aria-label="Important"><p>One</p><p>Two</p></div>')

    def test_a_deadline_and_a_note_are_two_callouts_with_names(self):
        page = render('<div class="callout callout-deadline">One</div><div class="callout">Two</div>')
        self.assertEqual(page.count('role="note"'), 2)
        self.assertIn('<div class="callout callout-deadline" role="note" aria-label="Deadline"><p>One</p></div>', page)
        with translation.override("ru"):
            self.assertIn('aria-label="Срок"', render('<div class="callout callout-deadline">x</div>'))

    def test_words_between_two_callouts_keep_them_apart(self):
        self.assertEqual(render('<div class="callout">a</div> b <div class="callout">c</div>').count("note"), 2)

    def test_quotation_with_its_attribution_is_a_figure(self):
        for outer in ("{}", '<div class="callout">{}</div>', "<ul><li>{}</li></ul>"):
            page = render(outer.format('<blockquote><p>Said.</p>\n<p class="attribution">A teacher</p></blockquote>'))
            self.assertIn('<figure class="quotation"><blockquote><p>Said.</p>', page)
            self.assertIn('</blockquote><figcaption class="attribution">A teacher</figcaption></figure>', page)

    def test_quotation_without_attribution_stays_one(self):
        for html in (
            "<blockquote><p>Said.</p><p>And more.</p></blockquote>",
            '<blockquote><p class="attribution">A teacher</p></blockquote>',
            '<blockquote><p class="attribution">A teacher</p><p>Said.</p></blockquote>',
        ):
            self.assertEqual(render(html), html)

    def test_comparison_names_the_blocks(self):
        labels = [block.label for block in told_blocks(BLOCKS)]
        self.assertEqual(labels, ["deadline", "important note", "quotation", "attribution", "key numbers"])

    def test_words_are_those_of_the_text(self):
        self.assertEqual(plain_text(BLOCKS), "By Sunday\nMind.\nSaid.\nA teacher\n60 countries")

    def test_blocks_beside_a_translation_stand_each_by_itself(self):
        told = render_blocks('<div class="callout">One</div><div class="callout">Two</div>' + BLOCKS)
        self.assertEqual([tag for tag, _key, _html in told], ["div", "div", "div", "div", "blockquote", "ul"])
        self.assertIn('<figure class="quotation">', told[4][2])


class GalleryTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for name in "ab":
            make_image(file=f"images/{name}.jpg", alt_en="", alt_ru="")

    def test_pictures_that_follow_each_other_lead_to_their_large_selves(self):
        with self.assertNumQueries(1):
            page = render(f"<p>x</p>{figure('a', 'First')}\n{figure('b')}{figure('gone')}<p>y</p>")
        self.assertEqual(page.count("data-gallery"), 1)
        self.assertEqual(page.count("<figure class="), 3)
        self.assertIn("<figcaption>First</figcaption></figure>", page)
        href = '<a href="/media/images/'
        numbers = [part.partition('"')[0] for part in page.split(href)[1:]]
        self.assertTrue(numbers[0].endswith("-640.webp"), numbers)
        self.assertEqual(numbers[2], "gone.jpg")
        self.assertIn('alt="A door" width="1600" height="900"', page)

    def test_a_picture_by_itself_stays_as_it_is(self):
        page = render(f"{figure('a')}<p>Between.</p>{figure('b')}")
        self.assertNotIn("gallery", page)
        self.assertNotIn("<a ", page)

    def test_pictures_that_stand_aside_or_lead_somewhere_are_in_no_gallery(self):
        linked = figure("b").replace("<img", '<a href="/news/"><img').replace('height="9">', 'height="9"></a>')
        for html in (
            figure("a") + figure("b", css="image image-left"),
            figure("a") + linked,
            figure("a") + f'<div class="image-center">{figure("b")}</div>',
        ):
            self.assertNotIn("gallery", render(html))

    def test_a_link_without_description_has_a_name_all_the_same(self):
        page = render(figure("a", alt="") + figure("b"))
        self.assertEqual(page.count('aria-label="Picture 1"'), 1)
        self.assertNotIn('aria-label="Picture 2"', page)

    def test_beside_a_translation_each_picture_is_a_block(self):
        told = render_blocks(figure("a") + figure("b"))
        self.assertEqual([tag for tag, _key, _html in told], ["figure", "figure"])
        self.assertNotIn("gallery", "".join(html for _tag, _key, html in told))
