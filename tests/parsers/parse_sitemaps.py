"""Sitemaps of hostile texts before the schemas of `tests/parsers/schemas/`; `make parsers` runs it."""

from pathlib import Path

from django.core.management import call_command
from django.test import TestCase
from lxml import etree

from tests.factories import make_article, make_page, make_topic

FOLDER = Path(__file__).parent / "schemas"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
HOSTILE = "]]> & «Ёлка» \"q\" 'a' 👩‍🔬 北京 &amp; 1 < 2 > 0 -- %s {{ x }}"


def schema(name):
    return etree.XMLSchema(etree.parse(FOLDER / name))


class SchemaTests(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.index, cls.urlset = schema("siteindex.xsd"), schema("all.xsd")

    def read(self, path, held_against):
        root = etree.fromstring(self.client.get(path).content)
        self.assertTrue(held_against.validate(root), f"{path}: {held_against.error_log}")
        return root

    def files(self):
        found = [one.text.removeprefix("http://testserver") for one in self.read("/sitemap.xml", self.index).iter(LOC)]
        return [self.read(path, self.urlset) for path in (*found, "/sitemap-news.xml")]

    def test_nothing_is_a_sitemap_too(self):
        self.assertEqual(len(self.files()), 2)

    def test_the_demonstration_site(self):
        call_command("demo", picture_width=640, verbosity=0)
        self.assertGreater(len(self.files()), 7)

    def test_hostile_texts(self):
        for language in ("en", "ru"):
            topic = make_topic(slug_en=f"t-{language}", slug_ru=f"t-{language}")
            texts = {"language": language, "title": f"{HOSTILE}\x01\ufffe", "waived": "Nobody writes like this"}
            make_article(slug="a", topics=[topic], **texts)
            make_page(language=language, slug="hostile")
        titles = [one.text for root in self.files() for one in root.iter("{*}title")]
        self.assertEqual(titles, [HOSTILE, HOSTILE])

    def test_the_schemas_find_what_is_wrong(self):
        make_article(slug="a")
        news, (lists, *_others) = self.read("/sitemap-news.xml", self.urlset), self.files()
        for root, wrong in (
            (lists, ("lastmod", "yesterday")),
            (lists, ("loc", "x")),
            (news, ("language", "русский")),
            (news, ("publication_date", "yesterday")),
            (news, ("title", "")),
        ):
            name, value = wrong
            with self.subTest(name):
                copy = etree.fromstring(etree.tostring(root))
                found = next(copy.iter(f"{{*}}{name}"), None)
                if found is None:
                    found = etree.SubElement(next(copy.iter("{*}url")), LOC.replace("loc", name))
                found.text = value
                self.assertFalse(self.urlset.validate(copy))
