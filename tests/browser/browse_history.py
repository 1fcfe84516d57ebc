from news.models import Article
from tests import factories
from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase

LONG = "".join(
    f"<p>Paragraph {number} of a long report about doors and those who open them.</p>" for number in range(40)
)


class HistoryTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.editor = factories.make_user("Association editor", username="maria")
        self.article = factories.make_article(
            title="A day behind the doors", body=LONG, topics=(factories.make_topic(),), created_by=self.editor
        )
        self.path = f"/admin/news/article/{self.article.pk}/"

    def save(self, page, title, note):
        page.frame_locator("iframe.cke_wysiwyg_frame").locator("body").wait_for()
        page.get_by_label("Title").fill(title)
        page.get_by_label("Why, for your colleagues").fill(note)
        page.get_by_role("button", name="Save draft").click()
        page.get_by_text("Visitors still read the text published before.").wait_for()

    def test_editor_sees_what_changed_and_goes_back(self):
        page = self.open(f"{self.path}change/", user=self.editor)
        self.save(page, "A night behind the doors", "It was dark")
        self.save(page, "A week behind the doors", "")
        page.get_by_role("link", name="History").click()
        page.get_by_text("It was dark").wait_for()
        page.get_by_role("button", name="Compare the two").click()
        page.get_by_role("heading", name="What changed").wait_for()
        page.wait_for_load_state()
        self.assertEqual(page.locator(".compare del").all_inner_texts(), ["day"])
        self.assertEqual(page.locator(".compare ins").all_inner_texts(), ["week"])
        page.go_back()
        page.get_by_role("link", name="Back to this text").first.click()
        page.get_by_role("button", name="Back to this text").click()
        page.get_by_text("is the newest draft now").wait_for()
        self.assertEqual(page.get_by_label("Title").input_value(), "A night behind the doors")
        self.assertEqual(Article.objects.get().title, "A day behind the doors")

    def test_text_saved_meanwhile_is_shown_before_it_is_left(self):
        page = self.open(f"{self.path}change/", user=self.editor)
        self.save(page, "A night behind the doors", "")
        page.goto(f"{self.path}history/{self.article.live_revision_id}/back/")
        boris = factories.make_user("Association editor", first_name="Boris")
        self.save(self.open(f"{self.path}change/", user=boris), "A week behind the doors", "")
        page.get_by_role("button", name="Back to this text").click()
        page.get_by_text("Saved while you were here: Boris").wait_for()
        self.assertEqual(page.locator(".compare del").all_inner_texts(), ["week"])
        page.set_viewport_size({"width": PHONE, "height": 800})
        self.assertFits(page)
        page.get_by_role("button", name="Back to this text").dblclick()
        page.get_by_text("is the newest draft now").wait_for()
        self.assertEqual(self.article.revisions.count(), 4)

    def test_note_that_is_too_long_stays_in_a_box_and_not_on_a_button(self):
        page = self.open(f"{self.path}change/", user=self.editor, dark=True, width=PHONE)
        page.locator("[maxlength]#id_revision_note").evaluate("box => box.removeAttribute('maxlength')")
        page.frame_locator("iframe.cke_wysiwyg_frame").locator("body").wait_for()
        page.get_by_label("Why, for your colleagues").fill("x" * 300)
        page.get_by_role("button", name="Save draft").click()
        page.get_by_text("at most 200 characters").wait_for()
        ground = "box => getComputedStyle(box).backgroundColor"
        box, button = page.locator("#id_revision_note"), page.locator(".submit-row [name=_save]")
        self.assertNotEqual(box.evaluate(ground), button.evaluate(ground))
        self.assertFits(page)

    def test_long_stretches_unfold_and_everything_fits(self):
        article = Article.objects.get()
        article.take_newest()
        table = f"<table><tbody><tr>{'<td>A cell of a wide table</td>' * 20}</tr></tbody></table>"
        article.body = LONG.replace("Paragraph 20", "Section 20") + table + "<p>" + "x" * 400 + "</p>"
        article.save_draft(by=self.editor)
        for width in (PHONE, DESKTOP):
            for address in ("history/", "history/compare/", f"history/{article.live_revision_id}/"):
                with self.subTest(address, width=width):
                    self.assertFits(self.open(self.path + address, width=width, user=self.editor))
        page = self.open(f"{self.path}history/compare/", user=self.editor, javascript=False)
        hidden = page.get_by_text("Paragraph 5 of")
        self.assertFalse(hidden.is_visible())
        page.locator("summary").first.click()
        self.assertTrue(hidden.is_visible())

    def test_from_the_bin_and_back(self):
        page = self.open(f"{self.path}delete/", user=self.editor)
        page.get_by_role("button", name="Move to the bin").click()
        page.get_by_text("is in the bin").wait_for()
        page.goto("/admin/news/article/?status=in_bin")
        page.get_by_role("link", name="A day behind the doors").click()
        page.get_by_role("button", name="Restore").click()
        page.get_by_text("Visitors find it again").wait_for()
        self.assertEqual(self.open("/news/").get_by_text("A day behind the doors").count() > 0, True)
