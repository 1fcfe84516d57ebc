"""The pictures that stand beside shared links: what is on them, and that nothing hidden ever is."""

import re
from io import BytesIO
from uuid import UUID

from django.core.files.storage import storages
from django.test import SimpleTestCase, TestCase
from django.utils import translation
from PIL import Image, ImageChops

from news.drawing import doorways
from news.models import Article
from opendoors.cards import lettering
from opendoors.cards.drawing import MARGIN, PANEL, PAPER, SIZE, SIZES, Poster, drawn, encoded
from opendoors.cards.subjects import card_of
from opendoors.content import clock
from opendoors.content.images import store_picture
from tests.factories import (
    make_agreement,
    make_article,
    make_image,
    make_laboratory,
    make_page,
    make_topic,
    make_university,
)
from tests.pictures import FilesInMemory, upload
from tests.test_visibility import HIDDEN, NOON, SECOND, SHOWN, Surroundings, undone
from tests.test_visibility_register import HIDDEN_RECORDS, SHOWN_RECORDS

LONG = {
    "many words": "Word " * 40,
    "one word": "Сельскохозяйственноэлектрификационный" * 5,
    "both scripts": "Университет University «Ёлка» – Łódź, Қазақстан " * 4,
}


def poster(title, seed=12345):
    return Poster(lettering.settable(title), "News", "Open Doors", "Russian Scholarship Project", doorways(seed, 0))


class LetteringTests(SimpleTestCase):
    def test_titles_in_both_scripts_are_set_with_letters_that_the_typeface_has(self):
        for text in ("Registration opens", "Регистрация открыта — №\xa01", "Łódź, Қазақстан, 25 €"):
            with self.subTest(text):
                self.assertEqual(lettering.settable(text), " ".join(text.split()))
                self.assertGreater(lettering.width(text, lettering.Style(40, 700)), 300)

    def test_what_the_typeface_lacks_is_left_out(self):
        self.assertEqual(lettering.settable("Peking (北京大学)  and 👩‍🔬 Ёлка\x07"), "Peking and Ёлка")

    def test_long_titles_fit(self):
        box = (PANEL - 2 * MARGIN, 330)
        for name, text in LONG.items():
            with self.subTest(name):
                lines, style = lettering.fitted(lettering.settable(text), box, SIZES, 750)
                self.assertLessEqual(len(lines) * style.line_height, box[1])
                self.assertLessEqual(max(lettering.width(line, style) for line in lines), box[0])

    def test_a_short_title_is_large_and_one_without_end_is_cut(self):
        self.assertEqual(lettering.fitted("Short", (600, 330), SIZES, 750)[1].size, SIZES[0])
        lines, _style = lettering.fitted("Word " * 400, (600, 330), SIZES, 750)
        self.assertTrue(lines[-1].endswith("…"))


class DrawingTests(SimpleTestCase):
    def test_the_same_card_is_the_same_bytes(self):
        self.assertEqual(encoded(drawn(poster("Title")), "png"), encoded(drawn(poster("Title")), "png"))

    def test_words_stay_on_the_paper(self):
        for name, title in LONG.items():
            with self.subTest(name):
                told, empty = drawn(poster(title)), Image.new("RGB", SIZE, PAPER)
                words = ImageChops.difference(told, empty).crop((0, 0, PANEL - 4, SIZE[1])).getbbox()
                self.assertGreaterEqual(words[0], MARGIN - 4)
                self.assertLessEqual(words[2], PANEL - MARGIN + 4)
                self.assertEqual(told.size, SIZE)


class CardCase(TestCase):
    def setUp(self):
        self.addCleanup(self._forget_files)

    def _forget_files(self):
        private = storages["private"]
        for name in private.listdir("cards")[1] if private.exists("cards") else ():
            private.delete(f"cards/{name}")

    def picture(self, address):
        response = self.client.get(address)
        self.assertEqual(response.status_code, 200)
        return response, Image.open(BytesIO(response.content))


