"""The home page as a whole: what stands on it, in which order, and what it costs."""

import gzip

from django.contrib.staticfiles import finders
from PIL import Image

from opendoors.pages.models import HomePage
from tests.costs import PUBLIC_PAGE
from tests.factories import make_agreement, make_article, make_deadline, make_figure, make_university
from tests.test_pages import PageTestCase

BYTES = 25_000  # of the page itself, compressed


def make_everything(number: int) -> None:
    for each in range(number):
        make_deadline(tracks=["master"])
        make_figure()
        make_article()
        make_university(latitude=f"{20 + each}.5", longitude=f"{30 + each}.5", city_en=f"City {each}")


class HomeTests(PageTestCase):
    def test_everything_in_its_order(self):
        make_everything(1)
        headings = ("won by what you know", "Next deadlines", ">News<", "Open Doors in figures", ">Partners<")
        self.assert_order(self.page("/"), *(f"{heading}" for heading in headings), "Map of the partners")

    def test_partners_at_a_glance_count_what_is_public(self):
        make_agreement(parties=[make_university(), make_university()])
        make_university(is_published=False)
        page = self.page("/")
        self.assert_order(page, 'id="partners"', "<strong", ">2</strong>", "universities and institutes", ">1</strong>")
        self.assertNotIn("Map of the partners", page)  # nobody has entered a place

    def test_partners_are_left_out_where_staff_choose_so(self):
        make_everything(1)
        HomePage(shows_partners=False).save()
        self.assertNotIn('id="partners"', self.page("/"))

    def test_without_partners_there_is_no_heading(self):
        self.assertNotIn('id="partners"', self.page("/"))

    def test_one_source_of_all_figures_is_told_once(self):
        for _each in range(3):
            make_figure(source_name_en="The report", source_url="https://example.org/report")
        self.assertEqual(self.page("/").count("The report"), 1)
        make_figure(source_name_en="Another report", source_url="https://example.org/other")
        self.assertEqual(self.page("/").count("The report"), 3)

    def test_messengers_get_the_drawn_picture(self):
        self.assertIn('<meta property="og:image" content="http://testserver/static/img/social.png">', self.page("/"))
        with Image.open(finders.find("img/social.png")) as picture:
            self.assertEqual(picture.size, (1200, 630))

    def test_cost_does_not_grow(self):
        for number in (3, 27):  # 3 of each, then 30
            make_everything(number)
            with self.subTest(number), self.assertNumQueries(15 + PUBLIC_PAGE):
                page = self.page("/")
            self.assertLess(len(gzip.compress(page.encode())), BYTES)
