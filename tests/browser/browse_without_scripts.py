"""Everything a visitor does works without JavaScript: menus, languages, filters, pages of lists, films, deadlines."""

import re

from playwright.sync_api import Page, expect

from tests import demonstration
from tests.browser.harness import PHONE, BrowserTestCase


class WithoutScriptsTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        demonstration.load()

    def visit(self, path: str) -> Page:
        return self.open(path, width=PHONE, javascript=False)

    def test_menus_lead_everywhere(self):
        page = self.visit("/")
        for name, heading in (("News", "News"), ("Partners", "Partners"), ("Rules", "Rules")):
            page.locator("header").get_by_role("link", name=name, exact=True).click()
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        page.locator("footer").get_by_role("link", name="Deadlines").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Deadlines")

    def test_the_switcher_leads_to_the_same_article(self):
        page = self.visit("/news/kazan-seminar-people-who-read-portfolios/")
        page.locator("header").get_by_role("link", name="Русский").click()
        expect(page.locator("html")).to_have_attribute("lang", "ru")
        page.locator("header").get_by_role("link", name="English").click()
        self.assertIn("/news/kazan-seminar-people-who-read-portfolios/", page.url)

    def test_filters_and_their_chips(self):
        page = self.visit("/partners/universities/")
        page.locator("summary").first.click()
        page.locator("select[name=country]").select_option("CN")
        page.get_by_role("button", name="Show").click()
        expect(page.locator("table.register")).to_contain_text("Peking University")
        expect(page.locator("table.register")).not_to_contain_text("Kazan")
        page.locator(".chips a").first.click()
        expect(page.locator("table.register")).to_contain_text("Kazan")

    def test_pages_of_a_list(self):
        page = self.visit("/partners/universities/")
        page.get_by_role("navigation", name="Pages").get_by_role("link", name="2").click()
        expect(page).to_have_url(re.compile(r"\?page=2$"))
        expect(page.locator("table.register")).to_be_visible()

    def test_a_film_is_a_link(self):
        link = self.visit("/news/watch-the-guide-first/").locator("figure.video a")
        self.assertTrue(link.get_attribute("href").startswith("https://"))

    def test_a_deadline_keeps_no_room_for_words_that_will_not_come(self):
        page = self.visit("/")
        self.assertEqual(page.locator(".deadline__reader:visible").count(), 0)
        expect(page.locator(".deadline time").first).to_contain_text("Moscow time (UTC+3)")
