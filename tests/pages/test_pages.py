from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import NoReverseMatch, reverse

from opendoors.content import clock
from opendoors.content.changes import subscribe, unsubscribe
from opendoors.pages.models import OldAddress, Page
from tests.costs import PUBLIC_PAGE
from tests.factories import make_article, make_figure, make_menu_item, make_page, make_user
from tests.test_pages import PageTestCase
from tests.test_site import url_names

LONG = "".join(f"<h2>Part {number}</h2><h3>Within</h3><p>Words.</p>" for number in range(1, 6))


class PageDetailTests(PageTestCase):
    def test_blocks_stand_in_their_order(self):
        make_page(title="The rules", slug="rules", lead="In short.", body=LONG)
        self.assert_order(
            self.page("/rules/"),
            '<a href="/">Home</a>',
            '<span aria-current="page">The rules</span>',
            "<h1>The rules</h1>",
            "In short.</p>",
            "On this page</h2>",
            '<a href="#h-part-5">Part 5</a>',
            '<h2 id="h-part-1">Part 1</h2>',
            '<h2 id="h-part-5">Part 5</h2>',
            "Last changed:",
        )

    def test_short_text_has_no_list_of_contents_and_minor_headings_are_not_in_it(self):
        make_page(slug="rules", body=LONG)
        self.assertNotIn("#h-within", self.page("/rules/"))
        make_page(slug="short", body="<h2>One</h2><p>x</p><h2>Two</h2>")
        self.assertNotIn("On this page", self.page("/short/"))

    def test_last_change_is_that_of_the_text_readers_know(self):
        with clock.at(datetime(2026, 3, 3, 12, tzinfo=UTC)):
            page = make_page(slug="rules")
        with clock.at(datetime(2026, 4, 4, 12, tzinfo=UTC)):
            page.title = "Not published"
            page.save_draft(by=None)
        self.assertIn('<time datetime="2026-03-03">3 March 2026</time>', self.page("/rules/"))
        with clock.at(datetime(2026, 5, 5, 12, tzinfo=UTC)):
            Page.objects.get().publish(by=None)
        self.assertIn('<time datetime="2026-05-05">5 May 2026</time>', self.page("/rules/"))

    def test_switcher_leads_to_the_same_page(self):
        page = make_page(slug="rules")
        self.assertIn("Not available in Russian", self.page("/rules/"))
        make_page(slug="pravila", language="ru", translation_key=page.translation_key)
        self.assertIn('<a href="/ru/pravila/" hreflang="ru"', self.page("/rules/"))
        self.assertIn('<a href="/rules/" hreflang="en"', self.page("/ru/pravila/"))

    def test_one_address_serves_both_languages(self):
        page = make_page(title="About", slug="about")
        make_page(title="О нас", slug="about", language="ru", translation_key=page.translation_key)
        self.assertIn("<h1>About</h1>", self.page("/about/"))
        self.assertIn("<h1>О нас</h1>", self.page("/ru/about/"))

    def test_page_of_one_language_is_none_of_the_other(self):
        make_page(slug="about")
        self.assertEqual(self.client.get("/ru/about/").status_code, 404)

    def test_withdrawn_says_so_and_nothing_of_itself(self):
        page = make_page(title="Words nobody else uses", slug="about")
        page.withdraw("Because of the rector")
        response = self.client.get("/about/")
        self.assertContains(response, "This page has been withdrawn", status_code=410)
        self.assertNotContains(response, "Words nobody", status_code=410)

    def test_staff_see_what_is_not_public_and_are_told(self):
        make_page(slug="about", state="draft")
        self.assertEqual(self.client.get("/about/").status_code, 404)
        for role, status in (("Author", 404), ("Editor", 404), ("Association editor", 200)):
            with self.subTest(role):
                self.client.force_login(make_user(role))
                self.assertEqual(self.client.get("/about/").status_code, status)
        response = self.client.get("/about/")
        self.assertContains(response, "Only staff can see this page.")
        self.assertIn("no-store", response["Cache-Control"])

    def test_queries_do_not_depend_on_how_much_there_is(self):
        make_page(slug="about", body=LONG)
        for amount in (3, 27):
            for _each in range(amount):
                make_menu_item(make_page())
                make_figure()
            with self.subTest(amount), self.assertNumQueries(3 + PUBLIC_PAGE + 1):
                self.page("/about/")


class AddressTests(TestCase):
    def moved(self, page, slug):
        page = Page.objects.get(pk=page.pk)
        page.slug = slug
        page.save_draft(by=None)
        page.publish(by=None)

    def leads(self, path, to):
        self.assertRedirects(self.client.get(path), to, status_code=301)

    def test_chains_collapse_and_nothing_runs_in_circles(self):
        page = make_page(slug="a")
        for slug in ("b", "c", "a", "d"):
            self.moved(page, slug)
        for slug in "abc":
            with self.subTest(slug):
                self.leads(f"/{slug}/", "/d/")
        self.moved(page, "a")
        self.assertEqual(self.client.get("/a/").status_code, 200)
        self.assertFalse(OldAddress.objects.filter(path="/a").exists())

    def test_address_is_kept_for_each_language(self):
        page = make_page(slug="a", language="ru")
        self.moved(page, "b")
        self.leads("/ru/a/", "/ru/b/")
        self.assertEqual(self.client.get("/a/").status_code, 404)

    def test_page_that_takes_an_old_address_is_found_there(self):
        page = make_page(slug="a")
        self.moved(page, "b")
        make_page(slug="a", title="The next one")
        self.assertContains(self.client.get("/a/"), "The next one")

    def test_old_addresses_of_articles_still_lead_on(self):
        article = make_article(slug="new-place")
        article.old_addresses.create(path="/177")
        self.leads("/177/", "/news/new-place/")
        self.leads("/177", "/news/new-place/")

    def test_words_of_the_site_are_refused(self):
        first = first_parts()
        self.assertLessEqual({"news", "partners", "admin", "health", "deadlines"}, first)
        for slug in {*first, "guest", "static", "media", "en", "ru"}:
            with self.subTest(slug), self.assertRaises(ValidationError) as refused:
                Page(title="x", slug=slug).clean()
            self.assertIn("slug", refused.exception.message_dict)

    def test_another_word_is_free(self):
        Page(title="x", slug="newsroom").clean()


def first_parts() -> set[str]:
    """Of every address of the site that needs no more than its name."""
    found = set()
    for name in url_names():
        with suppress(NoReverseMatch):
            found.add(reverse(name).strip("/").partition("/")[0])
    return found - {""}


class AnnouncedTests(TestCase):
    def test_a_published_page_is_announced(self):
        heard = []
        subscribe(heard.append)
        self.addCleanup(unsubscribe, heard.append)
        with self.captureOnCommitCallbacks(execute=True):
            page = make_page()
            item = make_menu_item(page)
        self.assertTrue({page, item} <= {*heard})


class ScheduledTests(TestCase):
    def test_page_is_public_at_its_second(self):
        moment = clock.now().replace(microsecond=0) + timedelta(days=1)
        make_page(slug="about", publish_at=moment)
        for at, status in ((moment - timedelta(seconds=1), 404), (moment, 200)):
            with self.subTest(status), clock.at(at):
                self.assertEqual(self.client.get("/about/").status_code, status)
