import re

from axe_playwright_python.sync_playwright import Axe

from news.models import Article
from opendoors.content.models import GuestLink, GuestNote
from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase
from tests.factories import make_article, make_guest_link, make_user

TITLE = "A draft for somebody without an account"


class GuestTests(BrowserTestCase):
    def link(self, language="en", **fields):
        return make_guest_link(make_article(title=TITLE, state="draft", language=language, **fields))

    def test_read_and_approve_at_every_width_with_and_without_javascript(self):
        for width in (PHONE, DESKTOP):
            for javascript in (True, False):
                with self.subTest(width=width, javascript=javascript):
                    link = self.link(slug=f"draft-{width}-{javascript}".lower())
                    page = self.open(link.get_absolute_url(), width=width, javascript=javascript)
                    page.locator("h1", has_text=TITLE).wait_for()
                    self.assertFits(page)
                    page.get_by_role("link", name="Approve or comment").click()
                    page.get_by_label("Your name").fill("Li Wei")
                    page.get_by_role("button", name="Approve this version").click()
                    page.get_by_text("Thank you: the editors see that you approve.").wait_for()
                    self.assertFits(page)
                    page.reload()
                    self.assertEqual(GuestNote.objects.get(link=link).name, "Li Wei")
                    self.assertEqual(GuestLink.objects.get(pk=link.pk).openings, 1)
                    self.assertEqual(page.context.cookies(), [])

    def test_a_comment_in_russian_that_lacks_its_name_first(self):
        page = self.open(self.link("ru").get_absolute_url(), width=PHONE)
        page.get_by_label("Комментарий").fill("Вторая цифра прошлогодняя.")
        page.get_by_role("button", name="Отправить комментарий").click()
        page.get_by_role("alert").wait_for()
        page.get_by_label("Ваше имя").fill("Ли Вэй")
        page.get_by_role("button", name="Отправить комментарий").click()
        page.get_by_text("Редакция видит ваш комментарий").wait_for()
        self.assertEqual(GuestNote.objects.get().text, "Вторая цифра прошлогодняя.")

    def test_return_in_the_name_never_approves(self):
        page = self.open(self.link().get_absolute_url())
        page.get_by_label("Your name").fill("Li Wei")
        page.keyboard.press("Enter")
        page.get_by_text("Please write your comment.").wait_for()
        self.assertFalse(GuestNote.objects.exists())

    def test_no_host_learns_the_address(self):
        body = '<p><a href="/news/">News</a></p>'
        page = self.open(self.link(body=body).get_absolute_url())
        with page.expect_request("**/news/") as asked:
            page.locator(".prose a").click()
        self.assertNotIn("referer", asked.value.all_headers())

    def test_everybody_can_read_and_answer(self):
        link = self.link()
        closed = link.get_absolute_url()[:-1]
        self.expect_complaint("404")
        for width, dark in ((PHONE, True), (DESKTOP, False)):
            page = self.open(link.get_absolute_url(), width=width, dark=dark)
            page.get_by_role("button", name="Send the comment").click()
            page.get_by_role("alert").first.wait_for()
            for address in (None, closed):
                if address:
                    page.goto(address)
                found = Axe().run(page)
                self.assertEqual(found.violations_count, 0, found.generate_report())

    def test_made_copied_and_revoked_on_the_desk(self):
        user = make_user("Association editor")
        article = make_article(title=TITLE, state="draft")
        page = self.open(f"/admin/news/article/{article.pk}/change/", user=user)
        page.get_by_role("link", name="Guest links", exact=True).click()
        page.get_by_label("For whom").fill("Prof. Li")
        page.get_by_role("button", name="Make the link").click()
        address = page.get_by_label("Address").input_value()
        guest = self.open(address)
        guest.locator("h1", has_text=TITLE).wait_for()
        page.get_by_role("button", name="Revoke").click()
        page.get_by_text(re.compile("Revoked on")).wait_for()
        self.expect_complaint("410")
        guest.reload()
        guest.get_by_text("This link was closed").wait_for()
        self.assertNotIn(TITLE, guest.content())
        self.assertEqual(Article.objects.get().title, TITLE)

    def test_the_desk_fits_a_phone_and_works_without_javascript(self):
        link = self.link()
        user = make_user("Association editor")
        page = self.open(f"/admin/news/article/{link.object_id}/guests/", user=user, width=PHONE, javascript=False)
        self.assertFits(page)
        page.get_by_label("For whom").fill("Rector's office")
        page.get_by_role("button", name="Make the link").click()
        page.get_by_role("heading", name="Rector's office").wait_for()
        self.assertFits(page)
        self.assertEqual(GuestLink.objects.count(), 2)
