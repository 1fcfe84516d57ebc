from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.test import TestCase

from opendoors.content import clock
from opendoors.pages.models import Deadline
from tests.costs import PUBLIC_PAGE
from tests.factories import make_deadline, make_page
from tests.test_pages import PageTestCase

MOMENT = datetime(2026, 11, 16, 20, 59, tzinfo=UTC)
BEFORE = MOMENT - timedelta(days=3)


class ToldTests(PageTestCase):
    def told(self, path="/deadlines/", **values):
        make_deadline(at=MOMENT, title_en="Portfolios close", title_ru="Закрывается приём", **values)
        with clock.at(BEFORE):
            return " ".join(self.page(path).split())

    def test_the_exact_moment_with_its_zone_for_people_and_machines(self):
        page = self.told()
        self.assert_order(
            page, '<time datetime="2026-11-16T23:59:00+03:00">', "16 November", "2026, 23:59 Moscow time (UTC+3)"
        )
        self.assertIn(f'data-deadline="{int(MOMENT.timestamp())}"', page)

    def test_in_russian(self):
        page = self.told("/ru/deadlines/")
        self.assert_order(page, "16 ноября", "2026, 23:59 по московскому времени (UTC+3)", "Закрывается приём")

    def test_another_zone_than_the_sites(self):
        page = self.told(zone="Asia/Tomsk")
        self.assert_order(page, '"2026-11-17T03:59:00+07:00"', "17 November", "2026, 03:59 Tomsk time (UTC+7)")

    def test_a_zone_without_a_name_of_ours(self):
        self.assertIn("15:59 time zone America/New York (UTC−5)", self.told(zone="America/New_York"))

    def test_tracks_in_their_order_and_none_for_all(self):
        self.assertIn("Bachelor’s, Doctoral</p>", self.told(tracks=["doctoral", "bachelor"]))
        Deadline.objects.update(tracks=[])
        with clock.at(BEFORE):
            self.assertNotIn("deadline__tracks", self.page("/deadlines/"))

    def test_link_is_that_of_the_language(self):
        page = make_page(slug="rules", publish_at=BEFORE)
        make_page(slug="pravila", language="ru", translation_key=page.translation_key, publish_at=BEFORE)
        self.assertIn('<a href="/ru/pravila/#h-tracks">', self.told("/ru/deadlines/", link="/rules/#h-tracks"))

    def test_link_to_a_page_of_one_language_alone_stays(self):
        make_page(slug="rules", publish_at=BEFORE)
        self.assertIn('<a href="/rules/">', self.told("/ru/deadlines/", link="/rules/"))


class ListTests(PageTestCase):
    def test_the_soonest_first_and_what_is_over_below(self):
        for title, days in (("Third", 30), ("First", 1), ("Second", 9), ("Older", -9), ("Newer", -1)):
            make_deadline(title_en=title, at=MOMENT + timedelta(days=days))
        make_deadline(title_en="Unpublished", is_published=False)
        with clock.at(MOMENT):
            page = self.page("/deadlines/")
        self.assert_order(page, "First", "Second", "Third", "Past deadlines", "Newer", "Closed", "Older")
        self.assertNotIn("Unpublished", page)

    def test_over_at_its_very_second(self):
        deadline = make_deadline(at=MOMENT)
        for at, over in ((MOMENT - timedelta(seconds=1), False), (MOMENT, True)):
            with self.subTest(over), clock.at(at):
                self.assertEqual(deadline.is_over, over)
                self.assertEqual("Past deadlines" in self.page("/deadlines/"), over)

    def test_nothing_ahead_is_said_with_a_way_on(self):
        self.assertIn("There are no deadlines ahead now", self.page("/deadlines/"))
        self.assertIn('class="button" href="/news/"', self.page("/deadlines/"))

    def test_home_page_shows_the_next_ones(self):
        for number in range(5):
            make_deadline(title_en=f"Number {number}", at=MOMENT + timedelta(days=number + 1))
        make_deadline(title_en="Over", at=MOMENT - timedelta(days=1))
        with clock.at(MOMENT):
            page = self.page("/")
        self.assert_order(page, "Next deadlines", "Number 0", "Number 2", "News</h2>")
        self.assertNotIn("Number 3", page)
        self.assertNotIn("Over<", page)

    def test_queries_do_not_grow(self):
        page = make_page(slug="rules")
        for amount in (3, 27):
            for _each in range(amount):
                make_deadline(link="/rules/")
                make_deadline(at=clock.now() - timedelta(days=1), link=page.get_absolute_url())
            with self.subTest(amount), self.assertNumQueries(4 + PUBLIC_PAGE):
                self.page("/deadlines/")


class RulesTests(TestCase):
    def test_zones_and_tracks_are_those_there_are(self):
        for values in ({"zone": "Mars/Olympus"}, {"tracks": ["kindergarten"]}, {"tracks": "master"}, {"link": "rules"}):
            with self.subTest(values), self.assertRaises(ValidationError):
                Deadline(**{"title_en": "x", "title_ru": "x", "at": MOMENT, **values}).full_clean()
