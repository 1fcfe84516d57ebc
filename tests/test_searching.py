"""The search page and the suggestions as visitors ask for them. What is found, tests/content/search decides."""

import gzip
import json
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

from django.db import connection
from django.template.loader import render_to_string
from django.test import TestCase
from django.urls import reverse
from django.utils import translation

from opendoors.content import search
from opendoors.searching.asked import Asked
from tests.costs import ANY_REQUEST, PUBLIC_PAGE
from tests.factories import make_agreement, make_article, make_laboratory, make_page, make_topic, make_university

PAGE, RUSSIAN, SUGGEST = "/search/", "/ru/search/", "/search/suggest/"
# What somebody's cat, a scanner or a script types.
ABSURD = (
    '"open',
    '"',
    "OR",
    "- - -",
    "-",
    "AND NOT (",
    "%_*",
    "% _ * ? \\",
    "a" * 10_000,
    "слово " * 2_000,
    "🎓🔥",
    "the of and",
    "и в на",
    "univerсity Пekin 大学",
    "'; DROP TABLE news_article; --",
    "{{ 7|add:7 }}",
    "\u202e\u200b\ufeff",
    "title:x NEAR(y)",
    "<b>x</b>",
)


def links(response) -> list[str]:
    """The addresses of the page's hits, in their order."""
    best = [response.context["best"]] if response.context.get("best") else []
    return [one.hit.url for one in (*best, *response.context["hits"])]


class SearchPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.topic = make_topic(name_en="Deadlines", name_ru="Сроки")
        cls.peking = make_university(
            name_en="Peking University",
            name_ru="Пекинский университет",
            acronym="PKU",
            aliases=["北大"],
            country="CN",
            city_en="Beijing",
            city_ru="Пекин",
        )
        cls.laboratory = make_laboratory(
            name_en="Laboratory of perovskites", name_ru="Лаборатория перовскитов", host=cls.peking, status="planned"
        )
        cls.agreement = make_agreement(
            title_en="Exchange of perovskites",
            title_ru="Обмен перовскитами",
            parties=(cls.peking, make_university(name_en="Far U", name_ru="Дальний")),
            signed_on=date(2019, 1, 1),
            signed_precision="year",
        )
        cls.article = make_article(
            title="Perovskites <arrive>",
            lead="They shine & last.",
            topics=[cls.topic],
            publish_at=datetime(2025, 3, 8, 12, tzinfo=UTC),
        )
        cls.russian = make_article(language="ru", title="Перовскиты прибыли", slug="perovskity")

    def test_every_kind_is_told_with_what_it_is(self):
        response = self.client.get(PAGE, {"q": "perovskites"})
        self.assertContains(response, "3 results")
        for words in ("Article", "8 March 2025", "Laboratory", "Planned", "Written agreement", "2019", "Deadlines"):
            self.assertContains(response, words)
        self.assertNotContains(response, "1 January 2019")
        self.assertContains(response, '<meta name="robots" content="noindex, follow">')
        self.assertNotContains(response, 'rel="canonical"')

    def test_words_are_marked_and_everything_else_is_escaped(self):
        response = self.client.get(PAGE, {"q": "perovskites shine"})
        self.assertContains(response, "<mark>Perovskites</mark> &lt;arrive&gt;")
        self.assertContains(response, "They <mark>shine</mark> &amp; last.")
        response = self.client.get(PAGE, {"q": "<script>alert(1)</script> perovskites"})
        self.assertNotContains(response, "<script>alert")

    def test_in_russian(self):
        response = self.client.get(RUSSIAN, {"q": "перовскит"})
        self.assertContains(response, "3 результата")
        self.assertContains(response, 'href="/ru/news/perovskity/" lang="ru"')
        self.assertContains(response, 'href="/search/?q=%D0%BF')  # the switch of languages keeps the question

    def test_what_is_meant_by_its_name_stands_first_and_once(self):
        for text in ("peking university", "PKU", "北大", "Пекинский университет"):
            with self.subTest(text):
                response = self.client.get(PAGE, {"q": text})
                self.assertEqual(response.context["best"].hit.url, self.peking.get_absolute_url())
                self.assertContains(response, f'href="{self.peking.get_absolute_url()}"', count=1)
                self.assertContains(response, "Beijing, China")
        self.assertIsNone(self.client.get(PAGE, {"q": "peking university", "sort": "date"}).context["best"])
        self.assertIsNone(self.client.get(PAGE, {"q": "perovskites"}).context["best"])

    def test_filters_narrow_and_can_be_taken_away(self):
        for name, value, found, told in (
            ("kind", "laboratory", [self.laboratory], "Kind: Laboratories"),
            ("topic", str(self.topic.pk), [self.article], "Topic: Deadlines"),
            ("year", "2019", [self.agreement], "Year: 2019"),
            ("country", "CN", [self.laboratory, self.agreement], "Country: China"),
        ):
            with self.subTest(name):
                response = self.client.get(PAGE, {"q": "perovskites", name: value})
                self.assertEqual(set(links(response)), {one.get_absolute_url() for one in found})
                self.assertContains(response, told)
                self.assertContains(response, '<a class="chip" href="/search/?q=perovskites">')

    def test_each_step_leads_to_as_many_as_it_says(self):
        for query in ({"q": "perovskites"}, {"q": "perovskites", "kind": "laboratory"}, {"q": "pku", "sort": "date"}):
            response = self.client.get(PAGE, query)
            steps = [*response.context["kinds"], *(step for facet in response.context["facets"] for step in facet[2])]
            for step in steps:
                with self.subTest(query=query, step=step.query):
                    self.assertEqual(self.client.get(f"{PAGE}?{step.query}").context["found"].total, step.count)

    def test_newest_first(self):
        newest = self.client.get(PAGE, {"q": "perovskites", "sort": "date"})
        urls = [one.get_absolute_url() for one in (self.article, self.agreement, self.laboratory)]
        self.assertEqual(links(newest), urls)
        self.assertContains(newest, '<a href="/search/?q=perovskites">Best first</a>')

    def test_a_typing_error_is_mended_and_said(self):
        response = self.client.get(PAGE, {"q": "perovslites"})
        self.assertContains(response, "Nothing was found for “perovslites”. Did you mean:")
        self.assertContains(response, '<a href="/search/?q=perovskites">perovskites</a>')
        self.assertIn(self.article.get_absolute_url(), links(response))

    def test_without_a_question_it_says_what_there_is_to_ask(self):
        for path, names in ((PAGE, ["Deadlines", "Beijing"]), (RUSSIAN, ["Пекин"])):
            response = self.client.get(path, {"q": "  "})
            self.assertEqual(response.context["examples"], names)
            for example in response.context["examples"]:
                with self.subTest(path, example=example):
                    self.assertGreater(self.client.get(path, {"q": example}).context["found"].total, 0)

    def test_how_to_ask_is_told_where_nothing_is_found_yet(self):
        for asked, told in (("", True), ("zzyzx", True), ("-zzyzx", True), ("perovskites", False)):
            with self.subTest(asked):
                self.assertEqual("a minus before a word" in self.client.get(PAGE, {"q": asked}).content.decode(), told)

    def test_a_page_is_called_as_readers_call_it(self):
        make_page(title="Quinces")
        self.assertContains(self.client.get(PAGE, {"q": "quinces"}), "<span>Page</span>")
        self.assertEqual(self.client.get(reverse("suggest"), {"q": "quin"}).json()["suggestions"][0]["note"], "Page")

    def test_nothing_found_leads_on(self):
        response = self.client.get(PAGE, {"q": "прибыли"})
        self.assertNotContains(response, "Nothing was found")  # Russian words are looked for in Russian too
        response = self.client.get(RUSSIAN, {"q": "shine"})
        self.assertEqual(links(response), [self.article.get_absolute_url()])
        response = self.client.get(PAGE, {"q": "zzyzx"})
        for words in ("Nothing was found for “zzyzx”", 'href="/news/"', 'href="/partners/"'):
            self.assertContains(response, words)
        response = self.client.get(PAGE, {"q": "perovskites", "year": "1999", "country": "CN"})
        self.assertContains(response, 'href="/search/?q=perovskites&amp;country=CN">Without “Year: 1999”')

    def test_the_other_languages_results_are_counted(self):
        make_article(language="ru", title="Quokka 2025", slug="quokka")
        make_article(title="Нечто", slug="nechto", lead="zyx")
        with translation.override("ru"):
            url = reverse("search")
        response = self.client.get(PAGE, {"q": "2025 -прибыли"})
        self.assertContains(response, "1 result in Russian")
        self.assertContains(response, f'href="{url}?q=2025+')


class UnusableInputTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.article = make_article(topics=[make_topic()])

    def test_no_question_is_an_error_of_ours(self):
        for path in (PAGE, RUSSIAN, SUGGEST):
            for text in ABSURD:
                with self.subTest(path, text=text[:20]):
                    response = self.client.get(path, {"q": text})
                    self.assertEqual(response.status_code, 200)
                    self.assertNotIn(b"<b>", response.content)
                    self.assertLess(len(response.content), 40_000)

    def test_a_null_byte_is_400_as_everywhere(self):
        self.assertEqual(self.client.get(f"{PAGE}?q=a%00b").status_code, 400)
        self.assertEqual(self.client.get(f"{SUGGEST}?q=a%00b").status_code, 400)

    def test_what_cannot_be_looked_for_is_told(self):
        for path, text, words in (
            (PAGE, "the of and", "These words stand in nearly every text"),
            (PAGE, "🎓🔥", "There is no word in this"),
            (PAGE, "-moscow", "not only what to leave out"),
            (RUSSIAN, "и в на", "Эти слова есть почти в каждом тексте"),
        ):
            with self.subTest(text):
                self.assertContains(self.client.get(path, {"q": text}), words)

    def test_a_filter_that_means_nothing_finds_nothing_and_says_so(self):
        for name, value in (
            ("kind", "ghost"),
            ("topic", "9" * 30),
            ("topic", "9" * 19),
            ("topic", "١"),
            ("topic", "-1"),
            ("year", "soon"),
            ("year", "٢٠٢٠"),
            ("year", "0000"),
            ("country", "XX"),
            ("country", "<b>" + "é" * 5000),
        ):
            with self.subTest(name, value=value[:20]):
                response = self.client.get(PAGE, {"q": "article", name: value})
                self.assertEqual(response.context["found"].total, 0)
                self.assertContains(response, "has no value “")
                self.assertNotContains(response, "<b>")

    def test_pages_that_are_not_there(self):
        for number in ("2", "0", "-1", "x", "9" * 30, "1e3", "51"):
            with self.subTest(number):
                self.assertEqual(self.client.get(PAGE, {"q": "article", "page": number}).status_code, 404)
        self.assertEqual(self.client.get(PAGE, {"page": "2"}).status_code, 404)
        self.assertEqual(self.client.get(PAGE, {"q": "article", "page": ""}).status_code, 200)

    def test_it_is_only_read(self):
        for path in (PAGE, SUGGEST):
            self.assertEqual(self.client.post(path, {"q": "article"}).status_code, 405)


class PagesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for number in range(45):
            make_article(title=f"Sturgeon number {number}")

    def test_every_hit_is_on_one_page(self):
        pages = [links(self.client.get(PAGE, {"q": "sturgeon", "page": number})) for number in (1, 2, 3)]
        self.assertEqual([len(page) for page in pages], [20, 20, 5])
        self.assertEqual(len({url for page in pages for url in page}), 45)
        self.assertContains(self.client.get(PAGE, {"q": "sturgeon"}), 'href="/search/?q=sturgeon&amp;page=2"')

    def test_counts_over_a_thousand_are_written_as_the_language_does(self):
        told = {"asked": Asked("sturgeon"), "found": search.Results(total=search.MOST, is_capped=True), "path": PAGE}
        for code, words in (("en", "Over 1,000 results"), ("ru", "Более 1\xa0000 результатов")):
            with self.subTest(code), translation.override(code):
                self.assertIn(words, render_to_string("search/_told.html", told))


