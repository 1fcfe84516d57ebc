"""Which answers count as visits, and what staff are told of them."""

from datetime import timedelta

from django.conf import settings
from django.test import TestCase
from django.urls import reverse
from django.utils import translation

from opendoors import most_read
from opendoors.content import clock
from opendoors.content.models import VisitCount
from opendoors.content.publishing import State
from opendoors.content.visits import counting
from opendoors.content.visits.counts import Line
from tests.factories import (
    make_agreement,
    make_article,
    make_field,
    make_guest_link,
    make_laboratory,
    make_page,
    make_topic,
    make_university,
    make_user,
)

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
VISITS = "/admin/visits/"


class VisitCase(TestCase):
    def setUp(self):
        counting.counting.forget()
        self.addCleanup(counting.counting.forget)

    def visit(self, path, *, status=200, client=None, **headers):
        response = (client or self.client).get(path, headers={**BROWSER, **headers})
        self.assertEqual(response.status_code, status)
        return response

    def counted(self):
        """By kind, key and language: what was counted today."""
        lines = counting.counting._counts.items()
        self.assertEqual({line.day for line, _visits in lines} - {clock.today()}, set())
        return {line[:-1]: visits for line, visits in lines}


class CountedTests(VisitCase):
    def test_an_article_by_its_key_and_language(self):
        article, other = make_article(), make_article(language="ru")
        for _visit in range(2):
            self.visit(article.get_absolute_url())
        with translation.override("ru"):
            self.visit(other.get_absolute_url())
        self.assertEqual(self.counted(), {("news.article", article.pk, "en"): 2, ("news.article", other.pk, "ru"): 1})

    def test_every_kind_of_page(self):
        university, field = make_university(country="CN"), make_field()
        rows = [make_page(), make_topic(), university, make_laboratory(host=university), field]
        rows.append(make_agreement(parties=[university, make_university()], fields=[field]))
        for row in rows:
            self.visit(row.get_absolute_url())
        expected = {(row._meta.label_lower, row.pk, "en"): 1 for row in rows}
        month = make_article().publish_at
        arguments = {"news:article-archive": [month.year, month.month], most_read.COUNTRY: ["CN"]}
        for name in (*most_read.NAMED, most_read.COUNTRY):
            self.visit(reverse(name, args=arguments.get(name)))
            expected[name, 156 if name == most_read.COUNTRY else 0, "en"] = 1
        self.assertEqual(self.counted(), expected)

    def test_a_search_counts_without_its_words(self):
        self.visit("/search/?q=secret")
        self.assertEqual(self.counted(), {("search", 0, "en"): 1})

    def test_every_row_of_the_table_has_a_name(self):
        self.assertEqual(set(most_read.MODELS) & set(most_read.NAMED), set())
        for label, model in most_read.MODELS.items():
            self.assertEqual(label, model._meta.label_lower)


