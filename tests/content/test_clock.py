from datetime import UTC, datetime

from django.test import SimpleTestCase
from django.utils import timezone

from opendoors.content import clock


class ClockTests(SimpleTestCase):
    def test_runs_with_real_time(self):
        before = timezone.now()
        self.assertTrue(before <= clock.now() <= timezone.now())

    def test_stands_at_a_moment_inside_the_block_only(self):
        moment = datetime(2030, 1, 1, tzinfo=UTC)
        with clock.at(moment):
            self.assertEqual(clock.now(), moment)
        self.assertNotEqual(clock.now(), moment)

    def test_inner_moment_gives_way_to_the_outer_one(self):
        outer, inner = datetime(2030, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
        with clock.at(outer):
            with clock.at(inner):
                self.assertEqual(clock.now(), inner)
            self.assertEqual(clock.now(), outer)

    def test_runs_on_after_an_error(self):
        with self.assertRaises(KeyError), clock.at(datetime(2030, 1, 1, tzinfo=UTC)):
            raise KeyError
        self.assertLess(clock.now().year, 2030)

    def test_refuses_a_moment_without_a_zone(self):
        with self.assertRaisesMessage(ValueError, "time zone"), clock.at(datetime(2030, 1, 1)):
            pass
