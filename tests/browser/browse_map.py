"""The map as a browser draws it: targets are large enough and none stands on another."""

from itertools import combinations

from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase
from tests.factories import make_university
from tests.partners.test_map import CROWD

BOXES = """() => [...document.querySelectorAll('.map__drawing')].filter(svg => svg.getClientRects().length).flatMap(
  svg => [...svg.querySelectorAll('a')].map(a => {
    const box = a.getBoundingClientRect(), frame = svg.getBoundingClientRect();
    return {name: a.textContent, left: box.left, top: box.top, right: box.right, bottom: box.bottom,
            out: box.left < frame.left - 1 || box.right > frame.right + 1};
  }))"""
LAND = "document.querySelector('.map__drawing--narrow use').getBBox().width"


class MapTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        for number, (latitude, longitude, size) in enumerate(CROWD):
            for _each in range(min(size, 12)):
                spot = {"latitude": latitude, "longitude": longitude}
                city = {"city_en": f"Widewaterham {number}", "city_ru": f"Широкощёково {number}"}
                make_university(country="CN" if number > 9 else "RU", **city, **spot)

    def assert_clear(self, page):
        boxes = page.evaluate(BOXES)
        self.assertGreater(len(boxes), 3)
        for box in boxes:
            self.assertGreaterEqual(min(box["right"] - box["left"], box["bottom"] - box["top"]), 24, box)
            self.assertFalse(box["out"], box)
        for one, other in combinations(boxes, 2):
            apart = (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
            self.assertTrue(apart, (one, other))

    def test_nothing_overlaps_at_any_width(self):
        for path in ("/partners/", "/ru/partners/"):
            for width in (320, PHONE, 768, 1279, 1280, DESKTOP, 1920):
                with self.subTest(path, width=width):
                    page = self.open(path, width=width)
                    self.assert_clear(page)
                    self.assertFits(page)
                    page.context.close()

    def test_without_javascript_and_in_the_dark(self):
        page = self.open("/partners/", width=PHONE, javascript=False, dark=True)
        self.assert_clear(page)

    def test_the_land_is_drawn(self):
        page = self.open("/partners/", width=PHONE)
        page.wait_for_function(f"{LAND} > 3000")

    def test_a_shared_dot_leads_to_the_list(self):
        page = self.open("/partners/", width=PHONE)
        page.locator(".map__drawing--narrow a[href*='#places-']").first.click()
        self.assertIn("#places-", page.url)
