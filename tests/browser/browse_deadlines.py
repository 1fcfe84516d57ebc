"""What a script adds to a deadline: the reader's own time and what is left. Nothing moves for it."""

from datetime import UTC, datetime, timedelta

from opendoors.content import clock
from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase
from tests.factories import make_deadline, make_menu_item, make_page

SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 500);
})"""
LONG = "".join(f"<h2>A rather long heading of part {number}</h2><p>Words of it.</p>" for number in range(6))


class DeadlineTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.at = (clock.now() + timedelta(days=2, hours=3, minutes=4)).replace(second=0, microsecond=0)
        make_deadline(title_en="Portfolios close", title_ru="Закрывается приём", at=self.at)

    def told(self, page) -> str:
        return " ".join(page.locator("[data-deadline]").first.inner_text().split())

    def opened(self, path: str, moment: datetime, **options):
        """The page as it is opened at that moment of the reader's clock, which then stands still."""
        page = self.open(path, **options)
        page.clock.set_fixed_time(moment)
        page.reload()
        page.locator("[data-deadline] span").first.wait_for()
        return page

    def test_own_time_and_what_is_left_in_words(self):
        for path, own, left in (
            ("/deadlines/", "Your time:", "Left: 1 day 2 hours"),
            ("/ru/deadlines/", "По вашим часам:", "Осталось: 1 день 2 часа"),
            ("/", "Your time:", "Left: 1 day 2 hours"),
        ):
            with self.subTest(path):
                told = self.told(self.opened(path, self.at - timedelta(days=1, hours=2, minutes=3)))
                self.assertIn(own, told)
                self.assertTrue(told.endswith(left), told)

    def test_minutes_are_told_on_the_last_day_alone(self):
        for before, left in (
            (timedelta(days=1), "Left: 1 day"),
            (timedelta(days=1, minutes=5), "Left: 1 day"),
            (timedelta(hours=23, minutes=59), "Left: 23 hours 59 minutes"),
            (timedelta(minutes=2), "Left: 2 minutes"),
        ):
            with self.subTest(left):
                told = self.told(self.opened("/deadlines/", self.at - before))
                self.assertTrue(told.endswith(left), told)

    def test_it_counts_and_then_says_that_it_is_closed(self):
        page = self.open("/deadlines/")
        page.clock.install(time=self.at - timedelta(minutes=2))
        page.reload()
        self.assertIn("Left: 2 minutes", self.told(page))
        page.clock.run_for(61_000)
        self.assertIn("Left: 1 minute", self.told(page))
        page.clock.run_for(61_000)
        self.assertIn("Closed", self.told(page))
        self.assertNotIn("Left", self.told(page))

    def test_nothing_moves_for_it(self):
        for day in range(3):
            make_deadline(at=self.at + timedelta(days=20 + day, hours=9), zone="Asia/Yekaterinburg")
        for path in ("/", "/deadlines/", "/ru/deadlines/"):
            for width in (320, PHONE, DESKTOP):
                with self.subTest(path, width=width):
                    page = self.open(path, width=width)
                    self.assertIn(":", self.told(page))
                    self.assertEqual(page.evaluate(SHIFTS), 0)
                    self.assertFits(page)

    def test_without_script_the_moment_stands_there_all_the_same(self):
        page = self.open("/deadlines/", javascript=False)
        self.assertIn("Moscow time (UTC+3)", page.locator(".deadline time").inner_text())
        self.assertFalse(page.locator("[data-deadline]").is_visible())

    def test_zone_of_the_reader_is_the_browsers(self):
        context = self.browser.new_context(base_url=self.live_server_url, timezone_id="Asia/Karachi", locale="en-GB")
        self.contexts.append(context)
        page = context.new_page()
        page.goto("/deadlines/")
        own = self.at.astimezone(UTC) + timedelta(hours=5)
        self.assertIn(f"{own.day} {own:%B} at {own:%H:%M} UTC+5", self.told(page))


class StandingPageTests(BrowserTestCase):
    def test_contents_lead_to_the_parts_and_menus_to_the_page(self):
        page = make_page(title="A standing page with a rather long title", slug="rules", body=LONG)
        for number in range(5):
            make_menu_item(page, label_en=f"An item of a menu {number}", menu=("header", "footer")[number % 2])
        for width in (320, PHONE, DESKTOP):
            with self.subTest(width):
                shown = self.open("/", width=width)
                shown.locator("header").get_by_role("link", name="An item of a menu 0").click()
                shown.get_by_role("link", name="A rather long heading of part 5").click()
                self.assertTrue(shown.url.endswith("/rules/#h-a-rather-long-heading-of-part-5"))
                self.assertFits(shown)
