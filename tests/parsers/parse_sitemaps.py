"""Sitemaps of hostile texts before the schemas of `tests/parsers/schemas/`; `make parsers` runs it."""

from pathlib import Path

from django.core.management import call_command
from django.test import TestCase
from lxml import etree
from sitemap_verify.engine_profiles import EngineValidationContext, validate_engine_profile
from sitemap_verify.parser import parse_sitemap_document
from sitemap_verify.validators import validate_document
from sitemap_verify.xsd_validator import XsdValidator

from tests.factories import make_article, make_page, make_topic

FOLDER = Path(__file__).parent / "schemas"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
UNTOLD = "google_lastmod_recommended"  # of lists, whose last change nobody can tell
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


class OtherReaderTests(TestCase):
    """What sitemap-verify says of them: its own schemas, the protocol's rules, and what Google asks for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schemas = XsdValidator()

    def complaints(self, path, content):
        document = parse_sitemap_document(content, source=path, uncompressed_size=len(content), is_gzipped=False)
        found, urls, children = validate_document(document, base_url=f"http://testserver{path}")
        context = EngineValidationContext(document, urls, children)
        found = [*found, *self.schemas.validate(document), *validate_engine_profile("google", context)]
        return [(one.code, one.message) for one in found if one.code != UNTOLD], len(document.entries)

    def test_nothing_is_found_in_the_demonstration_site(self):
        call_command("demo", picture_width=640, verbosity=0)
        make_article(slug="today")
        index = self.client.get("/sitemap.xml").content.decode()
        files = [one.text.removeprefix("http://testserver") for one in etree.fromstring(index.encode()).iter(LOC)]
        for path in ("/sitemap.xml", "/sitemap-news.xml", *files):
            with self.subTest(path):
                complaints, entries = self.complaints(path, self.client.get(path).content.decode())
                self.assertEqual(complaints, [])
                self.assertGreater(entries, 0)

    def test_it_finds_what_is_wrong(self):
        make_article(slug="today")
        for path, right, wrong in (
            ("/sitemap.xml", "http://testserver/", "/"),
            ("/sitemap-news.xml", "<news:language>en<", "<news:language>english<"),
            ("/sitemap-lists-0.xml", 'hreflang="ru"', 'hreflang="russian"'),
        ):
            content = self.client.get(path).content.decode()
            with self.subTest(path):
                self.assertIn(right, content)
                self.assertNotEqual(self.complaints(path, content.replace(right, wrong))[0], [])