class CardTests(FilesInMemory, CardCase):
    def test_every_kind_has_one_in_both_languages(self):
        for language in ("en", "ru"):
            with translation.override(language):
                records = [make_university(), make_laboratory(), make_agreement()]
                for content in (make_article(language=language), make_page(language=language), *records):
                    with self.subTest(content, language=language):
                        page = self.client.get(content.get_absolute_url()).content.decode()
                        address = re.search(r'og:image" content="http://testserver(/[^"]+)"', page)[1]
                        response, picture = self.picture(address)
                        self.assertEqual((picture.format, picture.size), ("PNG", SIZE))
                        self.assertEqual(response["Content-Type"], "image/png")
                        self.assertIn("public", response["Cache-Control"])
                        self.assertEqual(response.cookies, {})

    def test_a_cover_is_cut_to_size_round_its_focus(self):
        halves = Image.new("RGB", (900, 900), "white")
        halves.paste("black", (0, 0, 900, 450))
        out = BytesIO()
        halves.save(out, "JPEG")
        cover = store_picture(upload(out.getvalue(), "cover.jpg"), by=None, alt_en="Doors", focal_y=0)
        article = make_article(cover=cover, slug="covered")
        page = self.client.get("/news/covered/").content.decode()
        self.assertIn('<meta property="og:image:alt" content="Doors">', page)
        response, picture = self.picture(card_of(article).url)
        self.assertEqual((response["Content-Type"], picture.format, picture.size), ("image/jpeg", "JPEG", SIZE))
        self.assertLess(max(picture.getpixel((600, 10))), 20)
        self.assertGreater(min(picture.getpixel((600, 620))), 235)

    def test_paper_shows_through_a_cover(self):
        out = BytesIO()
        Image.new("RGBA", (900, 900), (0, 0, 0, 0)).save(out, "PNG")
        cover = store_picture(upload(out.getvalue(), "mark.png"), by=None, alt_en="A mark")
        _response, picture = self.picture(card_of(make_article(cover=cover)).url)
        self.assertGreater(min(picture.getpixel((600, 300))), 235)

    def test_a_cover_that_is_lost_is_drawn_instead_until_it_is_back(self):
        address = card_of(make_article(cover=make_image())).url
        for _each in range(2):
            response, picture = self.picture(address)
            self.assertEqual(picture.size, SIZE)
            self.assertEqual(response["Cache-Control"], "public, max-age=60")

    def test_an_address_of_before_leads_to_the_card_of_now(self):
        article = make_article(title="Before")
        before = card_of(article).url
        self.picture(before)
        Article.objects.filter(pk=article.pk).update(title="After")
        now = card_of(Article.objects.get()).url
        self.assertNotEqual(before, now)
        answer = self.client.get(before)
        self.assertRedirects(answer, now, status_code=302)
        self.assertEqual(answer["Cache-Control"], "no-cache")

    def test_it_is_drawn_once(self):
        card = card_of(make_article())
        first = self.client.get(card.url).content
        kept = storages["private"].open(f"cards/{card.digest}.png")
        with kept as file:
            self.assertEqual(file.read(), first)
        with storages["private"].open(f"cards/{card.digest}.png", "wb") as file:
            file.write(b"kept")
        self.assertEqual(self.client.get(card.url).content, b"kept")

    def test_what_there_is_not_has_none(self):
        article = card_of(make_article())
        for kind, key in (("nothing", article.key), ("page", article.key), ("article", UUID(int=1))):
            with self.subTest(kind):
                self.assertEqual(self.client.get(f"/cards/{kind}/{key}/{article.digest}.png").status_code, 404)

    def test_queries_do_not_grow(self):
        for amount in (1, 30):
            card = card_of(make_article(topics=[make_topic() for _each in range(amount)]))
            with self.subTest(amount), self.assertNumQueries(3):  # changes that are due, the article, its topics
                self.client.get(card.url)


class CardVisibilityTests(Surroundings, CardCase):
    def test_only_what_is_public_has_a_card(self):
        for language in ("en", "ru"):
            for cases, expected in ((HIDDEN, 404), (SHOWN, 200)):
                for name, state in cases:
                    article = self.place(language, state)
                    with self.subTest(name, language=language), clock.at(NOON), translation.override(language):
                        known = Article.objects.get(pk=article.pk)
                        self.assertEqual(self.client.get(card_of(known).url).status_code, expected)
                    self.forget()

    def test_what_was_drawn_is_gone_with_the_article(self):
        article = self.place("en", {"expire_at": NOON + SECOND})
        with clock.at(NOON):
            self.picture(card_of(article).url)
        with clock.at(NOON + SECOND):
            self.assertEqual(self.client.get(card_of(article).url).status_code, 404)

    def test_only_published_records_have_one(self):
        for cases, expected in ((HIDDEN_RECORDS, 404), (SHOWN_RECORDS, 200)):
            for name, make in cases:
                with self.subTest(name), undone():
                    record, _shown = make()
                    self.assertEqual(self.client.get(card_of(record).url).status_code, expected)

    def test_a_translation_has_a_card_of_its_own(self):
        article = self.place("en", {})
        with translation.override("ru"):
            other = card_of(article.sibling).url
        self.assertTrue(other.startswith("/ru/cards/"))
        self.assertNotEqual(card_of(article).digest, card_of(article.sibling).digest)
