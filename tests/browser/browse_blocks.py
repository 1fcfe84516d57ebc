"""Galleries, tables and corrections in a real browser."""

from axe_playwright_python.sync_playwright import Axe

from news.models import Article
from tests.browser.harness import PHONE, BrowserTestCase
from tests.factories import make_article, make_image, make_user

NARROW = 320
FIGURE = (
    '<figure class="image"><img src="/media/{file}" alt="{alt}"><figcaption>{alt}, from the east</figcaption></figure>'
)
TABLE = (
    "<table><caption>Dates of the second round in every one of the tracks</caption><thead><tr>"
    + "".join(
        f'<th scope="col">{name}</th>' for name in ("Subject", "Undergraduate", "Postgraduate", "Doctoral", "Zone")
    )
    + '</tr></thead><tbody><tr><th scope="row">Mathematics</th>'
    + "<td>11 December 2025</td>" * 4
    + "</tr></tbody></table>"
)


class GalleryTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.expect_complaint("404")  # rows of the library without their files
        images = [make_image(alt_en=alt) for alt in ("A door", "A window", "A roof")]
        body = "".join(FIGURE.format(file=image.file.name, alt=image.alt_en) for image in images)
        self.article = make_article(body=f"<p>Before.</p>{body}<p>After.</p>")
        self.large = f"/media/{images[1].renditions[-1]['name']}"

    def viewer(self, **options):
        page = self.open(self.article.get_absolute_url(), **options)
        page.get_by_role("button", name="A window").focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Pictures")
        dialog.wait_for()
        return page, dialog

    def test_keys_go_round_and_escape_gives_the_focus_back(self):
        page, dialog = self.viewer()
        self.assertTrue(dialog.locator("img").get_attribute("src").endswith(self.large))
        for key, alt, place in (
            ("ArrowRight", "A roof", "3 / 3"),
            ("ArrowRight", "A door", "1 / 3"),
            ("ArrowLeft", "A roof", "3 / 3"),
        ):
            page.keyboard.press(key)
            dialog.locator(f'img[alt="{alt}"]').wait_for(state="attached")
            self.assertEqual(dialog.locator("figcaption").inner_text(), f"{alt}, from the east")
            self.assertEqual(dialog.locator("output").inner_text().replace("\xa0", " "), place)
        page.keyboard.press("Escape")
        dialog.wait_for(state="hidden")
        # The dialogue is hidden a moment before it says that it has closed.
        page.wait_for_function("document.activeElement.querySelector('img')?.alt === 'A roof'")

    def test_picture_is_larger_than_in_the_text_on_a_phone_too(self):
        page, dialog = self.viewer(width=PHONE)
        box = dialog.bounding_box()  # the picture fills it; here it has no file
        self.assertEqual((box["x"], box["width"]), (0, PHONE))
        self.assertLess(page.locator(".gallery > figure img").first.bounding_box()["width"], PHONE)

    def test_buttons_do_the_same_on_a_phone(self):
        page, dialog = self.viewer(width=PHONE)
        dialog.get_by_role("button", name="Previous picture").click()
        self.assertEqual(dialog.locator("img").get_attribute("alt"), "A door")
        dialog.get_by_role("button", name="Next picture").click()
        self.assertEqual(dialog.locator("img").get_attribute("alt"), "A window")
        self.assertFits(page)
        dialog.get_by_role("button", name="Close").click()
        dialog.wait_for(state="hidden")
        page.get_by_role("button", name="A door").press(" ")
        dialog.wait_for()

    def test_keys_follow_the_direction_of_reading(self):
        page, dialog = self.viewer()
        page.evaluate("document.documentElement.dir = 'rtl'")
        page.keyboard.press("ArrowLeft")
        self.assertEqual(dialog.locator("img").get_attribute("alt"), "A roof")

    def test_axe_finds_nothing_in_the_row_and_in_the_viewer(self):
        page = self.open(self.article.get_absolute_url(), dark=True)
        found = [Axe().run(page)]
        page.get_by_role("button", name="A window").click()
        page.get_by_role("dialog", name="Pictures").wait_for()
        for seen in [*found, Axe().run(page)]:
            self.assertEqual(seen.violations_count, 0, seen.generate_report())

    def test_without_javascript_each_is_a_link(self):
        page = self.open(self.article.get_absolute_url(), javascript=False)
        self.assertEqual(page.get_by_role("link", name="A window").get_attribute("href"), self.large)
        self.assertEqual(page.locator("dialog").count(), 0)


class TableTests(BrowserTestCase):
    def test_a_wide_table_is_readable_on_the_narrowest_phone(self):
        page = self.open(make_article(body=TABLE).get_absolute_url(), width=NARROW)
        self.assertFits(page)
        region = page.get_by_role("region", name="Dates of the second round")
        region.focus()
        self.assertTrue(region.evaluate("box => box.scrollWidth > box.clientWidth"), "nothing to scroll")
        page.keyboard.press("End")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => document.activeElement.scrollLeft > 0")
        region.evaluate("box => box.scrollLeft = box.scrollWidth")
        header, last = region.get_by_role("rowheader"), region.get_by_role("cell").last
        left, right = header.bounding_box(), last.bounding_box()
        self.assertGreaterEqual(left["x"], 0)
        self.assertLess(left["x"] + left["width"], NARROW * 0.55)
        self.assertGreaterEqual(right["x"], left["x"] + left["width"] - 1)
        self.assertLessEqual(right["x"] + right["width"], NARROW)
        caption = region.locator("caption").bounding_box()
        self.assertTrue(caption["x"] >= 0 and caption["x"] + caption["width"] <= NARROW, caption)

    def test_cells_over_several_rows_cover_nothing(self):
        spanned = TABLE.replace('<th scope="row">', '<th scope="row" rowspan="2">').replace(
            "</tr></tbody>", f"</tr><tr>{'<td>12 December 2025</td>' * 4}</tr></tbody>"
        )
        page = self.open(make_article(body=spanned).get_absolute_url(), width=NARROW)
        position = "cell => getComputedStyle(cell).position"
        self.assertEqual(page.locator("tbody tr:last-child td").first.evaluate(position), "static")


class CorrectionsTests(BrowserTestCase):
    def test_rows_of_a_date_and_a_text(self):
        article = make_article(corrections=[{"on": "2026-03-03", "text": "A date was wrong."}])
        page = self.open(
            f"/admin/news/article/{article.pk}/change/", user=make_user("Association editor", is_superuser=True)
        )
        page.frame_locator("iframe.cke_wysiwyg_frame").locator("body").wait_for()
        rows = page.get_by_role("group", name="Corrections").get_by_role("listitem")
        self.assertEqual(rows.first.get_by_label("Date").input_value(), "2026-03-03")
        page.get_by_role("button", name="Add a correction").click()
        page.keyboard.type("The city was wrong.")
        rows.last.get_by_label("Date").fill("2026-03-05")
        page.get_by_role("button", name="Add a correction").click()
        page.get_by_role("button", name="Add a correction").click()
        rows.nth(3).get_by_role("button", name="Remove").click()
        page.get_by_role("button", name="Save draft").first.click()
        page.get_by_text("Saved as a draft").wait_for()
        saved = Article.objects.get().latest_revision.snapshot["corrections"]
        self.assertEqual(
            saved,
            [{"on": "2026-03-03", "text": "A date was wrong."}, {"on": "2026-03-05", "text": "The city was wrong."}],
        )
