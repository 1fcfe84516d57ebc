"""In force, expired, expiring, due for notice: the queryset and the record answer the same cases alike."""

from datetime import UTC, date, datetime

from django.test import TestCase

from opendoors.content import clock
from partners import standing
from partners.models import Agreement
from partners.models.terms import Chapter
from tests.factories import make_agreement

DAY = date(2025, 6, 15)
BEFORE, AFTER = date(2025, 6, 14), date(2025, 6, 16)

# What it is made with, events reported on it, and whether it is in force on DAY.
IN_FORCE = [
    ({"signed_on": DAY}, [], True),
    ({"signed_on": AFTER}, [], False),
    ({"signed_on": BEFORE, "effective_on": AFTER}, [], False),
    ({"effective_on": DAY, "expires_on": DAY}, [], True),
    ({"effective_on": date(2020, 1, 1), "expires_on": BEFORE}, [], False),
    ({"signed_on": BEFORE, "expires_on": date(2025, 6, 30), "expires_precision": "month"}, [], True),
    ({"signed_on": date(2020, 1, 1), "expires_on": BEFORE, "renewal": "automatic", "renewal_months": 12}, [], True),
    # Nobody says when it began: it is in force if a source says so.
    ({}, [], False),
    ({"expires_on": AFTER}, [], False),
    ({}, [{"kind": "reported_in_force"}], True),
    ({}, [{"kind": "entered_into_force", "happened_on": DAY, "happened_precision": "day"}], True),
    ({}, [{"kind": "reported_in_force", "happened_on": AFTER, "happened_precision": "day"}], False),
    ({}, [{"kind": "reported_in_force", "is_public": False}], False),
    ({}, [{"kind": "extension_discussed"}], False),
    ({"expires_on": BEFORE}, [{"kind": "reported_in_force"}], False),
    # What is not signed yet, or no longer stands.
    ({"status": "agreed"}, [{"kind": "reported_in_force"}], False),
    ({"status": "agreed", "form": "not_stated"}, [{"kind": "reported_in_force"}], True),
    ({"status": "agreed", "form": "oral", "effective_on": BEFORE}, [], True),
    ({"status": "agreed", "form": "letters", "effective_on": BEFORE}, [], False),
    ({"status": "discussed", "form": "oral", "effective_on": BEFORE}, [], False),
    ({"status": "withdrawn", "form": "oral", "effective_on": BEFORE}, [], False),
    ({"status": "suspended", "signed_on": BEFORE}, [], False),
    ({"status": "terminated", "signed_on": BEFORE}, [], False),
    ({"status": "terminated", "signed_on": BEFORE, "ended_on": DAY}, [], True),
    ({"status": "superseded", "signed_on": date(2020, 1, 1), "ended_on": BEFORE}, [], False),
]

# What it is made with, and whether it is expired and expiring within six months on DAY.
EXPIRY = [
    ({"expires_on": BEFORE}, True, False),
    ({"expires_on": DAY}, False, True),
    ({"expires_on": date(2025, 12, 15)}, False, True),
    ({"expires_on": date(2025, 12, 16)}, False, False),
    ({}, False, False),
    ({"expires_on": BEFORE, "renewal": "automatic", "renewal_months": 12}, False, False),
    ({"expires_on": DAY, "renewal": "automatic", "renewal_months": 12}, False, False),
    ({"expires_on": BEFORE, "status": "suspended"}, True, False),
    ({"expires_on": BEFORE, "status": "agreed"}, False, False),
    ({"expires_on": BEFORE, "status": "terminated"}, False, False),
]

