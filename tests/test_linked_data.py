"""What pages tell machines: as it is written down, and no more than everybody sees."""

import json
import re
from datetime import UTC, datetime, timedelta

from django.test import SimpleTestCase, TestCase, override_settings

from news.models import Article
from opendoors.content import clock
from opendoors.content.publishing import State
from opendoors.content.richtext import embedded
from opendoors.linked_data import HEADLINE, headline
from tests.factories import make_article, make_image, make_laboratory, make_topic, make_university, make_user
from tests.test_visibility import SLUG, undone
from tests.test_visibility_register import HIDDEN_RECORDS, NAME

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SITE = "https://example.org"
HOSTILE = "</script><script>alert(1)</script><!-- & ]]> \u2028\u2029 \"'\\ Ёлка"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


class EmbeddedTests(SimpleTestCase):
    def test_nothing_in_it_ends_the_element(self):
        written = embedded({"name": HOSTILE})
        for sign in "<>&\u2028\u2029":
            self.assertNotIn(sign, written)
        self.assertIn("Ёлка", written)
        self.assertEqual(json.loads(written), {"name": HOSTILE})

    def test_headlines_are_as_long_as_search_engines_ask(self):
        self.assertEqual(headline("x" * HEADLINE), "x" * HEADLINE)
        self.assertEqual(headline("Word " * 30), "Word " * 21 + "Word…")
        self.assertEqual(len(headline("x" * 200)), HEADLINE)


@override_settings(SITE_URL=SITE)
class LinkedDataCase(TestCase):
    def nodes(self, path):
        """By type."""
        found = [json.loads(text) for text in DATA.findall(self.client.get(path).content.decode())]
        return {node["@type"]: node for one in found for node in one.get("@graph", [one])}


class ArticleDataTests(LinkedDataCase):
    def told(self, **values):
        with clock.at(NOON):
            article = make_article(publish_at=NOON, slug="told", **values)
            return article, self.nodes("/news/told/")["NewsArticle"]

    def test_what_is_true_of_every_article(self):
        topic = make_topic(name_en="Science")
        article, node = self.told(title="Word " * 30, lead="The lead.", topics=(topic,), byline="Anna Ivanova")
        self.assertEqual(node["headline"], headline(article.title))
        self.assertEqual(node["description"], "The lead.")
        self.assertEqual(node["mainEntityOfPage"], {"@type": "WebPage", "@id": f"{SITE}/news/told/"})
        self.assertEqual(node["datePublished"], "2026-11-01T15:00:00+03:00")
        self.assertEqual(node["dateModified"], node["datePublished"])
        self.assertEqual((node["inLanguage"], node["articleSection"]), ("en", ["Science"]))
        self.assertEqual(node["author"], {"@type": "Person", "name": "Anna Ivanova"})
        self.assertEqual(node["publisher"]["logo"]["url"], f"{SITE}/static/img/touch-icon.png")
        self.assertTrue(node["image"][0]["url"].startswith(f"{SITE}/cards/article/"))

    def test_an_office_is_no_person_and_without_a_byline_the_publisher_has_written_it(self):
        for byline, kind in (("Open Doors press office", "Organization"), ("Пресс-служба Open Doors", "Organization")):
            with self.subTest(byline), undone():
                self.assertEqual(self.told(byline=byline)[1]["author"], {"@type": kind, "name": byline})
        node = self.told()[1]
        self.assertEqual(node["author"], node["publisher"])

    def test_cover_corrections_and_source(self):
        corrections = [{"on": "2026-11-02", "text": "The year was wrong."}, {"on": "once", "text": "A name."}]
        cover = make_image(credit="A photographer")
        article, node = self.told(
            cover=cover, corrections=corrections, source_name="N", source_url="https://n.example/"
        )
        self.assertEqual(
            node["correction"],
            [
                {"@type": "CorrectionComment", "text": "The year was wrong.", "datePublished": "2026-11-02"},
                {"@type": "CorrectionComment", "text": "A name."},
            ],
        )
        self.assertEqual(node["image"][1]["creditText"], "A photographer")
        self.assertEqual(node["image"][1]["url"], f"{SITE}{article.cover.file.url}")
        self.assertEqual(node["isBasedOn"], "https://n.example/")

    def test_whom_it_is_about(self):
        known = make_university(name_en="Known", ror_id="055f7t516", website="https://known.example/")
        node = self.told(universities=(known,), laboratories=(make_laboratory(name_en="Lab"),))[1]
        self.assertEqual(
            node["about"][0],
            {
                "@type": "CollegeOrUniversity",
                "name": "Known",
                "url": "https://known.example/",
                "sameAs": ["https://ror.org/055f7t516"],
            },
        )
        self.assertEqual([one["name"] for one in node["about"]], ["Known", "Lab"])

    def test_hostile_words_stay_words(self):
        article = make_article(slug="hostile", title="Plain", byline="Plain")
        Article.objects.filter(pk=article.pk).update(title=HOSTILE, byline=HOSTILE, lead=HOSTILE)
        node = self.nodes("/news/hostile/")["NewsArticle"]
        self.assertEqual((node["headline"], node["author"]["name"]), (HOSTILE, HOSTILE))

    def test_what_visitors_do_not_see_tells_nothing(self):
        make_article(slug="draft", state=State.DRAFT)
        make_article(slug="later", publish_at=clock.now() + timedelta(days=1))
        make_university(slug="hidden", is_published=False)
        self.client.force_login(make_user("Association editor"))
        for path in ("/news/draft/", "/news/later/", "/partners/universities/hidden/"):
            with self.subTest(path):
                self.assertEqual([*self.nodes(path)], ["BreadcrumbList"])


