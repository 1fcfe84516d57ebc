"""The original beside its translation in a real browser: as a translator, at both widths, with and without scripts."""

from news.models import Article
from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase
from tests.factories import make_article, make_user
from tests.news.test_originals import again

READY = "() => window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'"
OLD = "<p>Doors open.</p><h2>Who</h2><p>Everyone.</p><h2>When</h2><p>By 1 May.</p><p>Good luck.</p>"
NEW = OLD.replace("1 May", "9 May")
RUSSIAN = "<p>Двери открыты.</p><p>Ещё абзац.</p><h2>Кто</h2><p>Каждый.</p><h2>Когда</h2><p>До 1 мая.</p>"
CURSOR = """(number) => {
    const editor = CKEDITOR.instances.id_body;
    editor.focus();
    const range = editor.createRange();
    range.moveToElementEditStart(editor.editable().getChild(number));
    editor.getSelection().selectRanges([range]);
}"""


class BesideTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.translator = make_user("Translator")
        self.original = make_article(title="Doors " * 20, lead="Come in. " * 20, body=OLD)
        key = self.original.translation_key
        self.translation = make_article(language="ru", title="Двери", translation_key=key, body=RUSSIAN)
        again(self.original, body=NEW)
        self.url = f"/admin/news/article/{self.translation.pk}/change/"

    def form(self, **options):
        page = self.open(self.url, user=self.translator, **options)
        if options.get("javascript", True):
            page.wait_for_function(READY)
        return page

    def places(self, page, field) -> tuple[dict, dict]:
        beside = page.locator(f'[data-beside="{field}"]')
        return beside.locator("details").bounding_box(), beside.locator(".beside__own").bounding_box()

    def test_beside_on_a_desk_and_folded_above_on_a_phone(self):
        for locale in ("en-GB", "ru-RU"):
            for dark in (False, True):
                with self.subTest(locale=locale, dark=dark):
                    page = self.form(width=DESKTOP, locale=locale, dark=dark)
                    self.assertFits(page)
                    for field in ("title", "lead", "body"):
                        original, own = self.places(page, field)
                        self.assertLess(original["x"] + original["width"], own["x"] + 1)
                    page = self.form(width=PHONE, locale=locale, dark=dark)
                    self.assertFits(page)
                    self.assertEqual(page.locator("[data-beside] details[open]").count(), 0)
                    page.locator('[data-beside="body"] summary').click()
                    original, own = self.places(page, "body")
                    self.assertLess(original["y"] + original["height"], own["y"] + 1)

    def test_the_paragraph_of_the_original_is_marked_where_the_cursor_stands(self):
        page = self.form()
        here = page.locator(".beside__part--here")
        for number, words in ((0, "Doors open."), (2, "Who"), (3, "Everyone."), (4, "When"), (5, "By 9 May.")):
            page.evaluate(CURSOR, number)
            here.filter(has_text=words).wait_for()
            self.assertEqual(here.count(), 1)

    def test_brought_up_to_date_by_keyboard_and_told_apart_when_saved(self):
        page = self.form()
        self.assertEqual(page.locator(".original__change ins").first.inner_text(), "9")
        box = page.get_by_role("checkbox", name="The translation is up to date with the original's text of")
        box.focus()
        page.keyboard.press("Space")
        with page.expect_navigation():
            page.keyboard.press("Control+s")
        self.assertEqual(box.count(), 0)
        self.assertIn("Visitors still read the outdated translation", page.locator(".original").inner_text())
        self.assertIn(self.translation, Article.objects.caught_up())

    def test_without_scripts_all_of_it_stands_there_and_saves(self):
        page = self.form(javascript=False)
        self.assertIn("By 9 May.", page.locator('[data-beside="body"] details').inner_text())
        page.locator("textarea[name=body]").fill(RUSSIAN.replace("1 мая", "9 мая"))
        page.locator("input[name=caught_up]").check()
        page.locator(".submit-row input[name=_save]").click()
        article = Article.objects.get(pk=self.translation.pk)
        self.assertIn("9 мая", article.latest_revision.snapshot["body"])
        self.assertEqual(Article.objects.caught_up().get(), article)
        phone = self.form(javascript=False, width=PHONE)
        self.assertFits(phone)
        phone.locator('[data-beside="lead"] summary').click()
        self.assertFalse(phone.locator('[data-beside="lead"] .beside__text').is_visible())

    def test_the_maximised_editor_has_the_whole_window(self):
        page = self.form()
        page.evaluate("() => CKEDITOR.instances.id_body.execCommand('maximize')")
        box = page.locator(".cke_maximized").bounding_box()
        self.assertEqual((box["x"], box["width"]), (0, DESKTOP))
