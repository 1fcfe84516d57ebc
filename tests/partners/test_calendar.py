from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from django.contrib.auth.models import Permission
from django.test import TestCase
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from opendoors.content import clock
from partners.models import Agreement, CalendarToken
from tests.costs import ANY_REQUEST
from tests.factories import make_agreement, make_university, make_user

DAY = date(2026, 6, 15)
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


class CalendarCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("Partnership officer")
        cls.home = make_university(staff=[cls.user])
        cls.token = CalendarToken.objects.issue(cls.user)

    def agreement(self, **values) -> Agreement:
        given = {"parties": (self.home, make_university()), "expires_on": date(2026, 12, 31), "notice_months": 3}
        return make_agreement(**{**given, **values})

    def get(self, token=None, language="en"):
        with clock.at(NOON), translation.override(language):
            return self.client.get(reverse("partners:calendar", args=[token or self.token]))

    def events(self, **options) -> dict:
        response = self.get(**options)
        self.assertEqual(response.status_code, 200)
        return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}

    def days(self) -> list[tuple[str, date]]:
        """What each event is about, and its day."""
        return sorted((uid[37:], event["dtstart"].dt) for uid, event in self.events().items())


class EventTests(CalendarCase):
    def test_notice_and_expiry_last_a_day_each(self):
        agreement = self.agreement()
        events = self.events()
        self.assertEqual(set(events), {f"{agreement.public_id}-expiry", f"{agreement.public_id}-notice"})
        self.assertEqual(self.days(), [("expiry", date(2026, 12, 31)), ("notice", date(2026, 9, 30))])
        notice = events[f"{agreement.public_id}-notice"]
        self.assertEqual(notice["dtend"].dt, date(2026, 10, 1))
        self.assertEqual(notice["dtstart"].params["VALUE"], "DATE")
        self.assertEqual(notice["dtstamp"].dt, agreement.updated_at.replace(microsecond=0))
        admin = f"http://testserver{reverse('admin:partners_agreement_change', args=[agreement.pk])}"
        self.assertEqual((notice["url"], notice["transp"]), (admin, "TRANSPARENT"))
        self.assertEqual([alarm["trigger"].dt for alarm in notice.walk("VALARM")], [timedelta(days=-14)])

    def test_a_corrected_date_moves_the_event_and_keeps_its_uid(self):
        agreement = self.agreement()
        before = set(self.events())
        agreement.expires_on = date(2027, 12, 31)
        agreement.save()
        self.assertEqual(set(self.events()), before)
        self.assertEqual(self.days()[0], ("expiry", date(2027, 12, 31)))

    def test_an_end_known_to_the_month_or_year_is_its_last_day_and_says_so(self):
        for precision, on, words in (
            ("month", date(2027, 2, 1), "only the month is known: February 2027"),
            ("year", date(2027, 2, 1), "only the year is known: 2027"),
        ):
            agreement = self.agreement(expires_on=on, expires_precision=precision, notice_months=None)
            event = self.events()[f"{agreement.public_id}-expiry"]
            self.assertIn(words, event["description"])
            self.assertEqual(event["dtstart"].dt, agreement.expires_on)
            self.assertNotEqual(event["dtstart"].dt, on)

    def test_one_that_renews_itself_has_the_dates_of_the_next_term(self):
        self.agreement(expires_on=date(2020, 6, 30), renewal="automatic", renewal_months=24)
        self.assertEqual(self.days(), [("notice", date(2028, 3, 30)), ("renewal", date(2026, 6, 30))])

    def test_what_is_past_stays_for_a_year(self):
        self.agreement(expires_on=date(2025, 6, 15), notice_months=None)
        self.agreement(expires_on=date(2025, 6, 14), notice_months=None)
        self.assertEqual(self.days(), [("expiry", date(2025, 6, 15))])

    def test_nothing_of_what_has_no_end_or_has_ended(self):
        self.agreement(expires_on=None)
        self.agreement(status="terminated")
        self.agreement(status="discussed")
        self.assertEqual(self.days(), [])

    def test_suspended_ones_expire_but_take_no_notice_and_drafts_say_so(self):
        self.agreement(status="suspended", is_published=False)
        ((_uid, event),) = self.events().items()
        self.assertIn("Not published", event["description"])

    def test_lines_end_and_fold_as_rfc_5545_says(self):
        self.agreement(title_en="Соглашение, «да»; 北京师范大学\\ " * 6, title_ru="北京师范大学，" * 20)
        for language in ("en", "ru"):
            content = self.get(language=language).content
            self.assertNotIn(b"\n", content.replace(b"\r\n", b""))
            self.assertLessEqual(max(map(len, content.split(b"\r\n"))), 75)
            for line in content.split(b"\r\n"):
                line.decode()  # no character is cut in two
            Calendar.from_ical(content)

    def test_speaks_the_language_of_its_address(self):
        agreement = self.agreement()
        event = self.events(language="ru")[f"{agreement.public_id}-notice"]
        self.assertEqual(event["summary"], f"Последний день для уведомления: {agreement.title_ru}")

    def test_takes_a_few_queries_however_many_there_are(self):
        for amount in (3, 30):
            for _each in range(amount):
                self.agreement()
            CalendarToken.objects.update(last_used_on=DAY)
            with self.assertNumQueries(7 + ANY_REQUEST):
                self.get()


