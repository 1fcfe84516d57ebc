"""Rules about what a text is built of: what they find, and what looks like it and is none."""

from django.test import SimpleTestCase, TestCase

from news.models import Article
from opendoors.content.gate import structure
from opendoors.content.gate.manuscript import Manuscript
from tests.factories import make_image


def found(rule, body="", **values) -> list[str]:
    article = Article(**{"title": "A title", "lead": "A lead", "body": body, **values})
    return [f"{finding.place}: {finding.words}" for finding in rule(Manuscript(article, Article.outline))]


class HeadingTests(SimpleTestCase):
    def test_jumps(self):
        for body in ("<h2>A</h2><h4>Deep</h4>", "<h3>Deep</h3>", "<h2>A</h2><h3>B</h3><h2>C</h2><h4>Deep</h4>"):
            with self.subTest(body):
                self.assertEqual(found(structure.heading_order, body), ["body: Deep"])

    def test_down_one_by_one_and_up_at_will(self):
        body = "<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2><h3>E</h3><h3>F</h3>"
        self.assertEqual(found(structure.heading_order, body), [])
        self.assertEqual(found(structure.heading_order, "<h1>A</h1><h3>B</h3>"), [])  # cleaning makes an h1 an h2

    def test_without_words(self):
        body = '<h2><img src="/media/a.png" alt=""></h2>'
        self.assertEqual(found(structure.heading_order, body), ["body: "])
        self.assertEqual(found(structure.heading_order, body.replace('alt=""', 'alt="A"')), [])


class LinkTextTests(SimpleTestCase):
    def test_words_that_say_nothing(self):
        for words in ("here", "Click here", "«Здесь»", "по ссылке", "Подробнее…", "Ещё", "Read more →", "ТУТ", "→"):
            with self.subTest(words):
                body = f'<p>See <a href="https://example.org/">{words}</a></p>'
                self.assertEqual(found(structure.link_text, body), [f"body: {words}"])

    def test_words_that_say_where(self):
        for words in ("the rules", "Click here rules", "Здесь живут", "подробнее о правилах", "Hereford", "8"):
            with self.subTest(words):
                self.assertEqual(found(structure.link_text, f'<p><a href="/x/">{words}</a></p>'), [])

    def test_a_picture_speaks_by_its_alternative_text(self):
        body = '<p><a href="/x/"><img src="/media/a.png" alt="{}"></a></p>'
        self.assertEqual(found(structure.link_text, body.format("")), ["body: /x/"])
        self.assertEqual(found(structure.link_text, body.format("The map")), [])

    def test_bare_addresses(self):
        for words in ("https://example.org/", "www.example.org", "example.org/rules/2027"):
            with self.subTest(words):
                body = f'<p><a href="https://example.org/">{words}</a></p>'
                self.assertEqual(found(structure.bare_address, body), [f"body: {words}"])
        for words in ("example.org", "a.ivanov@example.org", "and/or", "Rules 1.2"):
            with self.subTest(words):
                self.assertEqual(found(structure.bare_address, f'<p><a href="https://e.org/">{words}</a></p>'), [])

    def test_a_film_becomes_a_player(self):
        address = "https://rutube.ru/video/0d5e0a1b2c3d4e5f60718293a4b5c6d7/"
        link = f'<a href="{address}">{address}</a>'
        self.assertEqual(found(structure.bare_address, f"<p>{link}</p>"), [])
        self.assertEqual(len(found(structure.bare_address, f"<p>See {link}</p>")), 1)


class TableTests(SimpleTestCase):
    def test_without_header_cells(self):
        body = "<table><tbody><tr><td>Moscow</td><td>12</td></tr></tbody></table>"
        self.assertEqual(found(structure.table_headers, body), ["body: Moscow │ 12"])
        self.assertEqual(found(structure.table_headers, body.replace("td", "th")), [])

    def test_empty_ones_are_none(self):
        body = "<table><tbody><tr><th></th><th> </th></tr><tr><td>1</td><td>2</td></tr></tbody></table>"
        self.assertEqual(len(found(structure.table_headers, body)), 1)

    def test_a_table_within_a_table_answers_for_itself(self):
        inner = "<table><tbody><tr><td>Inner</td></tr></tbody></table>"
        body = f"<table><tbody><tr><th>Outer</th><td>{inner}</td></tr></tbody></table>"
        self.assertEqual(found(structure.table_headers, body), ["body: Inner"])


class AlternativeTextTests(TestCase):
    def test_cover_in_the_language_of_the_article(self):
        cover = make_image(alt_en="Doors", alt_ru="")
        self.assertEqual(found(structure.alt_text, cover=cover), [])
        self.assertEqual(found(structure.alt_text, cover=cover, language="ru"), ["cover: "])
        cover.is_decorative = True
        self.assertEqual(found(structure.alt_text, cover=cover, language="ru"), [])

    def test_pictures_in_the_text(self):
        body = '<p><img src="/media/images/a.jpg" alt="{}"></p>'
        self.assertEqual(found(structure.alt_text, body.format("")), ["body: "])
        self.assertEqual(found(structure.alt_text, body.format("Two doors")), [])

    def test_the_librarys_word_counts_where_the_text_has_none(self):
        for values, expected in (
            ({"alt_en": "Doors"}, []),
            ({"alt_en": "", "alt_ru": "Двери"}, ["body: "]),
            ({"alt_en": "", "alt_ru": "", "is_decorative": True}, []),
        ):
            with self.subTest(values):
                body = f'<p><img src="/media/{make_image(**values).file.name}" alt=""></p>'
                self.assertEqual(found(structure.alt_text, body), expected)

    def test_name_of_a_file_says_nothing(self):
        body = '<p><img src="/media/images/a.jpg" alt="{}"></p>'
        self.assertEqual(len(found(structure.alt_text, body.format("IMG_2041 (2).JPG"))), 1)
        self.assertEqual(found(structure.alt_text, body.format("The sign says “readme.jpg” in red")), [])
        self.assertEqual(len(found(structure.alt_text, cover=make_image(alt_en="DSC-0001.jpeg"))), 1)
