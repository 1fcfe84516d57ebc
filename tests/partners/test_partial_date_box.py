from datetime import date

from django.core.exceptions import ValidationError
from django.test import SimpleTestCase

from partners.dates import Edge, PartialDate
from partners.forms.partial_dates import PartialDateField, parse

START, END = Edge.START, Edge.END


class PartialDateBoxTests(SimpleTestCase):
    def test_what_people_type(self):
        cases = {
            ("2025", START): (date(2025, 1, 1), "year"),
            ("2025", END): (date(2025, 12, 31), "year"),
            ("2024-02", START): (date(2024, 2, 1), "month"),
            (" 02.2024 ", END): (date(2024, 2, 29), "month"),
            ("2025-3", START): (date(2025, 3, 1), "month"),
            ("2025-03-14", END): (date(2025, 3, 14), "day"),
            ("14.03.2025", START): (date(2025, 3, 14), "day"),
            ("", START): (None, "unknown"),
        }
        for (text, edge), (day, precision) in cases.items():
            with self.subTest(text, edge=edge):
                self.assertEqual(parse(text, edge), PartialDate(day, precision))

    def test_what_is_no_date(self):
        for text in ("soon", "14.03", "2025-13", "30.02.2025", "0999", "2025-03-14-01", "03/14/2025"):
            with self.subTest(text), self.assertRaises(ValidationError):
                parse(text, START)

    def test_no_change_is_seen_as_none(self):
        box = PartialDateField(edge=END)
        self.assertFalse(box.has_changed("2025-03", "03.2025"))
        self.assertTrue(box.has_changed("2025-03", "2025"))
        self.assertTrue(box.has_changed("2025-03", "nonsense"))