class AddressTests(CalendarCase):
    def test_only_a_hash_of_a_long_token_is_kept(self):
        self.assertGreaterEqual(len(self.token), 43)  # 256 bits
        kept = CalendarToken.objects.get()
        self.assertEqual(kept.token_hash, sha256(self.token.encode()).hexdigest())
        self.assertNotIn(self.token, str(vars(kept)))

    def test_is_kept_by_nobody_and_indexed_by_nobody(self):
        response = self.get()
        self.assertEqual(response["Cache-Control"], "private, no-store")
        self.assertIn("noindex", response["X-Robots-Tag"])
        self.assertEqual(response["Content-Type"], "text/calendar; charset=utf-8")
        self.assertNotIn("Set-Cookie", response)

    def test_others_records_never_appear(self):
        strange = make_agreement(expires_on=date(2026, 12, 31), title_en="Strange")
        draft = make_agreement(expires_on=date(2026, 12, 31), is_published=False)
        ours = self.agreement()
        self.assertEqual({uid[:36] for uid in self.events()}, {str(ours.public_id)})
        self.assertNotContains(self.get(), "Strange")
        all_of_them = CalendarToken.objects.issue(make_user("Association editor"))
        expected = {str(one.public_id) for one in (strange, draft, ours)}
        self.assertEqual({uid[:36] for uid in self.events(token=all_of_them)}, expected)

    def test_unknown_and_revoked_addresses_are_404(self):
        self.assertEqual(self.get(token="x" * 43).status_code, 404)
        self.assertEqual(self.get(token=sha256(self.token.encode()).hexdigest()).status_code, 404)
        CalendarToken.objects.of(self.user).revoke()
        self.assertEqual(self.get().status_code, 404)

    def test_ends_with_the_account_the_staff_status_or_the_permission(self):
        for change in ({"is_active": False}, {"is_staff": False}):
            type(self.user).objects.filter(pk=self.user.pk).update(**change)
            self.assertEqual(self.get().status_code, 404, change)
            type(self.user).objects.filter(pk=self.user.pk).update(is_active=True, is_staff=True)
        self.assertEqual(self.get().status_code, 200)
        self.user.groups.clear()
        self.assertEqual(self.get().status_code, 404)
        self.user.user_permissions.add(Permission.objects.get(codename="view_agreement"))
        self.assertEqual(self.get().status_code, 200)

    def test_notes_the_day_of_its_use_once_a_day(self):
        self.get()
        self.assertEqual(CalendarToken.objects.get().last_used_on, DAY)
        with self.assertNumQueries(4 + ANY_REQUEST):
            self.get()

    def test_head_is_answered_and_nothing_else_taken(self):
        address = reverse("partners:calendar", args=[self.token])
        self.assertEqual(self.client.head(address).status_code, 200)
        self.assertEqual(self.client.post(address).status_code, 405)


class ScreenTests(CalendarCase):
    def setUp(self):
        self.client.force_login(self.user)
        self.screen = reverse("admin:partners_agreement_calendar")

    def test_is_reached_from_the_list_of_agreements(self):
        self.assertContains(self.client.get(reverse("admin:partners_agreement_changelist")), self.screen)

    def test_makes_an_address_shows_it_once_and_ends_the_old_one(self):
        response = self.client.post(self.screen)
        address = response.context["address"]
        self.assertContains(response, address)
        self.assertIn("no-store", response["Cache-Control"])
        self.assertEqual(self.client.get(address).status_code, 200)
        self.assertEqual(self.get().status_code, 404)
        self.assertNotContains(self.client.get(self.screen), address.rpartition("/")[2])
        self.assertEqual(CalendarToken.objects.of(self.user).live().count(), 1)

    def test_an_address_made_in_russian_speaks_russian(self):
        response = self.client.post(self.screen, headers={"Accept-Language": "ru"})
        self.assertIn("/ru/partners/calendar/", response.context["address"])

    def test_revokes(self):
        self.client.post(reverse("admin:partners_agreement_calendar_revoke"), follow=True)
        self.assertEqual(self.get().status_code, 404)
        self.assertContains(self.client.get(self.screen), "You have no address yet.")

    def test_revoking_touches_nobody_elses(self):
        other = CalendarToken.objects.issue(make_user("Association editor"))
        self.client.post(reverse("admin:partners_agreement_calendar_revoke"))
        self.assertEqual(self.get(token=other).status_code, 200)

    def test_asks_for_a_post_with_its_token(self):
        self.assertEqual(self.client.get(reverse("admin:partners_agreement_calendar_revoke")).status_code, 405)
        strict = self.client_class(enforce_csrf_checks=True)
        strict.force_login(self.user)
        for name in ("calendar", "calendar_revoke"):
            self.assertEqual(strict.post(reverse(f"admin:partners_agreement_{name}")).status_code, 403)
        self.assertEqual(self.get().status_code, 200)
