"""The map of the register: which places it shows, where, how large, and that nothing stands on anything else."""

import re
from itertools import combinations
from math import hypot

from django.test import SimpleTestCase, TestCase

from partners.drawings import places, worldmap
from partners.drawings.arranging import GROWTH, TARGET, Mark, Sheet, arranged, box, overlap, radius, target
from partners.drawings.projection import HEIGHT, WIDTH, project
from partners.models import University
from tests.factories import analyse, make_university

MOSCOW = {"city_en": "Moscow", "city_ru": "Москва", "latitude": "55.752000", "longitude": "37.617800"}
BEIJING = {
    "country": "CN",
    "city_en": "Beijing",
    "city_ru": "Пекин",
    "latitude": "39.907500",
    "longitude": "116.397200",
}
# The hard places: cities around Moscow, on the Volga, around Beijing. Latitude, longitude, institutions.
CROWD = [
    (55.75, 37.62, 40),
    (55.95, 37.50, 1),
    (55.98, 37.18, 2),
    (55.92, 37.82, 1),
    (54.19, 37.62, 1),
    (55.09, 38.77, 1),
    (54.84, 37.62, 2),
    (55.79, 49.12, 5),
    (55.75, 48.74, 1),
    (56.33, 44.00, 6),
    (39.90, 116.40, 60),
    (39.08, 117.20, 9),
    (38.04, 114.51, 3),
    (39.53, 116.68, 1),
    (38.87, 115.46, 1),
    (-36.85, 174.76, 1),
    (64.84, -147.72, 1),
]


def marks(sheet: Sheet, spots=CROWD) -> tuple[Mark, ...]:
    points = [(*project(latitude, longitude), size) for latitude, longitude, size in spots]
    return tuple(
        Mark(key, x / WIDTH * sheet.width, y / HEIGHT * sheet.height, size, f"City number {key}")
        for key, (x, y, size) in enumerate(points)
    )


class ProjectionTests(SimpleTestCase):
    def test_known_places(self):
        x, y = project(84, -169)
        self.assertEqual((round(x), round(y)), (0, 0))
        self.assertEqual(round(project(0, 0)[0]), 1690)
        self.assertEqual(round(project(-57, 11)[1]), HEIGHT)

    def test_north_is_up_and_chukotka_is_in_the_east(self):
        self.assertLess(project(60, 30)[1], project(50, 30)[1])
        self.assertGreater(project(66, -172)[0], project(66, 179)[0])


class ArrangingTests(SimpleTestCase):
    SHEETS = {
        form: Sheet(form.width, form.width / 2, form.reach, form.largest) for form in (worldmap.WIDE, worldmap.NARROW)
    }

    def test_every_mark_is_in_exactly_one_dot(self):
        for sheet in self.SHEETS.values():
            shown = [mark.key for dot in arranged(marks(sheet), sheet) for mark in dot.marks]
            self.assertEqual(sorted(shown), list(range(len(CROWD))))

    def test_no_targets_and_no_names_overlap_at_any_enlargement(self):
        for form, sheet in self.SHEETS.items():
            dots = arranged(marks(sheet), sheet)
            for growth in GROWTH:
                for one, other in combinations(dots, 2):
                    with self.subTest(form=form.name, growth=growth, one=one.label, other=other.label):
                        self.assertFalse(overlap(box(one, growth), box(other, growth)))

    def test_targets_are_large_enough_and_on_the_sheet(self):
        for sheet in self.SHEETS.values():
            for dot in arranged(marks(sheet), sheet):
                left, top, right, bottom = target(dot)
                self.assertGreaterEqual(min(right - left, bottom - top), 24.5)
                self.assertTrue(left >= 0 and top >= 0 and right <= sheet.width and bottom <= sheet.height)

    def test_dots_keep_near_their_places_and_the_largest_stay(self):
        for sheet in self.SHEETS.values():
            for dot in arranged(marks(sheet), sheet):
                # Corners aside, where the sheet's edge pushes a dot in.
                self.assertLessEqual(hypot(dot.x - dot.true_x, dot.y - dot.true_y), sheet.reach + 2 * TARGET)
                if dot.marks[0].size >= 40:
                    self.assertLess(hypot(dot.x - dot.true_x, dot.y - dot.true_y), 0.1)

    def test_a_wide_map_gathers_less_than_a_narrow_one(self):
        wide, narrow = (len(arranged(marks(sheet), sheet)) for sheet in self.SHEETS.values())
        self.assertGreater(wide, narrow)

    def test_dots_grow_with_their_numbers_and_hold_them(self):
        sizes = [radius(size, 2000, 17) for size in (1, 2, 30, 500, 2000)]
        self.assertEqual(sizes, sorted(set(sizes)))
        self.assertEqual(sizes[-1], 17)
        self.assertLess(radius(9, 9, 17), 14)

    def test_is_the_same_every_time(self):
        sheet = self.SHEETS[worldmap.NARROW]
        self.assertEqual(
            arranged.__wrapped__(marks(sheet), sheet), arranged.__wrapped__(tuple(reversed(marks(sheet))), sheet)
        )

    def test_many_in_one_spot_share_a_dot(self):
        sheet = self.SHEETS[worldmap.NARROW]
        dots = arranged(marks(sheet, [(55.75, 37.62, 1)] * 200), sheet)
        self.assertEqual(sum(len(dot.marks) for dot in dots), 200)
        for one, other in combinations(dots, 2):
            self.assertFalse(overlap(target(one), target(other)))


