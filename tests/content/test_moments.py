"""A moment is never shifted in silence: gaps are refused, double hours ask, and what is shown comes back the same."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.test import SimpleTestCase
from django.utils import timezone, translation

from opendoors.content import zones
from opendoors.content.moments import MomentField

# Zone, what is typed, and the moment meant (UTC).
MEANT = [
    ("Europe/Moscow", "2026-12-24", "10:00", "2026-12-24T07:00"),
    ("Asia/Kolkata", "2026-12-24", "10:00", "2026-12-24T04:30"),
    ("Asia/Kathmandu", "2026-12-24", "10:00", "2026-12-24T04:15"),
    ("Europe/Berlin", "2026-03-29", "01:59:59", "2026-03-29T00:59:59"),
    ("Europe/Berlin", "2026-03-29", "03:00", "2026-03-29T01:00"),
    ("Europe/Berlin", "2026-10-25", "02:30 UTC+2", "2026-10-25T00:30"),
    ("Europe/Berlin", "2026-10-25", "02:30 +01:00", "2026-10-25T01:30"),
    ("Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00"),
    ("Australia/Lord_Howe", "2026-04-05", "01:45 UTC+10:30", "2026-04-04T15:15"),  # clocks go back half an hour
    ("America/St_Johns", "2026-07-01", "12:00 UTC−2:30", "2026-07-01T14:30"),
    ("Africa/Casablanca", "2026-08-01", "12:00", "2026-08-01T11:00"),
]
REFUSED = [
    (
        "Europe/Berlin",
        "2026-03-29",
        "02:30",
        "There is no 02:30 on 29 March 2026 in Europe/Berlin: the clocks are put forward. Do you mean 03:30?",
    ),
    (
        "Europe/Berlin",
        "2026-10-25",
        "02:30",
        "02:30 comes twice on 25 October 2026 in Europe/Berlin: the clocks are put "
        "back. Write “02:30 UTC+2” or “02:30 UTC+1”.",
    ),
    ("Australia/Lord_Howe", "2026-04-05", "01:45", "“01:45 UTC+11” or “01:45 UTC+10:30”"),
    ("Europe/Moscow", "2026-12-24", "10:00 UTC+2", "Europe/Moscow is UTC+3 at 10:00 on 24 December 2026."),
    ("Europe/Moscow", "2026-12-24", "10:00 +99:00", "Enter a valid time."),
    ("Europe/Moscow", "2026-12-24", "", "Enter a valid time."),
    ("Europe/Moscow", "0001-01-01", "00:10", "Please check the year."),
]


class MomentFieldTests(SimpleTestCase):
    def test_typed_in_a_zone_it_means_one_moment(self):
        for zone, day, clock, meant in MEANT:
            with self.subTest(zone, clock=clock), timezone.override(ZoneInfo(zone)):
                moment = MomentField().clean([day, clock])
                self.assertEqual(moment.astimezone(UTC), datetime.fromisoformat(meant).replace(tzinfo=UTC))

    def test_what_is_no_moment_or_two_is_refused_with_the_way_out(self):
        for zone, day, clock, told in REFUSED:
            with self.subTest(zone, clock=clock), timezone.override(ZoneInfo(zone)):
                with self.assertRaises(ValidationError) as raised:
                    MomentField(required=False).clean([day, clock])
                self.assertIn(told, " ".join(raised.exception.messages))

    def test_every_moment_comes_back_as_it_was_shown(self):
        field = MomentField()
        for zone in zones.names():
            with timezone.override(ZoneInfo(zone)):
                for moment in self.moments(zone):
                    parts = field.widget.decompress(moment)
                    typed = [box.format_value(part) for box, part in zip(field.widget.widgets, parts, strict=True)]
                    with self.subTest(zone, typed=typed):
                        self.assertEqual(field.clean(typed), moment)
                        self.assertFalse(field.has_changed(moment, typed))

    def moments(self, zone):
        """Around each change of the clocks of a year, and one like any other."""
        hours = (datetime.fromtimestamp(1790000000 + 3600 * hour, UTC) for hour in range(0, 366 * 24, 6))
        local = [hour.astimezone(ZoneInfo(zone)) for hour in hours]
        for before, after in pairwise(local):
            if before.utcoffset() != after.utcoffset():
                for quarter in range(0, 24):
                    yield datetime.fromtimestamp(before.timestamp() + 900 * quarter, UTC)
        yield datetime(2026, 12, 24, 7, 0, 1, tzinfo=UTC)


class ZoneTests(SimpleTestCase):
    def test_zone_is_told_with_the_offset_of_the_moment(self):
        winter, summer = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 7))
        for zone, moment, told in [
            ("Europe/Moscow", winter, "Europe/Moscow, UTC+3"),
            ("Europe/Berlin", summer, "Europe/Berlin, UTC+2"),
            ("Europe/Berlin", winter, "Europe/Berlin, UTC+1"),
            ("Asia/Kolkata", winter, "Asia/Kolkata, UTC+5:30"),
            ("Asia/Kathmandu", winter, "Asia/Kathmandu, UTC+5:45"),
            ("America/St_Johns", winter, "America/St_Johns, UTC−3:30"),
            ("UTC", winter, "UTC"),
        ]:
            with self.subTest(told), timezone.override(ZoneInfo(zone)), translation.override("ru"):
                self.assertEqual(zones.told(moment), told)

    def test_old_names_that_browsers_still_say_are_known(self):
        for old, new in [("Asia/Calcutta", "Asia/Kolkata"), ("Europe/Kiev", "Europe/Kyiv"), ("Etc/UTC", "UTC")]:
            with self.subTest(old):
                self.assertEqual(str(zones.known(old)), new)
        for rubbish in ("", "Europe/Atlantis", "../../etc/passwd", "Europe/Moscow\0"):
            self.assertIsNone(zones.known(rubbish))
