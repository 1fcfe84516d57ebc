from datetime import UTC, datetime, timedelta

from django.test import TestCase
from django.utils import translation
from icalendar import Calendar

from opendoors.content import clock
from tests.costs import ANY_REQUEST
from tests.factories import make_deadline, make_page
from tests.test_pages import PageTestCase

MOMENT = datetime(2026, 11, 16, 20, 59, tzinfo=UTC)


class CalendarCase(TestCase):
    def get(self, path="/deadlines.ics", **headers):
        return self.client.get(path, headers=headers)

    def events(self, path="/deadlines.ics"):
        return Calendar.from_ical(self.get(path).content).walk("VEVENT")


class EventTests(CalendarCase):
    def test_the_exact_moment_in_utc_and_in_words_that_of_its_zone(self):
        deadline = make_deadline(at=MOMENT, zone="Asia/Tomsk", title_en="Portfolios", tracks=["doctoral", "master"])
        (event,) = self.events()
        self.assertIn(b"DTSTART:20261116T205900Z\r\n", self.get().content)
        self.assertEqual((event["uid"], event["summary"]), (str(deadline.public_id), "Portfolios"))
        self.assertNotIn("dtend", event)
        self.assertEqual(event["dtstamp"].dt, deadline.updated_at.replace(microsecond=0))
        told = "17 November 2026, 03:59 Tomsk time (UTC+7)\nMaster’s\nDoctoral\nhttp://testserver/deadlines/"
        self.assertEqual(event["description"], told)
        self.assertEqual([alarm["trigger"].dt for alarm in event.walk("VALARM")], [timedelta(days=-1)])

    def test_in_russian_with_the_link_of_that_language(self):
        page = make_page(slug="rules")
        make_page(slug="pravila", language="ru", translation_key=page.translation_key)
        make_deadline(at=MOMENT, title_ru="Закрывается приём", link="/rules/#h-tracks")
        (event,) = self.events("/ru/deadlines.ics")
        self.assertEqual(event["summary"], "Закрывается приём")
        self.assertEqual(event["url"], "http://testserver/ru/pravila/#h-tracks")
        self.assertIn("16 ноября 2026, 23:59 по московскому времени (UTC+3)", event["description"])

    def test_all_in_their_order_or_one(self):
        later, over = make_deadline(at=MOMENT, title_en="Later"), make_deadline(at=MOMENT - timedelta(days=400))
        self.assertEqual([event["uid"] for event in self.events()], [str(over.public_id), str(later.public_id)])
        (event,) = self.events(f"/deadlines/{later.public_id}.ics")
        self.assertEqual(event["summary"], "Later")

    def test_a_moved_deadline_keeps_its_uid_and_is_stamped_anew(self):
        deadline = make_deadline(at=MOMENT)
        (before,) = self.events()
        deadline.at += timedelta(days=1)
        deadline.save()
        (after,) = self.events()
        self.assertEqual(before["uid"], after["uid"])
        self.assertEqual(after["dtstart"].dt, MOMENT + timedelta(days=1))
        self.assertGreaterEqual(after["dtstamp"].dt, before["dtstamp"].dt)

    def test_lines_end_and_fold_as_rfc_5545_says(self):
        title = "Сроки, «да»; 北京\\ \x07\r\n" * 7
        make_deadline(title_en=title[:150], title_ru=title[:150])
        for path in ("/deadlines.ics", "/ru/deadlines.ics"):
            content = self.get(path).content
            self.assertNotIn(b"\n", content.replace(b"\r\n", b""))
            self.assertNotIn(b"\x07", content)
            self.assertLessEqual(max(map(len, content.split(b"\r\n"))), 75)

    def test_nothing_is_a_calendar_too(self):
        self.assertEqual(self.events(), [])

    def test_queries_do_not_grow(self):
        make_page(slug="rules")
        for amount in (3, 27):
            for _each in range(amount):
                make_deadline(link="/rules/")
            self.get()
            with self.subTest(amount), self.assertNumQueries(3 + ANY_REQUEST):
                self.get()


class HeaderTests(CalendarCase):
    def test_headers(self):
        response = self.get()
        self.assertEqual(response["Content-Type"], "text/calendar; charset=utf-8")
        self.assertEqual(response["Content-Disposition"], 'inline; filename="open-doors-deadlines.ics"')
        self.assertEqual(response["Content-Language"], "en")
        self.assertFalse({"Set-Cookie", "Vary"} & {*response.headers})
        self.assertEqual(self.client.head("/deadlines.ics").status_code, 200)
        self.assertEqual(self.client.post("/deadlines.ics").status_code, 405)

    def test_304_until_something_changes(self):
        deadline = make_deadline(at=MOMENT)
        with clock.at(MOMENT):
            self.get()
        with clock.at(MOMENT + timedelta(seconds=9)):
            first = self.get()
            given = {"if_none_match": first["ETag"]}, {"if_modified_since": first["Last-Modified"]}
            self.assertEqual([self.get(**headers).status_code for headers in given], [304, 304])
            deadline.title_en = "Another"
            deadline.save()
            self.assertEqual([self.get(**headers).status_code for headers in given], [200, 200])


class AnnouncedTests(PageTestCase):
    def test_pages_lead_to_it(self):
        deadline = make_deadline()
        for code, prefix in (("en", ""), ("ru", "/ru")):
            for path in ("/", "/deadlines/"):
                with self.subTest(code, path=path), translation.override(code):
                    page = self.page(prefix + path)
                    self.assertRegex(page, f'<link rel="alternate" type="text/calendar" [^>]*{prefix}/deadlines.ics">')
                    self.assertIn(f'href="{prefix}/deadlines/{deadline.public_id}.ics"', page)
            listed = self.page(f"{prefix}/deadlines/")
            self.assertIn(f'<a href="{prefix}/deadlines.ics" type="text/calendar">', listed)
            self.assertIn(f'<a href="webcal://testserver{prefix}/deadlines.ics">', listed)
