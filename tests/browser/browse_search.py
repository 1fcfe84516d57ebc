"""The search box as people use it: suggestions by keyboard and mouse, without scripts, and the box of the admin."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from opendoors.content.publishing import State
from tests.browser.harness import PHONE, BrowserTestCase
from tests.factories import make_article, make_university, make_user

BOX, LIST = "#search", "[role=listbox]"


class SuggestionTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.universities = [
            make_university(name_en=f"Tsinghua {name}", name_ru=f"Цинхуа {name}") for name in ("North", "South", "West")
        ]

    def typed(self, text: str = "tsin", **options) -> Page:
        page = self.open("/search/", **options)
        page.locator(BOX).press_sequentially(text)
        return page

    def active(self, page: Page) -> str:
        """What a screen reader reads as the chosen one; "" for none."""
        key = page.locator(BOX).get_attribute("aria-activedescendant")
        if not key:
            self.assertEqual(page.locator("[aria-selected=true]").count(), 0)
            return ""
        self.assertEqual(page.locator("[aria-selected=true]").get_attribute("id"), key)
        return page.locator(f"#{key}").inner_text()

    def test_by_keyboard(self):
        page = self.typed()
        box = page.get_by_role("combobox", name="What are you looking for?")
        expect(page.locator(f"{BOX}-suggestions")).to_be_visible()
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_role("status")).to_have_text("3 suggestions")
        self.assertEqual(self.active(page), "")
        seen = []
        for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
            box.press(key)
            seen.append(self.active(page))
        self.assertEqual(len(set(seen)), 3)
        self.assertEqual([seen[0], seen[2], seen[1]], seen[3:])  # round, and back
        for key in ("Home", "End"):
            box.press("ArrowDown")
            box.press(key)
            self.assertEqual(self.active(page), "")  # the caret moves in the text again
        self.assertEqual(page.evaluate("document.activeElement.selectionStart"), 4)
        expect(box).to_be_focused()

    def test_escape_closes_and_keeps_the_words(self):
        page = self.typed()
        expect(page.locator(LIST).first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(LIST).first).to_be_hidden()
        expect(page.locator(BOX)).to_have_value("tsin")
        expect(page.locator(BOX)).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("ArrowDown")
        expect(page.locator(LIST).first).to_be_visible()

    def test_enter_opens_the_chosen_one_and_sends_the_words_otherwise(self):
        page = self.typed()
        expect(page.locator(LIST).first).to_be_visible()
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=tsin")
        page = self.typed()
        expect(page.locator(LIST).first).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/partners/universities/tsinghua-*/")

    def test_by_mouse_and_by_touch(self):
        page = self.typed()
        page.get_by_role("option", name="Tsinghua South").click()
        page.wait_for_url("**/tsinghua-south/")
        page = self.typed(width=PHONE)
        page.get_by_role("option", name="Tsinghua West").click()
        page.wait_for_url("**/tsinghua-west/")

    def test_it_closes_when_the_focus_leaves_and_moves_nothing(self):
        page = self.open("/search/")
        before = page.locator("footer").bounding_box()
        page.locator(BOX).press_sequentially("tsin")
        expect(page.locator(LIST).first).to_be_visible()
        self.assertEqual(page.locator("footer").bounding_box(), before)
        self.assertFits(page)
        found = Axe().run(page)
        self.assertEqual(found.violations_count, 0, found.generate_report())
        page.keyboard.press("Tab")
        expect(page.locator(LIST).first).to_be_hidden()

    def test_only_the_answer_to_the_last_letters_is_shown(self):
        page = self.open("/search/")
        held = []
        page.route("**/suggest/?q=tsinghua", lambda route: held.append(route))  # an answer that is late
        box = page.locator(BOX)
        box.press_sequentially("tsinghua")
        page.wait_for_timeout(400)
        self.assertEqual(len(held), 1)
        box.press_sequentially(" south")
        expect(page.get_by_role("option")).to_have_count(1)
        page.unroute_all(behavior="ignoreErrors")

    def test_without_an_answer_it_is_a_form(self):
        self.expect_complaint("suggest")
        page = self.open("/search/")
        page.route("**/suggest/**", lambda route: route.abort())
        page.locator(BOX).press_sequentially("tsin")
        page.wait_for_timeout(400)
        expect(page.locator(LIST).first).to_be_hidden()
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=tsin")

    def test_without_scripts_and_from_any_page(self):
        page = self.open("/partners/", javascript=False)
        page.get_by_role("search").get_by_role("searchbox").fill("Tsinghua")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=Tsinghua")
        expect(page.get_by_role("heading", level=2).first).to_contain_text("Tsinghua")
        page = self.open("/ru/partners/", width=PHONE, javascript=False)
        page.get_by_role("button", name="Найти").click()
        page.wait_for_url("**/ru/search/?q=")
        expect(page.get_by_role("heading", level=1)).to_have_text("Поиск")

    def test_what_narrows_is_open_beside_the_hits_and_folded_on_a_phone(self):
        make_article(title="Tsinghua visited", universities=self.universities[:1])
        narrowing = {"name": "Narrow down"}
        page = self.open("/search/?q=tsinghua")
        expect(page.get_by_role("complementary", **narrowing).get_by_role("link").first).to_be_visible()
        page = self.open("/search/?q=tsinghua", width=PHONE)
        expect(page.get_by_role("complementary", **narrowing).get_by_role("link")).to_have_count(0)
        page.get_by_text("Narrow down").click()
        expect(page.get_by_role("complementary", **narrowing).get_by_role("link").first).to_be_visible()
        self.assertFits(page)


class AdminBoxTests(BrowserTestCase):
    def test_from_anywhere_by_a_shortcut(self):
        self.expect_complaint("widgets.css")  # which axe looks for in the wrong place
        editor = make_user("Editor")
        home = make_university(name_en="Home University", staff=[editor])
        article = make_article(title="Sturgeon of ours", state=State.DRAFT, owner=home)
        make_article(title="Sturgeon of theirs", state=State.DRAFT)
        page = self.open("/admin/news/article/add/", user=editor)
        page.locator("#id_title").click()
        page.keyboard.press("Control+k")
        box = page.locator("#find")
        expect(box).to_be_focused()
        box.press_sequentially("sturgeon")
        option = page.locator("form.find [role=option]")
        expect(option).to_have_count(1)
        expect(option).to_contain_text("Article · Draft · English · Home University")
        found = Axe().run(page, context={"include": [["form.find"]]})
        self.assertEqual(found.violations_count, 0, found.generate_report())
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/admin/news/article/{article.pk}/change/")

    def test_on_a_russian_keyboard_and_without_scripts(self):
        editor = make_user("Association editor")
        make_article(title="Sturgeon")
        page = self.open("/admin/", user=editor, locale="ru-RU")
        page.evaluate(
            """document.body.dispatchEvent(new KeyboardEvent("keydown",
            { key: "л", code: "KeyK", ctrlKey: true, bubbles: true, cancelable: true }))"""
        )
        expect(page.locator("#find")).to_be_focused()
        for width in (PHONE, 800, 1366):
            page = self.open("/admin/search/?q=sturgeon", user=editor, width=width, javascript=False)
            self.assertFits(page)
        page.locator("#find").fill("Sturgeon")
        page.keyboard.press("Enter")
        expect(page.locator(".findings-list li")).to_have_count(1)
