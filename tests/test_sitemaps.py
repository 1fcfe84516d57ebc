import re
from datetime import UTC, datetime, timedelta
from unittest import mock
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.models import Article
from opendoors.content import blocks, clock
from opendoors.sitemaps.sections import SECTIONS
from partners.models import University
from tests.factories import (
    make_agreement,
    make_article,
    make_field,
    make_laboratory,
    make_page,
    make_topic,
    make_university,
    make_user,
)

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
ROOT = "https://example.org"
NAMES = {
    "": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


@override_settings(SITE_URL=ROOT)
class SitemapCase(TestCase):
    def get(self, name, *arguments, at=NOON, **headers):
        with clock.at(at):
            return self.client.get(reverse(name, args=arguments), headers=headers)

    def read(self, name, *arguments, at=NOON):
        return ElementTree.fromstring(self.get(name, *arguments, at=at).content)

    def urls(self, section, number=0, at=NOON):
        """Of one file: path to its moment and its alternates."""
        found = {}
        for url in self.read("sitemap-section", section, number, at=at).findall("url", NAMES):
            links = {link.get("hreflang"): link.get("href") for link in url.findall("xhtml:link", NAMES)}
            found[self.path(url.findtext("loc", None, NAMES))] = (url.findtext("lastmod", None, NAMES), links)
        return found

    def path(self, address):
        self.assertTrue(address.startswith(f"{ROOT}/"), address)
        return address.removeprefix(ROOT)

    def files(self):
        return [self.path(one.text) for one in self.read("sitemap").iterfind("sitemap/loc", NAMES)]

    def article(self, **values):
        with clock.at(NOON - 4 * HOUR):
            return make_article(**{"publish_at": NOON - HOUR, **values})


class PagesTests(SitemapCase):
    def test_the_index_names_the_files_that_there_are(self):
        self.assertEqual(self.files(), ["/sitemap-lists-0.xml"])
        field = make_field()
        agreement = make_agreement(parties=[make_university(), make_university()], fields=[field])
        make_laboratory(host=agreement.universities.first())
        self.article(topics=[make_topic()])
        make_page(publish_at=NOON - HOUR)
        self.assertEqual([re.search(r"-([a-z]+)-\d+\.xml$", path)[1] for path in self.files()], [*SECTIONS])

    def test_every_address_of_every_file_answers_and_calls_itself_canonical(self):
        make_agreement(parties=[make_university(), make_university()], fields=[make_field()])
        make_laboratory(host=make_university())
        make_page(publish_at=NOON - HOUR)
        for language in ("en", "ru"):
            self.article(language=language, topics=[make_topic()])
        with clock.at(NOON):
            for file in self.files():
                for loc in ElementTree.fromstring(self.client.get(file).content).iterfind("url/loc", NAMES):
                    with self.subTest(loc.text):
                        page = self.client.get(self.path(loc.text))
                        self.assertContains(page, f'<link rel="canonical" href="{loc.text}">')

    def test_languages_are_those_that_are_live(self):
        text = self.article(slug="one")
        values = {"language": "ru", "slug": "odin", "translation_key": text.translation_key}
        translation = self.article(publish_at=NOON, **values)
        english, russian = f"{ROOT}/news/one/", f"{ROOT}/ru/news/odin/"
        number = text.pk // blocks.SIZE
        before = self.urls("articles", number, at=NOON - SECOND)
        self.assertEqual(before, {"/news/one/": ("2026-11-01T11:00:00Z", {})})
        links = {"en": english, "ru": russian, "x-default": english}
        self.assertEqual(
            self.urls("articles", number),
            {"/news/one/": ("2026-11-01T11:00:00Z", links), "/ru/news/odin/": ("2026-11-01T12:00:00Z", links)},
        )
        text.withdraw("Wrong")
        self.assertEqual(
            self.urls("articles", translation.pk // blocks.SIZE),
            {"/ru/news/odin/": ("2026-11-01T12:00:00Z", {})},
        )

    def test_records_stand_in_every_language(self):
        with clock.at(NOON):
            university = make_university(slug="kazan")
        links = {"en": f"{ROOT}/partners/universities/kazan/", "ru": f"{ROOT}/ru/partners/universities/kazan/"}
        links["x-default"] = links["en"]
        changed = university.updated_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.assertEqual(
            self.urls("universities", university.pk // blocks.SIZE),
            {path: (changed, links) for path in ("/partners/universities/kazan/", "/ru/partners/universities/kazan/")},
        )

    def test_topics_stand_in_the_languages_that_have_articles_on_them(self):
        topic = make_topic(slug_en="science", slug_ru="nauka")
        make_topic()
        self.article(language="ru", topics=[topic])
        self.assertEqual(self.urls("topics"), {"/ru/news/topics/nauka/": (None, {})})

    def test_countries_and_fields_in_use(self):
        make_agreement(
            parties=[make_university(country="CN"), make_university(country="RU")], fields=[make_field(slug="f")]
        )
        make_field(slug="unused")
        make_university(country="KZ", is_published=False)
        found = {path for path in self.urls("places") if not path.startswith("/ru/")}
        self.assertEqual(found, {f"/partners/{one}/" for one in ("countries/CN", "countries/RU", "fields/f")})

    def test_what_there_is_not(self):
        for name, number in (("lists", 1), ("articles", 0), ("articles", 10**30), ("nothing", 0)):
            with self.subTest(name, number=number):
                self.assertEqual(self.get("sitemap-section", name, number).status_code, 404)
        self.assertEqual(self.client.get("/sitemap-lists-0.xml").status_code, 200)
        self.assertEqual(self.client.get("/sitemap-lists-00.xml").status_code, 404)  # or anybody could make up more


class LastmodTests(SitemapCase):
    def told(self, article, at):
        return self.urls("articles", article.pk // blocks.SIZE, at=at)[article.get_absolute_url()][0]

    def test_when_readers_got_another_text_and_no_draft(self):
        article = self.article(slug="a")
        article.body = "<p>Another text.</p>"
        with clock.at(NOON):
            article.save_draft(by=None)
        self.assertEqual(self.told(article, NOON + HOUR), "2026-11-01T11:00:00Z")
        with clock.at(NOON + HOUR):
            article.publish(by=None)
        self.assertEqual(self.told(article, NOON + 2 * HOUR), "2026-11-01T13:00:00Z")

    def test_publishing_the_same_again_changes_nothing(self):
        article = self.article(slug="a")
        with clock.at(NOON):
            article.withdraw("Wait")
        with clock.at(NOON + HOUR):
            article.publish(by=None)
        self.assertEqual(self.told(article, NOON + 2 * HOUR), "2026-11-01T11:00:00Z")

    def test_of_what_came_without_a_history_its_moment(self):
        article = self.article(slug="a")
        article.publications.all().delete()
        self.assertEqual(self.told(article, NOON), "2026-11-01T11:00:00Z")


class ManyTests(SitemapCase):
    def test_blocks_keep_their_rows(self):
        with mock.patch.object(blocks, "SIZE", 2):
            rows = [self.article() for _number in range(7)]
            files = [path for path in self.files() if "articles" in path]
            told = {path: self.client.get(path).content for path in files}
            self.assertEqual(sum(content.count(b"<loc>") for content in told.values()), 7)
            rows[2].withdraw("Wrong")
            gone = reverse("sitemap-section", args=["articles", rows[2].pk // 2])
            self.assertEqual({p for p in files if self.client.get(p).content != told[p]}, {gone})

    def test_the_number_of_questions_does_not_depend_on_how_much_there_is(self):
        spent = []
        for many in (3, 27):
            for _number in range(many):
                self._fill()
            files = [reverse("sitemap"), reverse("sitemap-news"), *self.files()]
            for path in files:
                self.client.get(path)  # notes what it says
            with CaptureQueriesContext(connection) as queries:
                for path in files:
                    self.client.get(path)
            spent.append(len(queries) / len(files))
        self.assertEqual(spent[0], spent[1])

    def _fill(self):
        self.article(topics=[make_topic()])
        make_page(publish_at=NOON - HOUR)
        make_laboratory(host=make_university())
        make_agreement(parties=[make_university(), make_university()], fields=[make_field()])


class NewsTests(SitemapCase):
    def told(self, at=NOON):
        found = self.read("sitemap-news", at=at).findall("url", NAMES)
        return {self.path(url.findtext("loc", None, NAMES)): url.find("news:news", NAMES) for url in found}

    def test_what_is_told_of_an_article(self):
        self.article(slug="odin", language="ru", title="Ёлка & <b>\x01", waived="A sign that nobody sees")
        news = self.told()["/ru/news/odin/"]
        self.assertEqual(
            [one.text.strip() for one in news.iter() if one.text and one.text.strip()],
            ["Open Doors", "ru", "2026-11-01T11:00:00Z", "Ёлка & <b>"],
        )

    def test_for_forty_eight_hours_to_the_second(self):
        self.article(slug="a", publish_at=NOON)
        self.assertNotIn("/news/a/", self.told(NOON - SECOND))
        for moment in (NOON, NOON + 48 * HOUR - SECOND):
            self.assertIn("/news/a/", self.told(moment))
        self.assertNotIn("/news/a/", self.told(NOON + 48 * HOUR))

    def test_without_news_it_names_the_list(self):
        self.assertEqual(self.told(), {"/news/": None, "/ru/news/": None})


class PollingTests(SitemapCase):
    def test_304_until_something_changes_and_200_at_that_second(self):
        article = self.article()
        self.article(publish_at=NOON + HOUR)
        number = article.pk // blocks.SIZE
        for name, arguments in (("sitemap-section", ("articles", number)), ("sitemap-news", ())):
            self.get(name, *arguments, at=NOON - SECOND)
            first = self.get(name, *arguments)
            for moment, status in ((NOON + HOUR - SECOND, 304), (NOON + HOUR, 200)):
                for given in ({"if_none_match": first["ETag"]}, {"if_modified_since": first["Last-Modified"]}):
                    with self.subTest(name, moment=moment, **given):
                        self.assertEqual(self.get(name, *arguments, at=moment, **given).status_code, status)

    def test_one_answer_for_everybody(self):
        draft = make_university(is_published=False, slug="draft")
        told = self.get("sitemap").content
        self.client.force_login(make_user("Administrator"))
        self.assertEqual(self.get("sitemap").content, told)
        self.assertEqual(self.get("sitemap-section", "universities", draft.pk // blocks.SIZE).status_code, 404)


class RobotsTests(SitemapCase):
    def setUp(self):
        self.text = self.get("robots").content.decode()
        self.parser = RobotFileParser()
        self.parser.parse(self.text.splitlines())

    def test_public_pages_are_open_and_the_rest_is_closed(self):
        make_article(slug="a")
        for path in ("/", "/ru/news/a/", "/partners/universities/?page=2", "/media/x.jpg", "/static/x.css"):
            self.assertTrue(self.parser.can_fetch("Googlebot", path), path)
        closed = (
            "/admin/",
            "/admin/news/article/1/preview/",
            "/search/?q=a",
            "/ru/search/?q=a",
            "/search/suggest/?q=a",
        )
        for path in (*closed, "/guest/x/", "/ru/guest/x/", "/partners/calendar/x.ics"):
            self.assertFalse(self.parser.can_fetch("Googlebot", path), path)

    def test_it_names_the_sitemaps(self):
        self.assertEqual(self.parser.site_maps(), [f"{ROOT}/sitemap.xml", f"{ROOT}/sitemap-news.xml"])

    @override_settings(NOINDEX=True)
    def test_a_copy_is_closed(self):
        response = self.get("robots")
        self.assertEqual(response.content, b"User-agent: *\nDisallow: /\n")
        self.assertEqual(response["X-Robots-Tag"], "noindex, nofollow")


class ModelsTests(TestCase):
    def test_a_block_holds_what_its_number_says(self):
        universities = [make_university() for _number in range(3)]
        rows = University.objects.all()
        with mock.patch.object(blocks, "SIZE", 1):
            self.assertEqual(blocks.numbers(rows), [one.pk for one in universities])
            self.assertEqual(list(blocks.block(rows, universities[1].pk)), [universities[1]])
        self.assertEqual(blocks.numbers(Article.objects.all()), [])
