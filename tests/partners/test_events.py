from datetime import date

from django.core.exceptions import ValidationError
from django.test import TestCase

from partners.models import AgreementEvent
from tests.factories import make_agreement


class HistoryTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.agreement = make_agreement(status="discussed")
        cls.event = cls.agreement.events.create(kind="other", description_en="They met.")

    def test_what_was_said_is_not_changed(self):
        for field, value in (("kind", "signed"), ("description_en", "They did not meet."), ("recorded_at", None)):
            event = AgreementEvent.objects.get(pk=self.event.pk)
            setattr(event, field, value)
            with self.subTest(field), self.assertRaisesMessage(ValidationError, "only added to"):
                event.save()

    def test_an_entry_never_becomes_a_step(self):
        self.event.from_status, self.event.to_status = "discussed", "agreed"
        with self.assertRaises(ValidationError):
            self.event.save()

    def test_blanks_may_be_filled_and_an_entry_hidden(self):
        self.event.description_ru = "Они встретились."
        self.event.happened_on, self.event.happened_precision = date(2025, 3, 1), "month"
        self.event.source_title, self.event.source_url = "News", "/news/1/"
        self.event.is_public = False
        self.event.full_clean()
        self.event.save()
        self.assertEqual(str(AgreementEvent.objects.get().happened), "March 2025")

    def test_nothing_is_deleted(self):
        with self.assertRaises(ValidationError):
            self.event.delete()
        with self.assertRaises(ValidationError):
            self.agreement.events.all().delete()

    def test_date_words_or_that_it_is_not_stated(self):
        told = [
            ({}, "date not stated"),
            ({"when_text_en": "earlier this year"}, "earlier this year"),
            ({"happened_on": date(2025, 1, 1), "happened_precision": "year"}, "2025"),
        ]
        for values, expected in told:
            self.assertEqual(AgreementEvent(kind="other", **values).when_told, expected)

    def test_undated_entries_come_last(self):
        dated = self.agreement.events.create(kind="other", happened_on=date(2020, 1, 1), happened_precision="day")
        later = self.agreement.events.create(kind="other", happened_on=date(2024, 1, 1), happened_precision="day")
        self.assertEqual(list(self.agreement.events.newest_first()), [later, dated, self.event])
