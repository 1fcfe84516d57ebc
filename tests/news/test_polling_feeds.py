"""A reader that polls: 304 until something changes, 200 at the second it does, by either validator."""

from datetime import timedelta

from opendoors.content import clock
from tests.factories import make_image, make_topic, make_university
from tests.news.test_feeds import FORMS, NOON, SECOND, FeedCase

HOUR = timedelta(hours=1)


class PollingTests(FeedCase):
    """The reader reads at noon and asks again an hour later; `change` happens within that second."""

    def setUp(self):
        self.topic, self.cover = make_topic(), make_image()
        self.university = make_university()
        links = {"topics": [self.topic], "universities": [self.university]}
        with clock.at(NOON - HOUR):
            self.news = self.article(cover=self.cover, publish_at=NOON - 2 * HOUR, **links)
            self.other = self.article(publish_at=NOON - 3 * HOUR, **links)
        self.paths = [
            f"/news/{feed}feed.{form}"
            for feed in ("", f"topics/{self.topic.slug}/", f"universities/{self.university.slug}/")
            for form in FORMS
        ]

    def assert_tells(self, change, at=NOON + HOUR):
        readers = {}
        for path in self.paths:
            self.get(path, NOON - SECOND)
            first = self.get(path, NOON)
            readers[path] = {"if_none_match": first["ETag"]}, {"if_modified_since": first["Last-Modified"]}
        for told, moment in ((304, at - SECOND), (200, at)):
            if told == 200:
                with clock.at(at):
                    change()
            for path, given in readers.items():
                for headers in given:
                    with self.subTest(path, told=told, **headers):
                        self.assertEqual(self.get(path, moment, **headers).status_code, told)
        return readers

    def publish(self, **values):
        for name, value in values.items():
            setattr(self.news, name, value)
        self.news.save_draft(by=None)
        self.news.publish(by=None)

    def test_a_scheduled_article_comes_out_by_the_clock_alone(self):
        links = {"topics": [self.topic], "universities": [self.university]}
        with clock.at(NOON - HOUR):
            self.article(publish_at=NOON + HOUR, **links)
        self.assert_tells(lambda: None)

    def test_an_article_expires_by_the_clock_alone(self):
        with clock.at(NOON - HOUR):
            self.publish(expire_at=NOON + HOUR)
        self.assert_tells(lambda: None)

    def test_a_scheduled_change_comes_out_by_the_clock_alone(self):
        with clock.at(NOON - HOUR):
            relations = self.news.take_newest()
            self.news.title = "Another"
            self.news.save_draft(by=None, relations=relations)
            self.news.schedule_changes(NOON + HOUR, by=None)
        self.assert_tells(lambda: None)

    def test_a_correction(self):
        self.assert_tells(lambda: self.publish(corrections=[{"on": "2026-11-01", "text": "It was the third."}]))

    def test_the_caption_and_the_credit_of_a_cover(self):
        self.assert_tells(lambda: self.publish(cover_caption="Another"))

    def test_the_credit_of_a_picture(self):
        self.cover.credit = "Another"
        self.assert_tells(self.cover.save)

    def test_the_name_of_a_topic(self):
        self.topic.name_en = "Another"
        self.assert_tells(self.topic.save)

    def test_an_article_is_withdrawn_or_thrown_away(self):
        self.assert_tells(lambda: self.news.withdraw("x"))

    def test_what_was_withdrawn_comes_back(self):
        readers = self.assert_tells(lambda: self.news.throw_away())
        with clock.at(NOON + 2 * HOUR):
            self.news.restore()
        for path, (by_etag, by_moment) in readers.items():  # whoever has it all is right; the moment has moved on
            self.assertEqual(self.get(path, NOON + 3 * HOUR, **by_etag).status_code, 304)
            self.assertEqual(self.get(path, NOON + 3 * HOUR, **by_moment).status_code, 200)

    def test_two_changes_within_one_second(self):
        self.assert_tells(lambda: self.publish(title="Another"), NOON + HOUR)
        etags = {path: self.get(path, NOON + HOUR)["ETag"] for path in self.paths}
        with clock.at(NOON + HOUR + SECOND / 2):
            self.publish(title="Yet another")
        for path, etag in etags.items():
            self.assertEqual(self.get(path, NOON + HOUR + SECOND / 2, if_none_match=etag).status_code, 200)

    def test_the_name_of_the_university(self):
        self.paths = [path for path in self.paths if "/universities/" in path]
        self.university.name_en = "Another"
        self.assert_tells(self.university.save)

    def test_a_draft_beside_changes_nothing(self):
        path = self.paths[0]
        etag = self.get(path)["ETag"]
        self.news.title = "A draft"
        self.news.save_draft(by=None)
        self.assertEqual(self.get(path, if_none_match=etag).status_code, 304)