class PlacesTests(TestCase):
    def of(self) -> dict[str, places.Place]:
        return {place.name: place for place in places.of(University.objects.published())}

    def test_institutions_of_a_city_are_counted_together(self):
        make_university(**MOSCOW)
        make_university(**{**MOSCOW, "latitude": None, "longitude": None})
        moscow = self.of()["Moscow"]
        self.assertEqual((moscow.institutions, moscow.spot), (2, (55.752, 37.6178)))
        self.assertEqual(moscow.address, "/partners/universities/?country=RU&city=Moscow")

    def test_a_city_with_one_institution_leads_to_it(self):
        university = make_university(**MOSCOW)
        self.assertEqual(self.of()["Moscow"].address, university.get_absolute_url())

    def test_a_part_counts_in_another_city_alone(self):
        university = make_university(**MOSCOW)
        campus = make_university(kind="campus", parent=university, city_en="Perm", latitude=58, longitude=56)
        make_university(kind="faculty", parent=university, **MOSCOW)
        make_university(kind="faculty", parent=campus, city_en="Perm")
        make_university(kind="faculty", parent=university)
        found = self.of()
        self.assertEqual(
            {name: (place.institutions, place.parts) for name, place in found.items()},
            {"Moscow": (1, 0), "Perm": (0, 1)},
        )

    def test_hidden_records_are_nowhere(self):
        make_university(**BEIJING, is_published=False)
        hidden = make_university(**MOSCOW, is_published=False)
        make_university(kind="campus", parent=hidden, city_en="Perm", latitude=58, longitude=56)
        self.assertEqual(self.of(), {})

    def test_cities_of_the_same_name_in_two_countries_are_two(self):
        make_university(city_en="Brest", country="FR", latitude=48, longitude=-4)
        make_university(city_en="Brest", country="BY", latitude=52, longitude=24)
        self.assertEqual(len(places.of(University.objects.published())), 2)


class MapPageTests(TestCase):
    def page(self, path="/partners/") -> str:
        response = self.client.get(path)
        self.assertEqual(response.status_code, 200)
        return response.content.decode()

    def test_every_dot_is_a_named_link_and_stands_in_the_list_too(self):
        make_university(**MOSCOW)
        make_university(**MOSCOW)
        only = make_university(**BEIJING, name_en="Lone University")
        page = self.page()
        svg, after = page[page.index('<svg class="map') : page.index("<figcaption")], page[page.index("<figcaption") :]
        self.assertIn("<title>Moscow: 2</title>", svg)
        self.assertIn("<title>Beijing: Lone University</title>", svg)
        for address in ("/partners/universities/?country=RU&amp;city=Moscow", only.get_absolute_url()):
            self.assertEqual(svg.count(f'href="{address}"'), 2)  # in the wide drawing and in the narrow one
            self.assertIn(f'href="{address}"', after)

    def test_numbers_have_a_point_in_every_language(self):
        make_university(**MOSCOW)
        make_university(**BEIJING)
        page = self.page("/ru/partners/")
        self.assertIn("<title>Москва: ", page)
        for name in ("x", "y", "x1", "r", "viewBox"):
            for value in re.findall(rf'\s{name}="([^"]*)"', page):
                self.assertNotIn(",", value)

    def test_without_coordinates_there_is_a_list_alone(self):
        make_university(city_en="Perm")
        page = self.page()
        self.assertNotIn("map__drawing", page)
        self.assertIn("Perm", page)

    def test_says_how_many_are_not_on_the_map(self):
        make_university(**MOSCOW)
        make_university(city_en="Perm")
        make_university()
        self.assertIn("nobody has entered their place yet: 2.", self.page())

    def test_without_universities_it_says_so(self):
        make_university(**MOSCOW, is_published=False)
        page = self.page()
        self.assertIn("No university has been entered yet.", page)
        self.assertNotIn("Moscow", page)

    def test_one_address_of_the_land_for_all_pages(self):
        make_university(**MOSCOW)
        self.assertIn('href="/static/img/land.svg#land"', self.page())


# Of the two letters that ISO 3166 gives to countries.
COUNTRIES = [first + second for first in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


def fill(universities: int, cities: int, countries: int) -> None:
    """That many, spread over the world."""
    rows = []
    for number in range(universities):
        city = number % cities
        rows.append(
            University(
                slug=f"university-{number}",
                name_en=f"State University of Technology number {number}",
                country=COUNTRIES[city % countries],
                city_en=f"Sankt Peterburg {city}",
                latitude=round(-50 + city * 37 % 115 + city / cities, 4),
                longitude=round(-179 + city * 53 % 355 + city / cities, 4),
                is_published=True,
            )
        )
    University.objects.bulk_create(rows, batch_size=500)
    analyse()


class LargeMapTests(TestCase):
    LIMIT = 150_000  # bytes

    def page(self) -> bytes:
        return self.client.get("/partners/").content

    def test_5000_universities_in_195_countries(self):
        fill(5000, 1200, 195)
        page = self.page()
        self.assertLess(len(page), self.LIMIT)
        self.assertIn(b"A dot is a country", page)

    def test_as_many_cities_as_are_shown_one_by_one(self):
        fill(5000, worldmap.MOST_DOTS, 195)
        page = self.page()
        self.assertLess(len(page), self.LIMIT)
        self.assertIn(b"A dot is a city", page)
