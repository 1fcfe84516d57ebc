"""Findings of the publish gate lead to their places, and are waived without a script too."""

import re

from axe_playwright_python.sync_playwright import Axe

from news.models import Article
from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase
from tests.factories import make_article, make_user

READY = "() => window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'"
LONG = "<p>A paragraph of a long report on doors, one like the other.</p>" * 30
FAULTY = f"""{LONG}<h4>Too deep</h4><p>No ATK here.</p><p>Photo: <strong>T</strong>K, ask on Monday.</p>
<p><a href="/news/">Here</a> and <a href="/ru/">here</a></p><table><tbody><tr><td>Kazan</td></tr></tbody></table>
<p><img src="/media/images/gone.png" alt="" width="40"></p>"""
CHOSEN = """() => {
    const editor = CKEDITOR.instances.id_body, window = editor.window.$;
    const focused = editor.widgets.focused?.element.$;
    const box = (focused ?? window.getSelection().getRangeAt(0)).getBoundingClientRect();
    const frame = editor.window.getFrame().$.getBoundingClientRect();
    const top = frame.top + box.top;
    const words = focused ? focused.outerHTML : editor.getSelection().getRanges()[0].cloneContents().$.textContent;
    return [words.trim(), top > 0 && top < innerHeight];
}"""


class GateTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.expect_complaint("gone.png")
        self.editor = make_user("Association editor")
        self.article = make_article(state="draft", title="Doors", lead="", body=FAULTY)

    def form(self, **options):
        page = self.open(f"/admin/news/article/{self.article.pk}/change/?check=1#gate", user=self.editor, **options)
        if options.get("javascript", True):
            page.wait_for_function(READY)
        return page

    def show(self, page, told):
        """Which words are chosen after a click beside what is told or quoted, and whether they are in sight."""
        quoted = page.locator(".gate-finding", has=page.locator("q", has_text=re.compile(f"^{told}$")))
        finding = quoted if quoted.count() else page.locator(".gate-finding", has_text=told)
        finding.get_by_text("Show the place").click()
        page.wait_for_timeout(300)  # scrolling
        return page.evaluate(CHOSEN)

    def test_each_leads_to_its_words_in_the_editor(self):
        for width in (DESKTOP, PHONE):
            page = self.form(width=width)
            for told, words in (
                ("“TK” stands for", "TK"),
                ("Heading 4 stands", "Too deep"),
                ("Here", "Here"),
                ("here", "here"),
                ("A table has no", "Kazan"),
            ):
                with self.subTest(told, width=width):
                    self.assertEqual(self.show(page, told), [words, True])
            with self.subTest("picture", width=width):
                chosen, is_seen = self.show(page, "A picture has no alternative text")
                self.assertIn("gone.png", chosen)
                self.assertTrue(is_seen)

    def test_words_are_found_after_others_were_written_before_them(self):
        page = self.form()
        page.evaluate("() => CKEDITOR.instances.id_body.insertHtml('<h2>New</h2><p>TKA <a href=\"/\">Home</a></p>')")
        self.assertEqual(self.show(page, "“TK” stands for"), ["TK", True])
        self.assertEqual(self.show(page, "here"), ["here", True])

    def test_a_field_gets_the_focus_by_keyboard_too(self):
        page = self.form()
        page.locator(".gate-finding", has_text="It is empty.").get_by_text("Show the place").focus()
        page.keyboard.press("Enter")
        self.assertEqual(page.evaluate("document.activeElement.id"), "id_lead")

    def test_waived_without_a_script(self):
        self.article.body = "<p>Words.</p>"
        self.article.save_draft(by=None)
        page = self.form(javascript=False, width=PHONE)
        page.get_by_text("Let it pass").click()
        page.get_by_label("Why it is right like this").fill("It is a poem.")
        page.get_by_role("button", name="Waive").click()
        page.get_by_text("Waived. It does not stop publishing any more.").wait_for()
        page.get_by_role("button", name="Publish", exact=True).click()
        page.get_by_text("is public.").wait_for()
        self.assertEqual(Article.objects.get().state, "public")

    def test_axe_finds_nothing_in_the_panel(self):
        self.expect_complaint("widgets.css")  # which axe looks for in the wrong place
        for width, dark, locale in ((DESKTOP, False, "en-GB"), (PHONE, True, "ru-RU")):
            with self.subTest(width):
                page = self.form(width=width, dark=dark, locale=locale)
                page.locator("#gate details").first.evaluate("details => details.open = true")
                found = Axe().run(page, context="#gate")
                self.assertEqual(found.violations_count, 0, found.generate_report())
                self.assertFits(page)
