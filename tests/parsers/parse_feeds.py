"""Feeds and calendars of hostile texts: by feedparser, the schema of JSON Feed and `ical`; `make parsers` runs it."""

import json
import warnings
from datetime import UTC, datetime
from pathlib import Path

import feedparser
from django.conf import settings
from django.test import TestCase
from django.utils import translation
from ical.calendar_stream import IcsCalendarStream
from jsonschema_rs import validator_for

from news.models import Article
from tests.factories import make_article, make_attachment, make_deadline, make_image, make_topic, make_university

SCHEMA = Path(settings.BASE_DIR, "tests/tools/jsonfeed/node_modules/jsonfeed-schema/schema-v1.1.json")
MOMENT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
HOSTILE = "]]> & «Ёлка» \"q\" 'a' 👩‍🔬 北京 &amp; 1 < 2 > 0 -- %s {{ x }} "
LONG = (HOSTILE * 4)[:140].strip()
FORBIDDEN = "\x01\x0b\x1f\x7f\ufffe"


def body(pictures):
    figures = "".join(f'<figure><img src="/media/{image.file.name}" alt="]]&gt;"></figure>' for image in pictures)
    return (
        f"<h2>]]&gt; &amp;amp; 👩‍🔬</h2><p>Words{FORBIDDEN} of &lt;b&gt; <a href='/news/'>here</a></p>"
        f"{figures}<p><a href='https://youtu.be/dQw4w9WgXcQ'>Film</a></p>"
        "<table><caption>T</caption><tr><th scope='col'>A</th></tr><tr><td>]]&gt;</td></tr></table>"
    )


def read(response):
    return feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})


class FeedCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.file = "images/hostile.jpg"
        cls.topic = make_topic(name_en=LONG[:80], name_ru=LONG[:80], slug_en="topic", slug_ru="tema")
        cls.university = make_university(name_en=LONG, name_ru=LONG)
        cover = make_image(file=cls.file, size=321, credit=HOSTILE, alt_en=LONG, alt_ru=LONG)
        texts = {"title": LONG + FORBIDDEN, "lead": HOSTILE, "byline": HOSTILE, "cover_caption": HOSTILE}
        for code in ("en", "ru"):
            article = make_article(language=code, slug=f"hostile-{code}", publish_at=MOMENT)
            corrections = [{"on": "2026-05-01", "text": HOSTILE + FORBIDDEN}]
            values = {"cover": cover, "corrections": corrections, "source_name": HOSTILE, **texts}
            Article.objects.filter(pk=article.pk).update(body=body([make_image(), make_image()]), **values)
            article.topics.add(cls.topic)
            article.universities.add(cls.university)
            article.attachments.add(make_attachment(title=HOSTILE, size=99))

    def feeds(self, form):
        """What each feed that has something to tell answers, by its address."""
        for prefix, topic in (("", "topic"), ("/ru", "tema")):
            for feed in ("", f"topics/{topic}/", f"universities/{self.university.slug}/"):
                path = f"{prefix}/news/{feed}feed.{form}"
                yield path, self.client.get(path)


class FeedparserTests(FeedCase):
    def test_every_feed_is_well_formed_and_tells_what_it_should(self):
        for form, version in (("rss", "rss20"), ("atom", "atom10")):
            for path, response in self.feeds(form):
                with self.subTest(path):
                    told = read(response)
                    self.assertFalse(told.bozo, told.get("bozo_exception"))
                    self.assertEqual((told.version, told.encoding), (version, "utf-8"))
                    self.assertEqual(told.feed.language, "ru" if path.startswith("/ru") else "en")
                    self.assertTrue(told.feed.link.startswith("http://testserver/"))
                    self.assertEqual(
                        [link.href for link in told.feed.links if link.rel == "self"], [f"http://testserver{path}"]
                    )
                    self.assert_entry(told.entries, form)

    def assert_entry(self, entries, form):
        (entry,) = entries
        article = Article.objects.get(slug=entry.link.rstrip("/").rpartition("/")[2])
        self.assertEqual(entry.id, article.public_id.urn)
        self.assertEqual(entry.title, LONG)
        self.assertEqual(entry.published_parsed[:6], MOMENT.timetuple()[:6])
        self.assertEqual(entry.author, HOSTILE.strip())
        self.assertEqual([tag.term for tag in entry.tags], [LONG[:80].strip()])
        enclosures = {(one.href, one.type, one.length) for one in entry.enclosures}
        self.assertIn((f"http://testserver/media/{self.file}", "image/jpeg", "321"), enclosures)
        self.assertEqual(len(enclosures), {"rss": 1, "atom": 2}[form])
        html = entry.content[0].value
        for words in ("]]&gt; &amp;amp; 👩‍🔬</h2>", 'href="http://testserver/news/"', "watch?v=dQw4w9WgXcQ", "<table>"):
            self.assertIn(words, html)
        self.assertEqual(html.count("<img "), 3)

    def test_nothing_is_a_feed_too(self):
        Article.objects.all().delete()
        for form in ("rss", "atom"):
            for path, response in self.feeds(form):
                told = read(response)
                with self.subTest(path):
                    self.assertFalse(told.bozo, told.get("bozo_exception"))
                    self.assertTrue(told.feed.title and told.feed.updated)
                    self.assertEqual(told.entries, [])


class JSONFeedTests(FeedCase):
    schema = validator_for(json.loads(SCHEMA.read_text("utf-8")), validate_formats=True)

    def test_every_feed_keeps_to_the_schema(self):
        for path, response in self.feeds("json"):
            with self.subTest(path):
                told = json.loads(response.content)
                self.assertEqual([str(error) for error in self.schema.iter_errors(told)], [])
                (item,) = told["items"]
                self.assertEqual((item["title"], item["summary"]), (LONG, HOSTILE))
                self.assertFalse({*FORBIDDEN} & {*json.dumps(told, ensure_ascii=False)})

    def test_nothing_is_a_feed_too(self):
        Article.objects.all().delete()
        for path, response in self.feeds("json"):
            told = json.loads(response.content)
            with self.subTest(path):
                self.assertEqual([*self.schema.iter_errors(told)], [])
                self.assertEqual(told["items"], [])

    def test_the_schema_finds_what_is_wrong(self):
        (_path, response), *_others = self.feeds("json")
        told = json.loads(response.content)
        for name, value in (("url", "no address"), ("date_published", "yesterday"), ("unknown", 1)):
            wrong = {**told, "items": [{**told["items"][0], name: value}]}
            self.assertFalse(self.schema.is_valid(wrong), name)


class DeadlineTests(TestCase):
    def read(self, path):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the parser's own
            return IcsCalendarStream.calendar_from_ics(self.client.get(path).content.decode()).events

    def test_moments_and_words_arrive(self):
        deadline = make_deadline(at=MOMENT, title_en=LONG, title_ru=f"{LONG};,\\ы", tracks=["master"])
        for code, title in (("en", LONG), ("ru", f"{LONG};,\\ы")):
            with translation.override(code):
                prefix = "/ru" if code == "ru" else ""
                for path in (f"{prefix}/deadlines.ics", f"{prefix}/deadlines/{deadline.public_id}.ics"):
                    (event,) = self.read(path)
                    self.assertEqual((event.uid, event.summary), (str(deadline.public_id), title))
                    self.assertEqual(event.dtstart, MOMENT)
                    self.assertEqual(len(event.categories), 1)
