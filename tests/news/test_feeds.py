"""What feeds tell; `tests/test_visibility.py` says of which articles, `tests/parsers/` whether others can read it."""

import json
import re
from datetime import UTC, datetime, timedelta

from django.test import TestCase, override_settings
from django.utils import translation
from lxml import etree

from opendoors.content import clock
from partners.models import University
from tests.costs import ANY_REQUEST
from tests.factories import make_article, make_attachment, make_image, make_topic, make_university, make_user

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FORMS = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json",
}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


class FeedCase(TestCase):
    def get(self, path="/news/feed.json", at=NOON, **headers):
        with clock.at(at):
            return self.client.get(path, headers=headers)

    def items(self, path="/news/feed.json", at=NOON):
        return json.loads(self.get(path, at).content)["items"]

    def article(self, **values):
        """Published an hour before noon; prepared before that."""
        with clock.at(NOON - timedelta(hours=4)):
            return make_article(**{"publish_at": NOON - timedelta(hours=1), **values})


class ToldTests(FeedCase):
    def whole(self):
        return self.article(
            title="T & t",
            lead="Less < more",
            body='<p>Body <a href="/news/">news</a></p>',
            byline="Anna",
            source_name="Agency",
            source_url="https://example.org/",
            corrections=[{"on": "2026-10-02", "text": "It was the third."}],
            topics=[make_topic(name_en="Dates")],
        )

    def test_what_is_told_of_an_article(self):
        article = self.whole()
        told = {
            "id": article.public_id.urn,
            "title": "T & t",
            "summary": "Less < more",
            "authors": [{"name": "Anna"}],
            "tags": ["Dates"],
            "date_published": "2026-11-01T11:00:00+00:00",
        }
        (item,) = self.items()
        self.assertEqual(item, item | told)
        for words in (
            "<p>Less &lt; more</p>",
            '<p>Body <a href="http://testserver/news/">news</a></p>',
            'Corrected on <time datetime="2026-10-02">2 October 2026</time>: It was the third.',
            '<a href="https://example.org/">Agency</a>',
        ):
            self.assertIn(words, item["content_html"])

    def test_the_same_in_every_format(self):
        self.whole()
        (item,) = self.items()
        rss, atom = (etree.fromstring(self.get(f"/news/feed.{form}").content) for form in ("rss", "atom"))
        self.assertEqual(rss.findtext(f"channel/item/{CONTENT}"), item["content_html"])
        self.assertEqual(atom.findtext("a:entry/a:content", namespaces=ATOM), item["content_html"])
        self.assertEqual(atom.findtext("a:entry/a:summary", namespaces=ATOM), "Less &lt; more")

    def test_a_cover_is_enclosed_with_its_true_length_and_stands_in_the_text(self):
        cover = make_image(size=1234, credit="Photo: B", alt_en="An arch")
        attachment = make_attachment(title="Rules", size=77)
        article = self.article(cover=cover, cover_caption="The <arch>")
        article.attachments.add(attachment)
        (item,) = self.items()
        url = f"http://testserver/media/{cover.file.name}"
        files = [
            {"url": url, "mime_type": "image/jpeg", "size_in_bytes": 1234},
            {"url": f"http://testserver{attachment.file.url}", "mime_type": "application/pdf", "size_in_bytes": 77},
        ]
        self.assertEqual((item["image"], item["attachments"]), (url, files))
        self.assertIn("<figcaption>The &lt;arch&gt; — Photo: B</figcaption>", item["content_html"])
        enclosure = etree.fromstring(self.get("/news/feed.rss").content).find("channel/item/enclosure")
        self.assertEqual(dict(enclosure.attrib), {"url": url, "length": "1234", "type": "image/jpeg"})
        links = etree.fromstring(self.get("/news/feed.atom").content).findall('.//a:link[@rel="enclosure"]', ATOM)
        self.assertEqual([link.get("length") for link in links], ["1234", "77"])

    def test_a_cover_of_unknown_length_is_not_enclosed(self):
        self.article(cover=make_image())
        (item,) = self.items()
        self.assertFalse({"image", "attachments"} & {*item})

    def test_the_newest_twenty(self):
        for number in range(23):
            self.article(title=f"Article no {number}", publish_at=NOON - timedelta(hours=number))
        titles = [item["title"] for item in self.items()]
        self.assertEqual(titles, [f"Article no {number}" for number in range(20)])

    def test_what_has_no_words_is_left_out(self):
        self.article(lead="", body="", waived="x")
        (item,) = self.items()
        self.assertEqual(item["content_html"], "")
        self.assertFalse({"summary", "authors", "tags"} & {*item})

    @override_settings(SITE_URL="https://example.org")
    def test_the_address_is_the_sites_own(self):
        self.article()
        for form in FORMS:
            for path in (f"/news/feed.{form}", f"/ru/news/feed.{form}"):
                response = self.get(path)
                self.assertNotContains(response, "testserver")
                self.assertContains(response, f"https://example.org{path}")

    def test_another_slug_is_the_same_article_at_another_address(self):
        article = self.article(slug="one")
        before = self.items()[0]
        article.slug = "two"
        article.save_draft(by=None)
        article.publish(by=None)
        after = self.items()[0]
        self.assertEqual(before["id"], after["id"])
        self.assertEqual(after["url"], "http://testserver/news/two/")

    def test_it_was_modified_when_another_text_took_its_place(self):
        article = self.article()
        article.save_draft(by=None)
        self.assertEqual(self.items()[0]["date_modified"], "2026-11-01T11:00:00+00:00")
        with clock.at(NOON):
            article.title = "Another"
            article.save_draft(by=None)
            article.publish(by=None)
        self.assertEqual(self.items()[0]["date_modified"], "2026-11-01T12:00:00+00:00")


