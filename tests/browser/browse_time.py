"""What comes out at its second with no process but the web server, and the banner of the time machine."""

import time
from datetime import timedelta

from news.models import Article
from opendoors.content import clock
from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase
from tests.factories import make_article, make_user


class ScheduledChangeTests(BrowserTestCase):
    def test_a_visitor_reads_the_new_text_from_its_second_on(self):
        article = make_article(title="The old title", slug="the-old-address")
        article.title, article.slug = "The new title", "the-new-address"
        article.save_draft(by=None)
        moment = clock.now() + timedelta(seconds=4)
        article.schedule_changes(moment, by=None)
        page = self.open("/news/the-old-address/")
        self.assertEqual(page.locator("h1").inner_text(), "The old title")
        self.assertLess(clock.now(), moment, "the machine is too slow for this test")
        time.sleep(max(0, (moment - clock.now()).total_seconds()))
        page.goto("/news/the-old-address/")
        self.assertEqual(page.locator("h1").inner_text(), "The new title")
        self.assertTrue(page.url.endswith("/news/the-new-address/"))
        self.assertEqual(Article.objects.get().title, "The new title")

    def test_editor_writes_schedules_and_is_told(self):
        editor = make_user("Association editor")
        article = make_article(title="The old title")
        for width, locale, button, told in (
            (DESKTOP, "en-GB", "Schedule", "Changes come out on 24 December 2032, 10:00 (Europe/Moscow, UTC+3)"),
            (PHONE, "ru-RU", "Запланировать", "Изменения выйдут 24 декабря 2032 г. 10:00 (Europe/Moscow, UTC+3)"),
        ):
            page = self.open(f"/admin/news/article/{article.pk}/change/", width=width, locale=locale, user=editor)
            page.wait_for_function("() => window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'")
            page.locator("#id_title").fill(f"The new title, {locale}")
            page.locator("input[name=_schedule]").last.click()
            page.locator("#id_at_0").fill("24.12.2032")
            page.locator("#id_at_1").fill("10:00")
            self.assertFits(page)
            page.get_by_role("button", name=button, exact=True).click()
            page.locator(".desk-status--change").wait_for()
            self.assertIn(told, page.locator(".desk-status--change").inner_text())


class TimeMachineTests(BrowserTestCase):
    def test_banner_stands_on_every_page_leads_on_and_out(self):
        editor = make_user("Editor")
        later = clock.now() + timedelta(days=2)
        make_article(title="Comes in two days", publish_at=later)
        make_article(title="Выйдет через два дня", language="ru", publish_at=later)
        for width, home, out, title in (
            (DESKTOP, "/", "Back to now", "Comes in two days"),
            (PHONE, "/ru/", "Вернуться в настоящее", "Выйдет через два дня"),
        ):
            page = self.open("/admin/time-machine/", width=width, user=editor, dark=width == PHONE)
            self.assertFits(page)
            page.locator(".time-coming button").first.click()
            page.goto(home)
            page.get_by_role("link", name=title).first.click()
            page.get_by_role("complementary").filter(has=page.get_by_role("button", name=out)).wait_for()
            banner = page.locator(".banner--time")
            self.assertFits(page)
            page.emulate_media(media="print")
            self.assertTrue(banner.locator("strong").is_visible())
            self.assertFalse(banner.locator("button").is_visible())
            page.emulate_media(media="screen")
            self.expect_complaint("404")
            banner.get_by_role("button", name=out).click()
            page.wait_for_load_state()
            self.assertEqual(page.locator(".banner--time").count(), 0)
