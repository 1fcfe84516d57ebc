from tests.browser.browse_autosave import ADD, READY, DeskCase
from tests.browser.harness import PHONE
from tests.factories import make_article, make_topic, make_user

PANEL, FRAME = "aside.preview", "aside.preview iframe"


class PreviewTests(DeskCase):
    def article(self, **fields):
        return make_article(title="Saved title", body="<p>Saved text.</p>" * 40, state="draft", **fields)

    def shown(self, page, words: str):
        page.frame_locator(FRAME).locator("h1", has_text=words).wait_for()

    def width(self, page) -> int:
        return page.frame(url="**/preview/**").evaluate("innerWidth")

    def test_beside_the_form_it_follows_what_is_typed(self):
        page = self.form(self.article())
        self.assertFalse(page.is_visible(PANEL))
        page.get_by_role("button", name="Preview beside").click()
        self.shown(page, "Saved title")
        page.get_by_text("the draft saved on").wait_for()
        self.assertFits(page)
        page.frame(url="**/preview/**").evaluate("scrollTo(0, 300)")
        page.fill("#id_title", "Typed title")
        self.shown(page, "Typed title")
        page.get_by_text("not saved yet").wait_for()
        page.wait_for_function(f"document.querySelector('{FRAME}').contentWindow.scrollY === 300")

    def test_as_on_a_phone_and_as_on_a_desktop(self):
        page = self.form(self.article())
        page.click("[data-preview-open]")
        self.shown(page, "Saved title")
        self.assertEqual(self.width(page), PHONE)
        page.get_by_role("button", name="Desktop").click()
        page.wait_for_function(f"document.querySelector('{FRAME}').contentWindow.innerWidth === 1280")
        frame, stage = page.locator(FRAME).bounding_box(), page.locator(".preview__stage").bounding_box()
        self.assertLessEqual(frame["width"], stage["width"] + 1)
        self.assertAlmostEqual(frame["height"], stage["height"], delta=2)
        page.reload()
        self.shown(page, "Saved title")  # open, and as wide as it was chosen
        self.assertEqual(self.width(page), 1280)

    def test_it_stays_closed_once_it_was_closed(self):
        page = self.form(self.article())
        page.click("[data-preview-open]")
        self.shown(page, "Saved title")
        page.locator(PANEL).get_by_role("button", name="Close").click()
        self.assertEqual(page.evaluate("document.activeElement.textContent"), "Preview beside")
        page.reload()
        page.wait_for_function(READY)
        self.assertFalse(page.is_visible(PANEL))
        self.assertEqual(page.locator(FRAME).count(), 0)

    def test_links_of_the_preview_lead_out_of_it(self):
        page = self.form(self.article(topics=[make_topic(name_en="People")]))
        page.click("[data-preview-open]")
        self.shown(page, "Saved title")
        with page.expect_popup() as opened:
            page.frame_locator(FRAME).get_by_role("link", name="People").click()
        self.assertIn("/news/topics/", opened.value.url)
        self.shown(page, "Saved title")

    def test_the_tab_shows_what_was_typed_a_moment_ago(self):
        page = self.form(self.article())
        page.fill("#id_title", "Typed this second")
        with page.expect_popup() as opened:
            page.get_by_role("link", name="Preview").click()
        opened.value.locator("h1", has_text="Typed this second").wait_for()
        self.assertFits(opened.value)

    def test_of_an_article_that_was_never_saved(self):
        page = self.form(user=make_user("Author"))
        page.click("[data-preview-open]")
        self.shown(page, "Nothing to show yet")
        page.fill("#id_title", "Never saved")
        self.shown(page, "Never saved")

    def test_on_a_phone_it_is_a_tab(self):
        page = self.form(self.article(), width=PHONE)
        self.assertFalse(page.is_visible("[data-preview-open]"))
        self.assertFits(page)
        with page.expect_popup() as opened:
            page.get_by_role("link", name="Preview").click()
        opened.value.locator("h1", has_text="Saved title").wait_for()
        self.assertFits(opened.value)

    def test_without_javascript_it_is_a_tab_of_the_saved_draft(self):
        user, article = make_user("Association editor"), self.article()
        page = self.open(self.address(article), user=user, javascript=False)
        with page.expect_popup() as opened:
            page.get_by_role("link", name="Preview").click()
        opened.value.locator("h1", has_text="Saved title").wait_for()
        page.goto(ADD)
        self.assertFalse(page.is_visible("[data-preview-tab]"))  # nothing is kept that could be shown
