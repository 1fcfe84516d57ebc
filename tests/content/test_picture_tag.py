from django.template import Context, Template
from django.test import TestCase
from django.utils import translation

from opendoors.content.pictures import smallest, thumbnail
from tests.factories import make_image


def shown(image, options: str = "") -> str:
    return Template(f"{{% load content %}}{{% picture image {options} %}}").render(Context({"image": image}))


class PictureTagTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.image = make_image(focal_x=14, focal_y=96)

    def test_offers_both_formats_in_all_widths(self):
        with self.assertNumQueries(0):
            html = shown(self.image, 'sizes="50vw" class="cover"')
        stem = f"/media/{self.image.file.name.removesuffix('.jpg')}"
        self.assertInHTML(
            f"""<picture>
            <source type="image/avif" srcset="{stem}-320.avif 320w, {stem}-640.avif 640w" sizes="50vw">
            <source type="image/webp" srcset="{stem}-320.webp 320w, {stem}-640.webp 640w" sizes="50vw">
            <img src="{stem}.jpg" alt="{self.image.alt_en}" width="1600" height="900"
                class="cover focal-x-10 focal-y-100" loading="lazy" decoding="async"></picture>""",
            html,
        )

    def test_first_picture_of_a_page_is_fetched_at_once(self):
        html = shown(self.image, "eager=True")
        self.assertIn('fetchpriority="high"', html)
        self.assertNotIn("lazy", html)

    def test_text_is_in_the_readers_language_or_none(self):
        with translation.override("ru"):
            self.assertIn(f'alt="{self.image.alt_ru}"', shown(self.image))
            self.assertIn('alt=""', shown(make_image(alt_ru="")))
        self.assertIn('alt=""', shown(make_image(is_decorative=True)))
        self.assertIn('alt=""', shown(self.image, 'alt=""'))

    def test_text_is_escaped(self):
        self.assertIn('alt="&quot;&gt;&lt;script&gt;"', shown(make_image(alt_en='"><script>')))

    def test_picture_without_renditions_and_no_picture(self):
        self.assertNotIn("<source", shown(make_image(renditions=[])))
        self.assertNotIn("<", shown(None))

    def test_thumbnail_is_small(self):
        self.assertIn('-320.webp" width="96" height="54" alt=""', thumbnail(self.image))
        self.assertTrue(smallest(self.image, 5000).endswith(".jpg"))
