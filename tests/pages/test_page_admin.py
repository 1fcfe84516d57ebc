"""Standing pages on the desk: as articles, but the association's alone."""

from datetime import timedelta

from django.test import TestCase
from django.urls import reverse

from opendoors.content import clock
from opendoors.pages.models import Page
from tests.costs import ADMIN_REQUEST
from tests.factories import make_article, make_guest_link, make_menu_item, make_page, make_user

LIST = "/admin/pages/page/"


class DeskCase(TestCase):
    role = "Association editor"

    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user(cls.role)

    def setUp(self):
        self.client.force_login(self.editor)

    def add(self, query="", **values):
        sent = {"language": "en", "title": "About", "lead": "In short.", "body": "<p>Words.</p>", **values}
        return self.client.post(f"{LIST}add/{query}", sent, follow=True)

    def change(self, page, view="change", **values):
        return self.client.post(reverse(f"admin:pages_page_{view}", args=[page.pk]), values, follow=True)


class WritingTests(DeskCase):
    def test_draft_then_public(self):
        self.assertContains(self.add(), "Saved. “About” is not public.")
        page = Page.objects.get()
        self.assertEqual((page.slug, self.client.get("/about/").status_code), ("about", 200))  # to staff
        self.client.logout()
        self.assertEqual(self.client.get("/about/").status_code, 404)
        self.client.force_login(self.editor)
        self.change(page, language="en", title="About", lead="In short.", body="<p>Words.</p>", _publish="1")
        self.client.logout()
        self.assertContains(self.client.get("/about/"), "<p>Words.</p>")

    def test_words_of_the_site_and_of_others_are_told_beside_the_box(self):
        make_page(slug="taken")
        for slug, told in (("news", "The site itself uses this address"), ("taken", "Another text in this language")):
            with self.subTest(slug):
                response = self.add(slug=slug)
                self.assertContains(response, told)
                self.assertEqual(Page.objects.filter(title="About").count(), 0)

    def test_translation_begins_with_the_address_of_its_original(self):
        page = make_page(slug="about")
        query = f"?language=ru&original={page.pk}"
        self.assertContains(self.client.get(f"{LIST}add/{query}"), 'name="slug" value="about"')
        self.add(query, language="ru", title="О нас", slug="about", translation_of="/about/", _publish="1")
        russian = Page.objects.get(language="ru")
        self.assertEqual((russian.translation_key, russian.original), (page.translation_key, page))
        self.assertContains(self.client.get("/ru/about/"), "О нас")

    def test_an_article_is_no_original_of_a_page(self):
        make_article(slug="news-of-today")
        self.assertContains(self.add(translation_of="/news/news-of-today/"), "no text of this kind at this address")

    def test_gate_stops_what_leads_nowhere(self):
        self.add(body='<p><a href="/nowhere/">There</a></p>', _publish="1")
        self.assertFalse(Page.objects.published().exists())

    def test_links_to_pages_are_checked_and_old_ones_named(self):
        page = make_page(slug="rules")
        draft = make_page(slug="draft", state="draft")
        page.old_addresses.create(path="/rules-of-old")
        for path, stops in (("/rules/", False), ("/rules-of-old/", False), (draft.get_absolute_url(), True)):
            article = make_article(state="draft", body=f'<p><a href="{path}">There</a></p>')
            with self.subTest(path):
                report = article.report()
                self.assertEqual(bool(report.blocking), stops)
                self.assertEqual(bool(report.warnings), path == "/rules-of-old/")


class ScreensTests(DeskCase):
    def test_why_is_it_not_visible_names_every_surface(self):
        page = make_page(title="Rules", slug="rules")
        address = reverse("admin:pages_page_visibility", args=[page.pk])
        self.assertContains(self.client.get(address), "no menu leads to it")
        make_menu_item(page)
        make_menu_item(page, menu="footer")
        page.old_addresses.create(path="/rules-of-old")
        response = self.client.get(address)
        for told in ("Its own page", "Menus, on all pages", "Header", "Footer", "Switch of languages", "/rules-of-old"):
            with self.subTest(told):
                self.assertContains(response, told)

    def test_why_is_it_not_visible_says_that_a_draft_is_in_no_menu(self):
        page = make_page(state="draft")
        make_menu_item(page)
        response = self.client.get(reverse("admin:pages_page_visibility", args=[page.pk]))
        self.assertContains(response, "there is no such page (404)")

    def test_preview_and_guest_see_the_draft(self):
        page = make_page(title="Public title", slug="rules")
        page.title = "Title of the draft"
        page.save_draft(by=self.editor)
        preview = self.client.get(reverse("admin:pages_page_preview", args=[page.pk]))
        self.assertContains(preview, "Title of the draft")
        self.client.logout()
        guest = self.client.get(make_guest_link(page).get_absolute_url())
        self.assertContains(guest, "Title of the draft")
        self.assertNotContains(self.client.get("/rules/"), "Title of the draft")

    def test_history_goes_back_to_an_older_text(self):
        page = make_page(title="The first")
        first = page.latest_revision
        page.title = "The second"
        newest = page.save_draft(by=self.editor)
        self.client.post(reverse("admin:pages_page_back", args=[page.pk, first.pk]), {"_shown": newest.pk})
        self.assertEqual(Page.objects.get().latest_revision.snapshot["title"], "The first")

    def test_withdrawn_with_a_reason(self):
        page = make_page(slug="rules")
        self.change(page, "withdraw", reason="Out of date")
        self.client.logout()
        self.assertEqual(self.client.get("/rules/").status_code, 410)

    def test_list_asks_the_same_questions_for_3_and_for_30(self):
        for amount in (3, 27):
            for _each in range(amount):
                make_page(slug="", language="ru", translation_key=make_page().translation_key)
            with self.subTest(amount), self.assertNumQueries(10 + ADMIN_REQUEST):
                self.client.get(LIST)


class FirstPageTests(DeskCase):
    def test_pages_and_articles_stand_in_one_order(self):
        for days, make, title in ((3, make_page, "Third"), (1, make_page, "First"), (2, make_article, "Second")):
            make(title=title, publish_at=clock.now() + timedelta(days=days))
        blocks = {block.name: block for block in self.client.get("/admin/").context["blocks"]}
        self.assertEqual([str(row.content) for row in blocks["scheduled"].rows], ["First", "Second", "Third"])


class OthersTests(DeskCase):
    role = "Editor"

    def test_editors_of_universities_find_no_pages(self):
        page = make_page()
        self.assertEqual(self.client.get(LIST).status_code, 403)
        self.assertEqual(self.add().status_code, 403)
        self.assertEqual(self.change(page, title="Mine").status_code, 403)
        self.assertNotContains(self.client.get("/admin/"), "pages/page")
