"""The files read by parsers that are not ours and did not write them; `make parsers` runs it."""

import warnings
from datetime import date

from django.test import TestCase
from django.urls import reverse
from django.utils import translation
from geojson_pydantic import FeatureCollection, Point
from ical.calendar_stream import IcsCalendarStream

from partners.models import CalendarToken
from tests.factories import make_agreement, make_university, make_user

HARD = '«Ёлка», "q"; =1+1\\n 北京师范大学\t|' * 4


class GeoJSONTests(TestCase):
    def read(self) -> FeatureCollection:
        response = self.client.get("/partners/universities.geojson")
        return FeatureCollection.model_validate_json(b"".join(response.streaming_content))

    def test_places_and_names_arrive(self):
        make_university(name_en=HARD[:250], latitude="39.9", longitude="116.4", aliases=[HARD[:250]])
        make_university(parent=make_university(), kind="campus")
        told = {feature.properties["name_en"]: feature for feature in self.read().features}
        self.assertEqual(len(told), 3)
        point = told[HARD[:250]].geometry
        self.assertIsInstance(point, Point)
        self.assertEqual((point.coordinates.longitude, point.coordinates.latitude), (116.4, 39.9))
        self.assertEqual(sum(feature.geometry is None for feature in told.values()), 2)

    def test_nothing_is_a_collection_too(self):
        self.assertEqual(self.read().features, [])


class CalendarTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.token = CalendarToken.objects.issue(make_user("Association editor"))

    def read(self, language: str):
        with translation.override(language):
            address = reverse("partners:calendar", args=[self.token])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the parser's own
            return IcsCalendarStream.calendar_from_ics(self.client.get(address).content.decode())

    def test_days_and_words_arrive(self):
        title = HARD[:250]
        make_agreement(title_en=title, title_ru=title, expires_on=date(2099, 12, 31), notice_months=6)
        for language, notice in (("en", "Last day to give notice: "), ("ru", "Последний день для уведомления: ")):
            events = {event.uid[37:]: event for event in self.read(language).events}
            self.assertEqual(
                {kind: event.dtstart for kind, event in events.items()},
                {"expiry": date(2099, 12, 31), "notice": date(2099, 6, 30)},
            )
            self.assertEqual(events["notice"].summary, notice + title)
            self.assertEqual(events["notice"].dtend, date(2099, 7, 1))
            self.assertEqual(len(events["notice"].alarm), 1)

    def test_nothing_is_a_calendar_too(self):
        self.assertEqual(self.read("en").events, [])
