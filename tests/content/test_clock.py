from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase, override_settings
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

    def test_days_are_those_of_the_site(self):
        for name in ("Pacific/Kiritimati", "Europe/Moscow", "Pacific/Pago_Pago"):  # now it is two days there
            with self.subTest(name), override_settings(TIME_ZONE=name):
                zone = ZoneInfo(name)
                for _twice in range(2):
                    self.assertEqual(clock.today(), datetime.now(zone).date())
                self.assertEqual(clock.midnight().astimezone(zone).time(), datetime.min.time())
                self.assertTrue(timedelta(0) < clock.midnight() - clock.now() <= timedelta(days=1))

    def test_a_day_may_have_25_hours(self):
        with override_settings(TIME_ZONE="Europe/Berlin"), clock.at(datetime(2026, 10, 24, 22, tzinfo=UTC)):
            self.assertEqual(clock.today(), date(2026, 10, 25))
            self.assertEqual(clock.midnight() - clock.now(), timedelta(hours=25))