class RecordDataTests(LinkedDataCase):
    def test_a_university(self):
        whole = make_university(name_en="Whole", slug="whole", ror_id="055f7t516", wikidata_id="Q1", is_member=True)
        part = make_university(name_en="Part", slug="part", kind="faculty", parent=whole, founded=1930, acronym="P")
        node = self.nodes(whole.get_absolute_url())["CollegeOrUniversity"]
        self.assertEqual(node["sameAs"], ["https://ror.org/055f7t516", "https://www.wikidata.org/wiki/Q1"])
        self.assertEqual(node["mainEntityOfPage"], f"{SITE}/partners/universities/whole/")
        self.assertEqual(node["address"]["addressCountry"], whole.country.code)
        self.assertIn("memberOf", node)
        node = self.nodes(part.get_absolute_url())["EducationalOrganization"]
        self.assertEqual(node["parentOrganization"]["name"], "Whole")
        self.assertEqual(node["foundingDate"], "1930")
        self.assertIn("P", node["alternateName"])

    def test_a_laboratory_once_it_exists(self):
        laboratory = make_laboratory(name_en="Lab")
        node = self.nodes(laboratory.get_absolute_url())["ResearchOrganization"]
        self.assertEqual(node["parentOrganization"]["name"], laboratory.host.name)
        planned = make_laboratory(status="planned")
        self.assertNotIn("ResearchOrganization", self.nodes(planned.get_absolute_url()))

    def test_no_article_tells_of_a_hidden_partner(self):
        for name, make in HIDDEN_RECORDS:
            with self.subTest(name), undone():
                record, _shown = make()
                relation = {"university": "universities", "laboratory": "laboratories", "agreement": "agreements"}
                article = make_article(**{relation[record._meta.model_name]: (record,)})
                written = json.dumps(self.nodes(article.get_absolute_url()))
                self.assertNotIn(NAME, written)
                self.assertNotIn(SLUG, written)

    def test_staff_only_words_are_not_told(self):
        university = make_university(internal_notes="Planted words", locked_fields=[])
        self.assertNotIn("Planted", json.dumps(self.nodes(university.get_absolute_url())))


class SiteDataTests(LinkedDataCase):
    def test_the_home_page_tells_the_site_its_search_and_its_publisher(self):
        for path in ("/", "/ru/"):
            with self.subTest(path):
                nodes = self.nodes(path)
                self.assertEqual(nodes["WebSite"]["url"], SITE + path)
                target = nodes["WebSite"]["potentialAction"]["target"]["urlTemplate"]
                self.assertEqual(target, f"{SITE}{path}search/?q={{search_term_string}}")
                self.assertEqual(nodes["Organization"]["@id"], f"{SITE}/#publisher")

    def test_the_trail_is_the_one_that_is_shown(self):
        university = make_university(
            name_en="Part", parent=make_university(name_en="Whole", slug="whole"), kind="campus"
        )
        items = self.nodes(university.get_absolute_url())["BreadcrumbList"]["itemListElement"]
        self.assertEqual([one["name"] for one in items], ["Home", "Partners", "Universities", "Whole", "Part"])
        self.assertEqual(items[3]["item"]["@id"], f"{SITE}/partners/universities/whole/")
        self.assertNotIn("item", items[4])
