"""The register's pages with the longest names that its boxes take."""

from datetime import date

from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase
from tests.factories import make_agreement, make_field, make_laboratory, make_university

UNBROKEN = "Laboratorium" * 20


class LongNameTests(BrowserTestCase):
    def test_nothing_sticks_out(self):
        university = make_university(name_en=UNBROKEN, own_name=UNBROKEN, own_language="de", acronym="W" * 40)
        records = [
            university,
            make_laboratory(name_en=UNBROKEN, host=university),
            make_agreement(title_en=UNBROKEN, parties=[university, make_university()]),
        ]
        lists = [f"/partners/{name}/" for name in ("universities", "labs", "agreements")]
        for width in (PHONE, DESKTOP):
            page = self.open("/partners/", width=width)
            self.assertFits(page)
            for path in (*lists, *(record.get_absolute_url() for record in records)):
                page.goto(path)
                self.assertFits(page)


class ShortRowTests(BrowserTestCase):
    def test_short_cells_share_a_line_on_a_phone(self):
        make_university(name_en="Tomsk", city_en="Tomsk")
        make_agreement(fields=[make_field(name_en="Physics")])
        for path in ("/partners/universities/", "/partners/fields/"):
            cells = self.open(path, width=PHONE).locator("tbody tr").last.locator("td")
            tops = {cell.bounding_box()["y"] for cell in cells.all()}
            self.assertEqual(len(tops), 1, path)


class PhoneTests(BrowserTestCase):
    def test_the_table_of_two_countries_fits_a_phone(self):
        parties = [make_university(), make_university(country="CN")]
        make_agreement(parties=parties, signed_on=date(2020, 1, 1))
        make_laboratory(host=parties[0], partners=parties[1:])
        box = self.open("/ru/partners/", width=PHONE).locator(".table-scroll").first
        self.assertLessEqual(box.evaluate("box => box.scrollWidth - box.clientWidth"), 0)

    def test_a_step_of_a_letter_or_two_is_left_out(self):
        path = make_laboratory(name_en="International Laboratory for Mirror Symmetry").get_absolute_url()
        for width, is_shown in ((PHONE, False), (DESKTOP, True)):
            here = self.open(path, width=width).locator(".breadcrumb [aria-current]")
            self.assertEqual(here.is_visible(), is_shown, width)

    def test_the_way_to_the_next_page_stands_at_the_end(self):
        for _each in range(31):
            make_university()
        page = self.open("/partners/universities/", width=PHONE)
        self.assertGreater(page.get_by_role("link", name="Next").bounding_box()["x"], PHONE / 2)


class DataTests(BrowserTestCase):
    def test_a_link_to_columns_opens_them(self):
        page = self.open("/partners/data/")
        page.get_by_role("link", name="The columns").first.click()
        page.locator(".data__columns dl").first.wait_for(state="visible")
