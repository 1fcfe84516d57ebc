from django.db import OperationalError, ProgrammingError, connection
from django.template.loader import render_to_string
from django.test import SimpleTestCase, TestCase, modify_settings, override_settings

from news.models import OldAddress
from opendoors.content.stored import StorageAway
from tests.costs import PUBLIC_PAGE
from tests.factories import make_article, make_page, make_university


class NotFoundTests(TestCase):
    def test_unknown_address_shows_ways_on(self):
        for path, home in (("/nothing/", "/"), ("/ru/nothing/", "/ru/"), ("/news/nothing/", "/")):
            with self.subTest(path):
                response = self.client.get(path)
                for way in (home, f"{home}news/", f"{home}partners/"):
                    self.assertContains(response, f'class="button button--quiet" href="{way}"', status_code=404)

    def test_old_sites_addresses_lead_on_for_good(self):
        article = make_article(slug="new-place")
        for path in ("/news/177", "/index.php/news/177", "/en/news/28931"):
            OldAddress.objects.create(path=path, article=article)
            with self.subTest(path):
                response = self.client.get(f"{path}/")
                self.assertRedirects(response, "/news/new-place/", status_code=301)

    def test_old_address_of_what_is_not_public_leads_nowhere(self):
        OldAddress.objects.create(path="/news/177", article=make_article(state="draft"))
        self.assertEqual(self.client.get("/news/177/").status_code, 404)

    def test_old_address_of_what_was_withdrawn_says_so(self):
        OldAddress.objects.create(path="/news/177", article=make_article(title="Secret", state="withdrawn"))
        response = self.client.get("/news/177/")
        self.assertContains(response, "withdrawn", status_code=410)
        self.assertNotContains(response, "Secret", status_code=410)

    def test_old_address_of_a_page_leads_on_or_says_that_it_was_withdrawn(self):
        page = make_page(slug="about")
        page.old_addresses.create(path="/who-we-are")
        for path in ("/who-we-are/", "/who-we-are"):
            with self.subTest(path):
                self.assertRedirects(self.client.get(path), "/about/", status_code=301)
        page.withdraw("Because of the rector")
        self.assertContains(self.client.get("/who-we-are/"), "This page has been withdrawn", status_code=410)

    def test_a_mistyped_address_is_told_the_nearest(self):
        make_article(title="Registration opens", slug="registration-opens-in-september")
        make_university(name_en="Kazan Federal University", slug="kazan-federal-university", is_published=True)
        make_page(slug="contacts")
        for path, address in (
            ("/news/registration-opens-in-septmber/", "/news/registration-opens-in-september/"),
            ("/news/registration-ope/", "/news/registration-opens-in-september/"),
            ("/en/articles/registration-opens-in-september/", "/news/registration-opens-in-september/"),
            ("/contcats/", "/contacts/"),
            ("/partners/universities/kazan-federal-univercity/", "/partners/universities/kazan-federal-university/"),
            (
                "/ru/partners/universities/kazan-federal-univercity/",
                "/ru/partners/universities/kazan-federal-university/",
            ),
        ):
            with self.subTest(path):
                self.assertContains(self.client.get(path), f'href="{address}"', status_code=404)

    def test_what_was_searched_for_stays_in_the_box(self):
        for path, words in (("/search/?q=two+quinces&page=99", "two quinces"), ("/lost-quinces/?q=", "lost quinces")):
            with self.subTest(path):
                self.assertContains(self.client.get(path), f'value="{words}"', status_code=404)

    def test_nothing_is_near_what_resembles_no_address(self):
        make_article(slug="registration-opens-in-september")
        for path in ("/wp-login.php", "/news/12345/", "/news/completely-different/", f"/news/{'a' * 300}/"):
            with self.subTest(path):
                self.assertNotContains(self.client.get(path), "Perhaps you were looking for", status_code=404)

    def test_what_is_hidden_is_near_nothing(self):
        make_article(title="Secret", slug="registration-opens-in-september", state="draft")
        make_university(name_en="Secret", slug="registration-opens-in-september", is_published=False)
        response = self.client.get("/news/registration-opens-in-septembe/")
        self.assertNotContains(response, "Secret", status_code=404)

    def test_what_is_near_costs_the_same_however_many_there_are(self):
        for number in range(30):
            make_article(slug=f"registration-opens-{number}")
        with self.assertNumQueries(7 + PUBLIC_PAGE):
            self.client.get("/news/registration-opens-x/")


class FailureTests(SimpleTestCase):
    """What is shown when nothing else works needs nothing else: no context, no database."""

    def test_the_500_page_in_both_languages(self):
        page = render_to_string("500.html")
        self.assertIn('lang="ru"', page)
        self.assertIn("Something went wrong", page)


class DatabaseAwayTests(TestCase):
    def ask(self, error):
        def fail(*asked):
            raise error

        self.client.raise_request_exception = False
        with connection.execute_wrapper(fail):
            return self.client.get("/news/")

    def test_it_is_503_while_the_database_is_away(self):
        response = self.ask(OperationalError("connection refused"))
        self.assertContains(response, "The site is away for a moment", status_code=503)
        self.assertEqual((response["Retry-After"], response["Cache-Control"]), ("30", "no-store"))
        self.assertRegex(response["Content-Security-Policy"], "^default-src 'none'; style-src 'sha256-[^ ]{44}'; ")
        self.assertEqual(self.client.get("/news/").status_code, 200)

    def test_it_is_503_while_the_files_are_away(self):
        self.assertEqual(self.ask(StorageAway("x.pdf: no answer")).status_code, 503)
        self.assertEqual(self.ask(OSError("a fault")).status_code, 500)

    def test_a_fault_of_ours_is_500(self):
        self.assertContains(self.ask(ProgrammingError("no such column")), "Something went wrong", status_code=500)


@override_settings(DEBUG=True)
@modify_settings(MIDDLEWARE={"append": "opendoors.views.visitors_not_found"})
class WhileDevelopingTests(NotFoundTests):
    """With DEBUG too, a developer sees what visitors see."""