class CostTests(TestCase):
    def _fill(self, amount: int) -> None:
        topics = [make_topic() for _each in range(amount)]
        for number in range(amount):
            university = make_university(name_en=f"Beluga {amount} {number}", country="CN")
            make_laboratory(name_en=f"Sterlet {amount} {number}", host=university)
            make_agreement(title_en=f"Salmon {amount} {number}", parties=(university, make_university()))
            make_article(title=f"Sturgeon {amount} {number}", topics=topics)
        search.query("sturgeon", language="en")  # what was just written is indexed before a question

    def test_as_many_queries_for_few_as_for_many(self):
        one = 4 if connection.vendor == "sqlite" else 9  # matches twice, titles, page; PostgreSQL's limit, its weights
        asked = {
            "q=sturgeon": one + 1,
            "q=beluga&kind=university": 2 * one,
            "q=sterlet&country=CN": one + 4,
            "q=salmon&sort=date": one + 4,
            "": 2,
        }
        for amount in (3, 30):
            self._fill(amount)
            for query, most in asked.items():
                with self.subTest(query, amount=amount), self.assertNumQueries(PUBLIC_PAGE + most):
                    self.client.get(f"{PAGE}?{query}")
            with self.subTest(amount=amount), self.assertNumQueries(ANY_REQUEST + one):
                self.client.get(SUGGEST, {"q": "sturg"})

    def test_bytes(self):
        self._fill(30)
        response = self.client.get(PAGE, {"q": "sturgeon"})
        self.assertLess(len(response.content), 50_000)
        self.assertLess(len(gzip.compress(response.content)), 8_000)


class SuggestionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.university = make_university(name_en="Tsinghua <University>", name_ru="Цинхуа")
        make_university(name_en="Tsinghua draft", is_published=False)

    def test_titles_that_begin_so(self):
        response = self.client.get(SUGGEST, {"q": "tsin"})
        self.assertEqual(
            json.loads(response.content),
            {
                "told": "1 suggestion",
                "suggestions": [
                    {
                        "url": self.university.get_absolute_url(),
                        "parts": [["Tsinghua", True], [" <University>", False]],
                        "note": "University",
                    }
                ],
            },
        )

    def test_in_the_language_of_the_page(self):
        found = self.client.get("/ru/search/suggest/", {"q": "цин"}).json()
        self.assertEqual(found["told"], "1 подсказка")
        self.assertEqual([one["note"] for one in found["suggestions"]], ["Университет"])

    def test_a_visitor_gets_no_cookie_and_may_keep_it_for_seconds(self):
        response = self.client.get(SUGGEST, {"q": "tsin"})
        self.assertEqual(response.cookies, {})
        self.assertEqual(response["Cache-Control"], "private, max-age=20")
        self.assertNotIn("Vary", response.headers)

    def test_nothing_to_suggest(self):
        for text in ("", "t", "zzyzx", '"'):
            with self.subTest(text):
                found = self.client.get(SUGGEST, {"q": text}).json()
                self.assertEqual(found, {"told": "", "suggestions": []})


class EntryTests(TestCase):
    """The box on other pages."""

    def test_every_page_leads_to_the_search_of_its_language(self):
        make_article(slug="an-article")
        for path, action in (("/", PAGE), ("/ru/", RUSSIAN), ("/news/an-article/", PAGE), ("/ru/partners/", RUSSIAN)):
            with self.subTest(path):
                self.assertContains(self.client.get(path), f'role="search" action="{action}"', count=1)

    def test_a_mistyped_address_is_offered_as_words(self):
        for path, words in (
            ("/news/registration-opns_2025.html", "registration opns 2025"),
            ("/ru/%D1%81%D1%80%D0%BE%D0%BA%D0%B8-%D0%BF%D0%BE%D0%B4%D0%B0%D1%87%D0%B8/", "сроки подачи"),
            ("/nothing%22%3E%3Cb%3E/", "nothing b"),
        ):
            with self.subTest(path):
                self.assertContains(self.client.get(path), f'name="q" value="{words}"', status_code=404)

    def test_steps_are_addresses_of_this_page(self):
        make_article(title="Sturgeon", topics=[make_topic()])
        response = self.client.get(PAGE, {"q": "sturgeon & co", "country": "", "unheard": "x"})
        query = parse_qs(urlsplit(response.context["asked"].query()).path)
        self.assertEqual(query, {"q": ["sturgeon & co"]})