class NotCountedTests(VisitCase):
    @classmethod
    def setUpTestData(cls):
        cls.article = make_article()
        cls.address = cls.article.get_absolute_url()

    def test_robots_and_what_is_fetched_ahead(self):
        for headers in (
            {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
            {"User-Agent": "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)"},
            {"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0)"},
            {"User-Agent": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ChatGPT-User/1.0)"},
            {"User-Agent": "TelegramBot (like TwitterBot)"},
            {"User-Agent": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36"},
            {"User-Agent": "curl/8.5.0"},
            {"User-Agent": "python-requests/2.32"},
            {"User-Agent": ""},
            {"Sec-Purpose": "prefetch;prerender"},
            {"Purpose": "prefetch"},
            {"X-Moz": "prefetch"},
            {"Sec-Fetch-Dest": "empty"},
        ):
            with self.subTest(headers):
                self.visit(self.address, **headers)
                self.assertEqual(self.counted(), {})
        self.visit(self.address, **{"User-Agent": "Mozilla/5.0 (Linux; Android 11; CUBOT X50) Chrome/140.0 Mobile"})
        self.assertEqual(len(self.counted()), 1)

    def test_what_is_no_answer(self):
        self.client.head(self.address, headers=BROWSER)
        self.client.post(self.address, headers=BROWSER)
        self.visit("/news/made-up/", status=404)
        self.visit(make_article(state=State.WITHDRAWN).get_absolute_url(), status=410)
        self.visit("/partners/countries/cn/", status=404)
        self.assertEqual(self.counted(), {})

    def test_what_programs_read(self):
        for path in ("/news/feed.rss", "/deadlines.ics", "/partners/universities.csv", "/search/suggest/?q=x"):
            self.visit(path)
        self.assertEqual(self.counted(), {})

    def test_staff_their_previews_and_the_time_machine(self):
        self.client.force_login(make_user("Association editor"))
        self.visit(self.address)
        self.visit(f"/admin/news/article/{self.article.pk}/preview/")
        moment = clock.now() + timedelta(days=1)
        self.client.post("/admin/time-machine/", {"moment": moment.isoformat()})
        self.assertContains(self.visit(self.address), "the site as visitors will find it on")
        self.assertEqual(self.counted(), {})

    def test_guests(self):
        self.visit(reverse("guests:page", args=[make_guest_link(self.article).token]))
        self.assertEqual(self.counted(), {})


class HarmlessTests(VisitCase):
    def test_a_visit_asks_the_database_nothing_and_sets_no_cookie(self):
        address = make_article().get_absolute_url()
        self.client.get(address)
        for headers in ({}, BROWSER):
            with self.assertNumQueries(15):
                response = self.client.get(address, headers=headers)
            self.assertEqual(response.cookies, {})
        self.assertEqual(len(self.counted()), 1)

    def test_an_error_breaks_no_page(self):
        counting.counting._counts = None
        self.visit(make_article().get_absolute_url())


class FormTests(VisitCase):
    def test_tells_thirty_days_and_all(self):
        article = make_article()
        VisitCount.objects.add(
            {
                Line("news.article", article.pk, "en", clock.today() - timedelta(days=ago)): visits
                for ago, visits in ((0, 3), (29, 1200), (30, 5000))
            }
        )
        self.client.force_login(make_user("Association editor"))
        page = self.client.get(f"/admin/news/article/{article.pk}/change/")
        self.assertContains(page, "<strong>1,203</strong> in the last 30 days")
        self.assertContains(page, "<strong>6,203</strong> in all")
        self.assertContains(page, "<rect ", count=2)
        self.assertContains(page, '<rect x="290" y="58" width="8" height="2">')
        self.assertContains(page, "<td>1,200</td>")

    def test_a_text_that_nobody_could_read_has_none(self):
        self.client.force_login(make_user("Association editor"))
        draft = make_article(state=State.DRAFT)
        self.assertNotContains(self.client.get(f"/admin/news/article/{draft.pk}/change/"), "visits-title")
        article = make_article()
        page = self.client.get(f"/admin/news/article/{article.pk}/change/")
        self.assertContains(page, "<strong>0</strong> in the last 30 days")
        self.assertNotContains(page, "visits__days")


class MostReadTests(VisitCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Editor")
        cls.home = make_university(name_en="Home University", staff=[cls.editor])
        cls.own = make_article(title="Our article", owner=cls.home)
        cls.other = make_article(title="Article of others", language="ru")
        cls.gone = make_article(title="Not there any more")
        days = {0: 1, 6: 2, 7: 4, 29: 8, 30: 16, 364: 32, 365: 64}
        for article in (cls.own, cls.other, cls.gone):
            cls.add("news.article", article.pk, article.language, days)
        cls.add("partners.university", cls.home.pk, "en", {0: 5})
        cls.add("partners.university", cls.home.pk, "ru", {0: 6})
        cls.add("home", 0, "ru", {0: 9})
        cls.add(most_read.COUNTRY, 156, "ru", {0: 10})
        cls.add("unheard-of", 0, "en", {0: 1000})
        cls.gone.delete()

    @staticmethod
    def add(kind, key, language, days):
        lines = {Line(kind, key, language, clock.today() - timedelta(days=ago)): visits for ago, visits in days.items()}
        VisitCount.objects.add(lines)

    def rows(self, role="Association editor", **asked):
        self.client.force_login(self.editor if role == "Editor" else make_user(role))
        self.page = self.client.get(VISITS, asked)
        return [(str(row.page), str(row.language), row.visits) for row in self.page.context["rows"]]

    def test_the_most_visited_first_in_so_many_days(self):
        for days, visits in ((7, 3), (30, 15), (365, 63)):
            rows = self.rows(days=days)
            self.assertEqual(sorted(rows, key=lambda row: -row[2]), rows)
            self.assertIn(("Our article", "English", visits), rows)
            self.assertIn(("Article of others", "Russian", visits), rows)
            self.assertIn(("Home University", "English", 5), rows)
            self.assertIn(("Home University", "Russian", 6), rows)
            self.assertIn(("Home page", "Russian", 9), rows)
            self.assertIn(("China", "Russian", 10), rows)
            self.assertEqual(len(rows), 6)

    def test_in_one_language(self):
        self.assertEqual({language for _page, language, _visits in self.rows(language="ru")}, {"Russian"})
        self.assertContains(self.page, "(20)")  # English beside it
        self.assertEqual(len(self.rows(language="xx", days="x")), 6)

    def test_only_what_one_may_see(self):
        rows = self.rows("Editor")
        self.assertIn("Our article", [page for page, *_rest in rows])
        self.assertNotContains(self.page, "Article of others")
        self.assertEqual([row[0] for row in self.rows("Translator")], ["Article of others", "China", "Home page"])

    def test_leads_to_forms_and_lists(self):
        self.rows()
        self.assertContains(self.page, f'href="/admin/news/article/{self.own.pk}/change/"')
        self.assertContains(self.page, 'href="/ru/partners/countries/CN/"')
        self.assertContains(self.page, 'href="/ru/"')
        self.assertContains(self.client.get("/admin/"), f'href="{VISITS}"')

    def test_constant_number_of_queries(self):
        counts = []
        self.client.force_login(make_user("Association editor"))
        for amount in (3, 30):
            for number in range(amount):
                for row in (make_article(), make_university(), make_page(), make_topic()):
                    self.add(row._meta.label_lower, row.pk, "en", {0: 1000 - number})
            with self.assertNumQueries(counts[0] if counts else 12) as asked:
                self.client.get(VISITS)
            counts.append(len(asked))


class SettingsTests(TestCase):
    def test_counting_stands_before_sessions_and_changes(self):
        names = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
        self.assertLess(names.index("VisitsMiddleware"), names.index("SessionMiddleware"))