# What it is made with, the deadline as seen on DAY, and within how many months it is due (0: never).
NOTICE = [
    ({"expires_on": date(2025, 12, 31), "notice_months": 6}, date(2025, 6, 30), 1),
    ({"expires_on": date(2025, 8, 31), "notice_months": 2}, date(2025, 6, 30), 1),
    ({"expires_on": date(2026, 1, 31), "notice_months": 3}, date(2025, 10, 31), 6),
    ({"expires_on": date(2026, 6, 15), "notice_months": 0}, date(2026, 6, 15), 12),
    ({"expires_on": date(2025, 7, 1), "notice_months": 3}, date(2025, 4, 1), 0),
    ({"expires_on": date(2027, 1, 1), "notice_months": 3}, date(2026, 10, 1), 0),
    ({"expires_on": date(2026, 1, 1)}, None, 0),
    ({"notice_months": 3}, None, 0),
    ({"expires_on": date(2026, 1, 1), "notice_months": 3, "status": "agreed"}, None, 0),
    # One that renews itself has a next deadline, whenever it was last written down.
    (
        {"expires_on": date(2020, 12, 31), "notice_months": 3, "renewal": "automatic", "renewal_months": 12},
        date(2025, 9, 30),
        6,
    ),
    (
        {"expires_on": date(2025, 8, 31), "notice_months": 6, "renewal": "automatic", "renewal_months": 12},
        date(2026, 2, 28),
        12,
    ),
]

CHAPTERS = {
    "force": Chapter.FORCE,
    "expiring": Chapter.FORCE,
    "signed": Chapter.SIGNED,
    "agreed": Chapter.AGREED,
    "talk": Chapter.TALK,
    "paused": Chapter.PAST,
    "ended": Chapter.PAST,
}


class TermTests(TestCase):
    def is_in(self, queryset, agreement):
        return queryset.contains(agreement)

    def test_in_force(self):
        for values, events, expected in IN_FORCE:
            with self.subTest(values, events=events):
                agreement = make_agreement(**values)
                for event in events:
                    agreement.events.create(**event)
                stored = Agreement.objects.get(pk=agreement.pk)
                self.assertIs(stored.is_in_force(DAY), expected)
                self.assertIs(self.is_in(Agreement.objects.in_force(DAY), agreement), expected)
                reported = expected and stored.starts_on is None
                self.assertIs(stored.is_reported_in_force(DAY), reported)
                self.assertIs(self.is_in(Agreement.objects.reported_in_force(DAY), agreement), reported)

    def test_expired_and_expiring(self):
        for values, expired, expiring in EXPIRY:
            with self.subTest(values):
                agreement = make_agreement(**values)
                self.assertIs(agreement.is_expired(DAY), expired)
                self.assertIs(self.is_in(Agreement.objects.expired(DAY), agreement), expired)
                self.assertIs(agreement.is_expiring(6, DAY), expiring)
                self.assertIs(self.is_in(Agreement.objects.expiring(6, DAY), agreement), expiring)

    def test_the_chapter_agrees_with_what_the_badge_says(self):
        for values, events in [
            *((values, events) for values, events, _in_force in IN_FORCE),
            *((row[0], []) for row in EXPIRY),
        ]:
            with self.subTest(values, events=events):
                agreement = make_agreement(**values)
                for event in events:
                    agreement.events.create(**event)
                stored = Agreement.objects.in_chapters(DAY).get(pk=agreement.pk)
                self.assertEqual(stored.chapter, CHAPTERS[standing.of_agreement(stored, DAY).shape])

    def test_notice(self):
        for values, deadline, due_within in NOTICE:
            with self.subTest(values):
                agreement = make_agreement(**values)
                self.assertEqual(agreement.notice_deadline(DAY), deadline)
                for months in (1, 3, 6, 12):
                    expected = bool(due_within) and months >= due_within
                    self.assertIs(agreement.is_notice_due(months, DAY), expected)
                    self.assertIs(self.is_in(Agreement.objects.notice_due(months, DAY), agreement), expected)

    def test_without_a_day_the_clock_is_asked_in_the_zone_of_the_site(self):
        agreement = make_agreement(signed_on=date(2025, 6, 15))
        with clock.at(datetime(2025, 6, 14, 20, 59, tzinfo=UTC)):
            self.assertFalse(agreement.is_in_force())
        with clock.at(datetime(2025, 6, 14, 21, 0, tzinfo=UTC)):  # midnight in Moscow
            self.assertTrue(agreement.is_in_force())
            self.assertTrue(self.is_in(Agreement.objects.in_force(), agreement))
