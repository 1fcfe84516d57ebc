"""The register's pages with the longest names that its boxes take."""

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
