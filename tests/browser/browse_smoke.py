from tests import factories
from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase


class HomeTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        factories.make_article(title="An open door", language="en")
        factories.make_article(title="Открытая дверь", language="ru")

    def test_opens_in_both_languages_widths_and_schemes_without_a_cookie(self):
        for path, language, title in (("/", "en", "An open door"), ("/ru/", "ru", "Открытая дверь")):
            for width in (PHONE, DESKTOP):
                for dark in (False, True):
                    with self.subTest(path, width=width, dark=dark):
                        page = self.open(path, width=width, dark=dark)
                        self.assertEqual(page.locator("html").get_attribute("lang"), language)
                        self.assertTrue(page.get_by_text(title).first.is_visible())
                        self.assertFits(page)
                        self.assertEqual(page.context.cookies(), [])

    def test_reads_without_javascript(self):
        page = self.open("/", javascript=False)
        page.get_by_text("An open door").first.click()
        self.assertIn("An open door", page.locator("h1").inner_text())


class AdminTests(BrowserTestCase):
    def test_staff_choose_their_language(self):
        page = self.open("/admin/", user=factories.make_user("Association editor"))
        page.get_by_role("button", name="Русский").click()
        self.assertEqual(page.locator("html").get_attribute("lang"), "ru")
        page.get_by_role("button", name="English").click()
        self.assertEqual(page.locator("html").get_attribute("lang"), "en")
