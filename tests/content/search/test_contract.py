"""What search promises, on whichever database the tests run: CI runs them on both."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from news.models import Article
from opendoors.content import search
from opendoors.content.publishing import State
from tests.content.search.finding import counts, marked, shown, titles
from tests.factories import make_agreement, make_article, make_laboratory, make_topic, make_university, numbers

DAY = datetime(2026, 3, 10, 12, tzinfo=UTC)


class Contract(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hse = make_university(
            name_en="HSE University",
            name_ru="Высшая школа экономики",
            acronym="HSE",
            aliases=["НИУ ВШЭ", "Вышка"],
            description_en="Economics and much else.",
        )
        cls.peking = make_university(
            name_en="Peking University",
            name_ru="Пекинский университет",
            own_name="北京大学",
            own_language="zh-Hans",
            aliases=["北大", "PKU"],
            country="CN",
        )
        cls.bauman = make_university(name_en="", name_ru="Университет имени Баумана")
        cls.topic = make_topic(name_en="Admission", name_ru="Поступление")
        cls.signed = make_article(
            title="Universities sign an agreement",
            lead="The rectors met in Moscow.",
            body="<p>Perovskite solar cells are the first subject of the <em>joint laboratory</em>.</p>",
            universities=[cls.hse, cls.peking],
            topics=[cls.topic],
            publish_at=DAY,
        )
        cls.visa = make_article(
            title="How to extend a visa", lead="Ask the dormitory office.", publish_at=DAY - timedelta(days=400)
        )
        cls.russian = make_article(
            title="Соглашения подписаны", lead="Ёлку поставили у общежития.", language="ru", publish_at=DAY
        )


class WordTests(Contract):
    def test_inflected_forms_are_found_in_both_languages(self):
        self.assertIn("Universities sign an agreement", titles("university agreements"))
        self.assertEqual(titles("соглашение", language="ru"), ["Соглашения подписаны"])
        self.assertEqual(titles("елка", language="ru"), ["Соглашения подписаны"])

    def test_words_of_the_other_script_are_found_in_that_language_too(self):
        self.assertEqual(titles("соглашение"), ["Соглашения подписаны"])
        self.assertEqual(titles("visas", language="ru"), ["How to extend a visa"])

    def test_acronyms_and_names_in_three_scripts_find_the_university_first(self):
        for text, language, title in (
            ("НИУ ВШЭ", "en", "HSE University"),
            ("вышка", "en", "HSE University"),
            ("hse", "ru", "Высшая школа экономики"),
            ("北大", "en", "Peking University"),
            ("北京大学", "ru", "Пекинский университет"),
            ("pku", "en", "Peking University"),
        ):
            with self.subTest(text, language=language):
                self.assertEqual(titles(text, language=language)[0], title)

    def test_transliterated_names_are_found_both_ways(self):
        self.assertEqual(titles("Bauman"), ["Университет имени Баумана"])
        self.assertEqual(titles("Пекинг")[0], "Peking University")

    def test_names_of_partners_find_what_is_about_them(self):
        self.assertIn("Universities sign an agreement", titles("北大"))
        self.assertIn("Universities sign an agreement", titles("Вышка"))

    def test_a_record_is_found_once_in_the_language_of_the_page(self):
        self.assertEqual(titles('"Peking University"', kinds=["university"]), ["Peking University"])
        self.assertEqual(titles('"Peking University"', kinds=["university"], language="ru"), ["Пекинский университет"])
        (hit,) = search.query("北大", language="ru", kinds=["university"]).hits
        self.assertEqual((hit.kind, hit.key), ("university", self.peking.pk))
        self.assertEqual(hit.url, f"/ru/partners/universities/{self.peking.slug}/")


class SyntaxTests(Contract):
    def test_quoted_words_stand_together(self):
        self.assertEqual(titles('"joint laboratory"'), ["Universities sign an agreement"])
        self.assertEqual(titles('"laboratory joint"'), [])

    def test_words_after_a_minus_are_left_out_in_any_form(self):
        self.assertIn("Universities sign an agreement", titles("university"))
        self.assertNotIn("Universities sign an agreement", titles("university -cell"))

    def test_or_finds_either(self):
        self.assertEqual(set(titles("visa OR perovskites")), {"How to extend a visa", "Universities sign an agreement"})

    def test_with_few_that_have_all_words_those_with_some_are_shown(self):
        results = search.query("extend visa perovskite", language="en")
        self.assertTrue(results.is_relaxed)
        self.assertEqual(shown(results.hits[0].title), "How to extend a visa")
        self.assertFalse(search.query("visa", language="en").is_relaxed)


class MistakeTests(Contract):
    def test_typing_errors_are_mended(self):
        for text, mended, title, language in (
            ("peorvskite", "perovskite", "Universities sign an agreement", "en"),
            ("dormitry visa", "dormitory visa", "How to extend a visa", "en"),
            ("соглошения", "соглашения", "Соглашения подписаны", "ru"),
            ("cjukfitybz", "соглашения", "Соглашения подписаны", "ru"),
        ):
            with self.subTest(text):
                results = search.query(text, language=language)
                self.assertEqual((results.suggestion, results.is_corrected), (mended, True))
                self.assertEqual(shown(results.hits[0].title), title)

    def test_what_resembles_nothing_is_not_mended(self):
        results = search.query("qqqwwwzzz", language="en")
        self.assertEqual((results.hits, results.suggestion, results.total), ((), None, 0))

    def test_what_is_found_is_not_mended(self):
        results = search.query("visa", language="en")
        self.assertEqual((results.suggestion, results.is_corrected), (None, False))


class ResultTests(Contract):
    def test_matches_are_marked_in_title_and_snippet(self):
        hit = next(hit for hit in search.query("university cells", language="en").hits if hit.kind == "article")
        self.assertEqual(marked(hit.title), ["Universities"])
        self.assertEqual(marked(hit.snippet), ["cells"])
        self.assertIn("Perovskite solar cells", shown(hit.snippet))
        self.assertEqual(str(hit.dated_on), "2026-03-10")

    def test_facets_count_what_was_found_and_narrow_it(self):
        results = search.query("university", language="en")
        self.assertEqual(counts(results, "kind"), {"article": 1, "university": 2})
        self.assertEqual(counts(results, "country"), {"RU": 2, "CN": 2})
        self.assertEqual(counts(results, "topic"), {str(self.topic.pk): 1})
        self.assertEqual(counts(results, "year"), {"2026": 1})
        self.assertEqual([str(choice.label) for choice in results.facets["topic"]], ["Admission"])
        for name, value, total in (
            ("country", "CN", 2),
            ("kind", "article", 1),
            ("year", "2026", 1),
            ("topic", "0", 0),
        ):
            with self.subTest(name):
                self.assertEqual(search.query("university", language="en", filters={name: value}).total, total)

    def test_filters_that_make_no_sense_find_nothing(self):
        for filters in (
            {"year": "²"},
            {"year": "0000"},
            {"nonsense": "x"},
            {"topic": "\0"},
            {"country": ""},
            {"kind": "%"},
        ):
            with self.subTest(filters):
                self.assertEqual(search.query("university", language="en", filters=filters).total, 0)

    def test_sorted_by_date_what_has_none_comes_last(self):
        make_article(title="University of the past", publish_at=DAY - timedelta(days=900))
        found = titles("university", sort="date")
        self.assertEqual(found[:2], ["Universities sign an agreement", "University of the past"])

    def test_pages_show_each_once(self):
        pages = [search.query("university", language="en", offset=at, limit=1).hits for at in range(4)]
        self.assertEqual([len(page) for page in pages], [1, 1, 1, 0])
        self.assertEqual(len({(hit.kind, hit.key) for page in pages for hit in page}), 3)

    def test_suggestions_complete_the_last_word(self):
        self.assertEqual([each.text for each in search.suggest("pek", language="en")], ["Peking University"])
        self.assertEqual([each.text for each in search.suggest("how ext", language="en")], ["How to extend a visa"])
        (only,) = search.suggest("выш", language="en")
        self.assertEqual(
            (only.kind, only.text, only.url), ("university", "HSE University", self.hse.get_absolute_url())
        )
        self.assertEqual(search.suggest("", language="en"), [])
        self.assertEqual(search.suggest("-pek", language="en"), [])

    def test_staff_find_by_a_word_that_is_only_begun(self):
        draft = make_article(title="Zebras are striped", state=State.DRAFT)
        rows = {"article": Article.objects.all()}
        for text, found in (("zeb", True), ("striped zeb", True), ("zebra", True), ("zebu", False), ("-zeb", False)):
            results = search.query_among(rows, text, language="en", is_begun=True)
            with self.subTest(text):
                self.assertEqual([hit.key for hit in results.hits], [draft.pk] if found else [])
        self.assertEqual(search.query_among(rows, "zeb", language="en").total, 0)
        (hit,) = search.query_among(rows, "zeb", language="en", is_begun=True).hits
        self.assertEqual(marked(hit.title), ["Zebras"])

    def test_number_of_queries_does_not_depend_on_what_is_found(self):
        queries_asked = []
        for number in (3, 30):
            for _ in range(number):
                make_article(title=f"A lasting word {next(numbers)}", topics=[self.topic], universities=[self.hse])
            search.query("lasting", language="en")
            with CaptureQueriesContext(connection) as queries:
                search.query("lasting", language="en")
            queries_asked.append(len(queries))
        # Named, others, titles, page, topics; around them PostgreSQL's limit, and its weights.
        self.assertEqual(queries_asked, [5, 5] if connection.vendor == "sqlite" else [10, 10])


class PartnerTests(TestCase):
    def test_laboratories_and_agreements_are_found_by_their_universities(self):
        tongji = make_university(name_en="Tongji University", name_ru="Университет Тунцзи", country="CN")
        make_laboratory(name_en="Laboratory of Equations", partners=[tongji], description_en="Stability of motion.")
        make_agreement(title_en="Exchange of students", parties=[tongji, make_university()], summary_en="For a term.")
        self.assertEqual(titles("Тунцзи", kinds=["laboratory"]), ["Laboratory of Equations"])
        self.assertEqual(titles("tongji", kinds=["agreement"]), ["Exchange of students"])
        self.assertEqual(titles("stability of motions"), ["Laboratory of Equations"])
