"""An article's whole way in real browsers: written, sent to review, sent back, mended, published."""

from django.core import mail

from news.models import Article
from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase
from tests.factories import make_article, make_user

READY = "() => window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'"
LEAD = "What to bring to the doors, and when they open."
TEXT = "The doors open at nine in the morning and close at six in the evening."


class WholeWayTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.anna = make_user("Author", first_name="Anna", email="anna@example.org")
        self.boris = make_user("Association editor", first_name="Boris", email="boris@example.org")

    def press(self, page, name):
        self.settle(page)
        with page.expect_navigation():
            page.locator(f".submit-row input[name={name}]").last.click()

    def settle(self, page):
        """The editor complains when it is left half loaded."""
        if self.javascript:
            page.wait_for_function("() => !window.CKEDITOR || CKEDITOR.instances.id_body?.status === 'ready'")

    def follow(self, page, words):
        self.settle(page)
        with page.expect_navigation():
            page.get_by_role("link", name=words, exact=True).first.click()

    def confirm(self, page):
        self.assertFits(page)
        with page.expect_navigation():
            page.locator(".small-form input[type=submit]").click()

    def write(self, page):
        page.fill("#id_title", "Doors open")
        page.fill("#id_lead", LEAD)
        if self.javascript:
            page.wait_for_function(READY)
            page.evaluate("text => CKEDITOR.instances.id_body.setData(`<p>${text}</p>`)", TEXT)
        else:
            page.fill("#id_body", f"<p>{TEXT}</p>")

    def walk(self, *, javascript, width):
        self.javascript = javascript
        options = {"javascript": javascript, "width": width}
        anna = self.open("/admin/news/article/add/", user=self.anna, **options)
        self.write(anna)
        self.press(anna, "_review")
        anna.select_option("#id_reviewer", label="Boris")
        anna.fill("#id_message", "Is the hour right?")
        self.confirm(anna)
        self.assertIn("Waiting for the review of Boris", anna.locator(".review").inner_text())

        boris = self.open("/admin/", user=self.boris, **options)
        self.assertIn("Is the hour right?", boris.locator(".first-page__block--waiting").inner_text())
        self.assertFits(boris)
        self.follow(boris, "Doors open")
        self.follow(boris, "Send back with a comment")
        boris.fill("#id_comment", "They open at ten.")
        self.confirm(boris)

        anna.goto("/admin/")
        self.assertIn("They open at ten.", anna.locator(".first-page__block--back").inner_text())
        self.assertFits(anna)
        self.follow(anna, "Doors open")
        anna.fill("#id_title", "Doors open at ten")
        self.press(anna, "_review")
        self.confirm(anna)

        boris.goto("/admin/")
        self.follow(boris, "Doors open at ten")
        self.press(boris, "_publish")
        self.assertIn("is public", boris.locator(".messagelist").inner_text())
        anna.goto("/admin/")
        self.follow(anna, "Doors open at ten")
        self.assertEqual(anna.locator("h1").inner_text(), "Doors open at ten")
        self.assertIsNone(Article.objects.get().open_review)
        told = [(letter.to[0], letter.subject.partition(" /")[0]) for letter in mail.outbox]
        one, other = "anna@example.org", "boris@example.org"
        self.assertEqual(told, [(other, "For review"), (one, "Back to you"), (other, "For review"), (one, "Published")])

    def test_at_a_desk(self):
        self.walk(javascript=True, width=DESKTOP)

    def test_without_javascript_on_a_phone(self):
        self.walk(javascript=False, width=PHONE)

    def test_several_at_once(self):
        for title in ("Doors", "Windows"):
            make_article(title=title, state="draft", created_by=self.anna, lead=LEAD, body=f"<p>{TEXT}</p>")
        page = self.open("/admin/news/article/", user=self.boris)
        for box in page.locator("input.action-select").all():
            box.check()
        page.select_option("select[name=action]", "publish_selected")
        with page.expect_navigation():
            page.locator("button[name=index]").click()
        self.confirm(page)
        self.assertIn("Published or scheduled: 2.", page.locator(".messagelist").inner_text())
