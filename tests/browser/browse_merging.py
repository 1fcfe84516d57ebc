"""Two real browsers in one article: no sentence of either is lost, and nobody is asked about their own."""

from news.models import Article
from opendoors.content.publishing import State
from tests.browser.harness import PHONE, BrowserTestCase
from tests.factories import make_article, make_user

NUMBERS = ("first", "second", "third", "fourth", "fifth")
TEXT = "".join(f"<p>This is the {number} paragraph of a report on doors.</p>" for number in NUMBERS)
READY = "() => window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'"
REPLACE = """([before, after]) => new Promise(done => {
    const editor = CKEDITOR.instances.id_body;
    editor.setData(editor.getData().replace(before, after), done);
})"""


class TwoEditorsTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.anna, self.boris = (make_user("Association editor", first_name=name) for name in ("Anna", "Boris"))
        self.article = make_article(state=State.DRAFT, title="Doors", body=TEXT)
        self.url = f"/admin/news/article/{self.article.pk}/change/"

    def form(self, user, **options):
        page = self.open(self.url, user=user, **options)
        page.wait_for_function(READY)
        return page

    def type(self, page, before, after):
        page.evaluate(REPLACE, [before, after])

    def save(self, page):
        with page.expect_navigation():
            page.locator(".submit-row input[name=_save]").last.click()
        page.wait_for_function(READY)

    def newest(self) -> str:
        return Article.objects.get(pk=self.article.pk).latest_revision.snapshot["body"]

    def test_first_and_fifth_paragraph_from_one_beginning_are_both_in_the_result(self):
        anna, boris = self.form(self.anna), self.form(self.boris)
        self.type(anna, "the first", "the very first")
        self.save(anna)
        self.type(boris, "the fifth", "the very fifth")
        self.save(boris)
        self.assertIn("Saved together with the changes of Anna", boris.locator(".messagelist").inner_text())
        for words in ("the very first", "the very fifth", "the third"):
            self.assertIn(words, self.newest())
            self.assertIn(words, boris.evaluate("() => CKEDITOR.instances.id_body.getData()"))

    def test_clash_shows_both_texts_and_a_choice_saves(self):
        boris = self.clash(self.form(self.boris))
        self.assertNotIn("Boris", self.newest())
        boris.locator("input[value=both]").check()
        self.save(boris)
        self.assertEqual(boris.locator(".clash").count(), 0)
        for words in ("Anna’s third", "Boris’ third"):
            self.assertIn(words, self.newest())

    def test_clash_on_a_phone_and_theirs_chosen(self):
        boris = self.clash(self.form(self.boris, width=PHONE, dark=True))
        boris.locator("input[value=theirs]").check()
        with boris.expect_navigation():
            boris.locator(".clashes input[name=_save]").click()
        boris.wait_for_function(READY)
        self.assertIn("Anna’s third", self.newest())
        self.assertNotIn("Boris", self.newest())

    def clash(self, boris):
        anna = self.form(self.anna)
        self.type(anna, "the third", "Anna’s third")
        self.save(anna)
        self.type(boris, "the third", "Boris’ third")
        self.save(boris)
        self.assertFits(boris)
        shown = boris.locator(".clash").inner_text()
        self.assertIn("Anna’s third", shown)
        self.assertIn("Boris’ third", shown)
        return boris

    def test_two_tabs_of_one_person_ask_nothing(self):
        one = self.form(self.anna)
        other = one.context.new_page()
        other.goto(self.url)
        other.wait_for_function(READY)
        self.type(one, "the first", "the very first")
        self.save(one)
        self.type(other, "the fifth", "the very fifth")
        self.save(other)
        self.assertEqual(other.locator(".clash").count(), 0)
        self.assertIn("the very first", self.newest())
        self.assertIn("the very fifth", self.newest())

    def test_double_click_saves_once(self):
        page = self.form(self.anna)
        self.type(page, "the first", "the very first")
        page.locator(".submit-row input[name=_save]").last.dblclick()
        page.locator(".messagelist").wait_for()
        page.wait_for_function(READY)
        self.assertEqual(page.locator(".clash").count(), 0)
        self.assertEqual(Article.objects.get(pk=self.article.pk).revisions.count(), 2)

    def test_back_button_takes_nothing_back_that_came_from_others(self):
        anna, boris = self.form(self.anna), self.form(self.boris)
        self.type(anna, "the first", "the very first")
        self.save(anna)
        self.type(boris, "the fifth", "the very fifth")
        self.save(boris)
        boris.go_back()
        boris.wait_for_function(READY)
        self.type(boris, "the third", "the very third")
        self.save(boris)
        self.assertEqual(boris.locator(".clash").count(), 0)
        for words in ("the very first", "the very third", "the very fifth"):
            self.assertIn(words, self.newest())

    def test_back_button_after_the_first_save_of_all_shows_an_empty_form(self):
        page = self.open("/admin/news/article/add/", user=self.anna)
        page.wait_for_function(READY)
        page.fill("#id_title", "Windows")
        self.save(page)
        page.go_back()
        page.wait_for_function(READY)
        self.assertEqual((page.input_value("#id_title"), page.locator(".offer").count()), ("", 0))
        page.fill("#id_title", "Other windows")
        self.save(page)
        self.assertEqual(page.locator(".errornote, .clash").count(), 0)
        self.assertEqual(Article.objects.count(), 3)

    def test_back_button_and_typing_on(self):
        page = self.form(self.anna)
        self.type(page, "the first", "the very first")
        self.save(page)
        page.go_back()
        page.wait_for_function(READY)
        self.type(page, "This is", "Surely this is")
        self.save(page)
        self.assertEqual(page.locator(".clash").count(), 0)
        self.assertIn("Surely this is", self.newest())
