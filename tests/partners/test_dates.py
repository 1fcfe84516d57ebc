from datetime import date

from django.test import SimpleTestCase
from django.utils.translation import override

from partners.dates import Edge, PartialDate, Precision, add_months, settle


class PartialDateTests(SimpleTestCase):
    def test_is_told_as_precisely_as_it_is_known(self):
        cases = [
            (PartialDate(date(2025, 3, 5), "day"), "5 March 2025", "5 марта 2025"),
            (PartialDate(date(2025, 3, 1), "month"), "March 2025", "март 2025"),
            (PartialDate(date(2025, 1, 1), "year"), "2025", "2025"),
            (PartialDate(date(2025, 5, 31), "month"), "May 2025", "май 2025"),
        ]
        for partial, english, russian in cases:
            self.assertEqual(str(partial), english)
            with override("ru"):
                self.assertEqual(str(partial), russian)

    def test_unknown_is_told_in_words(self):
        self.assertEqual(str(PartialDate()), "date not stated")
        self.assertFalse(PartialDate())

    def test_machine_readable_form_says_no_more_than_is_known(self):
        self.assertEqual(PartialDate(date(2025, 3, 5), "day").iso, "2025-03-05")
        self.assertEqual(PartialDate(date(2025, 3, 1), "month").iso, "2025-03")
        self.assertEqual(PartialDate(date(2025, 1, 1), "year").iso, "2025")
        self.assertEqual(PartialDate().iso, "")

    def test_what_follows_keeps_the_precision(self):
        self.assertEqual(PartialDate(date(2024, 2, 29), "day").following(), PartialDate(date(2024, 3, 1), "day"))
        self.assertEqual(PartialDate(date(2025, 12, 31), "month").following(), PartialDate(date(2026, 1, 1), "month"))
        self.assertEqual(PartialDate(date(2025, 12, 31), "year").following(), PartialDate(date(2026, 1, 1), "year"))
        self.assertEqual(PartialDate().following(), PartialDate())


class SettleTests(SimpleTestCase):
    def test_start_is_first_and_end_is_last_day_of_period(self):
        day = date(2024, 2, 14)
        self.assertEqual(settle(day, Precision.DAY, Edge.END), day)
        self.assertEqual(settle(day, Precision.MONTH, Edge.START), date(2024, 2, 1))
        self.assertEqual(settle(day, Precision.MONTH, Edge.END), date(2024, 2, 29))
        self.assertEqual(settle(day, Precision.YEAR, Edge.START), date(2024, 1, 1))
        self.assertEqual(settle(day, Precision.YEAR, Edge.END), date(2024, 12, 31))
        self.assertIsNone(settle(None, Precision.UNKNOWN, Edge.END))


class AddMonthsTests(SimpleTestCase):
    def test_a_month_that_is_too_short_ends_earlier(self):
        self.assertEqual(add_months(date(2025, 1, 31), 1), date(2025, 2, 28))
        self.assertEqual(add_months(date(2025, 3, 31), -1), date(2025, 2, 28))
        self.assertEqual(add_months(date(2025, 11, 15), 2), date(2026, 1, 15))
        self.assertEqual(add_months(date(2025, 1, 15), -12), date(2024, 1, 15))