class WhichTests(FeedCase):
    def test_of_all_of_a_topic_and_of_a_university_in_each_language(self):
        topic, university = make_topic(name_en="Dates", name_ru="Сроки"), make_university(name_ru="Вуз")
        for code in ("en", "ru"):
            for title, links in (("of all", {}), ("of it", {"topics": [topic], "universities": [university]})):
                self.article(language=code, title=f"{code} {title}", **links)
        for prefix, code in (("", "en"), ("/ru", "ru")):
            with translation.override(code):
                slugs = topic.slug, university.slug
            for path, expected in (
                ("feed", {f"{code} of all", f"{code} of it"}),
                (f"topics/{slugs[0]}/feed", {f"{code} of it"}),
                (f"universities/{slugs[1]}/feed", {f"{code} of it"}),
            ):
                for form in FORMS:
                    content = self.get(f"{prefix}/news/{path}.{form}").content.decode()
                    found = {title for title in expected | {"ru of all", "en of all"} if title in content}
                    self.assertEqual(found, expected)
        told = json.loads(self.get(f"/ru/news/topics/{slugs[0]}/feed.json").content)
        self.assertEqual((told["title"], told["language"]), ("Open Doors: новости по теме «Сроки»", "ru"))

    def test_unknown_and_hidden_ones_are_404(self):
        hidden = make_university()
        part_of_hidden = make_university(kind="campus", parent=hidden)
        University.objects.filter(pk=hidden.pk).update(is_published=False)
        for path in (
            "feed.xml",
            "topics/none/feed.rss",
            "universities/none/feed.rss",
            f"universities/{hidden.slug}/feed.rss",
            f"universities/{part_of_hidden.slug}/feed.json",
        ):
            with self.subTest(path):
                self.assertEqual(self.get(f"/news/{path}").status_code, 404)

    def test_queries_do_not_grow(self):
        topic, university = make_topic(), make_university()
        for amount in (3, 27):
            for _each in range(amount):
                image = make_image()
                body = f'<p><img src="/media/{image.file.name}" alt="A"></p>'
                links = {"topics": [topic], "universities": [university]}
                self.article(cover=image, body=body, **links).attachments.add(make_attachment())
            paths = (("feed", 6), (f"topics/{topic.slug}/feed", 7), (f"universities/{university.slug}/feed", 7))
            for path, queries in paths:
                for form in FORMS:
                    self.get(f"/news/{path}.{form}")
                    with self.subTest(path, amount=amount, form=form), self.assertNumQueries(queries + ANY_REQUEST):
                        self.get(f"/news/{path}.{form}")


class HeaderTests(FeedCase):
    def test_headers(self):
        for form, content_type in FORMS.items():
            response = self.get(f"/ru/news/feed.{form}")
            self.assertEqual(response["Content-Type"], content_type)
            self.assertEqual(response["Content-Language"], "ru")
            self.assertFalse({"Set-Cookie", "Vary", "Content-Disposition"} & {*response.headers})

    def test_get_and_head_and_nothing_else(self):
        for form in FORMS:
            path = f"/news/feed.{form}"
            head = self.client.head(path)
            self.assertEqual((head.status_code, head.content), (200, b""))
            self.assertEqual(head["ETag"], self.get(path)["ETag"])
            self.assertEqual(self.client.post(path).status_code, 405)

    def test_staff_read_what_everybody_reads(self):
        self.article(title="Shown")
        self.article(title="A draft", state="draft")
        before = self.get()
        self.client.force_login(make_user("Association editor"))
        after = self.get()
        self.assertEqual((before.content, before["ETag"]), (after.content, after["ETag"]))
        self.assertNotIn("Set-Cookie", after.headers)

    def test_pages_announce_them(self):
        topic, university = make_topic(), make_university()
        article = self.article(topics=[topic], universities=[university])
        own = {
            topic.get_absolute_url(): f"/news/topics/{topic.slug}/feed.",
            university.get_absolute_url(): f"/news/universities/{university.slug}/feed.",
        }
        for path in ("/", "/news/", "/news/archive/2026/11/", article.get_absolute_url(), *own):
            page = self.get(path).content.decode()
            announced = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', page)
            feeds = filter(None, [own.get(path), "/news/feed."])
            expected = [(kind.partition(";")[0], f"{feed}{form}") for feed in feeds for form, kind in FORMS.items()]
            with self.subTest(path):
                self.assertEqual([link for link in announced if link[0] != "text/calendar"], expected)
                for _kind, address in expected:
                    self.assertIn(f'<a href="{address}"', page)

    def test_a_hidden_universitys_page_announces_no_feed_of_its_own(self):
        university = make_university(is_published=False)
        self.client.force_login(make_user("Association editor"))
        self.article(universities=[university])
        self.assertNotContains(self.get(university.get_absolute_url()), "/news/universities/")
