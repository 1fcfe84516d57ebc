"""What the heads of pages say of where a page is, in which languages, and what it is about."""

import re
from datetime import UTC, datetime, timedelta

from django.test import SimpleTestCase, TestCase, override_settings

from news.listings import PAGE_SIZE
from opendoors.content import clock
from opendoors.content.publishing import State
from opendoors.heads import LONGEST, described
from tests.factories import make_article, make_guest_link, make_page, make_topic, make_university, make_user

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SITE = "https://example.org"


class DescribedTests(SimpleTestCase):
    def test_one_line_that_ends_with_a_whole_word(self):
        told = described("Many  words,\nall of them \t long. " * 20)
        self.assertTrue(told.startswith("Many words, all of them long. Many"))
        self.assertLessEqual(len(told), LONGEST)
        self.assertRegex(told, r"\b(Many|words|all|of|them|long\.)…$")

    def test_what_fits_stays(self):
        self.assertEqual(described("The lead – of an article."), "The lead – of an article.")
        self.assertEqual(described("x" * LONGEST), "x" * LONGEST)

    def test_a_word_without_end_is_cut(self):
        self.assertEqual(described("x" * 999), "x" * (LONGEST - 1) + "…")

    def test_each_page_of_a_list_says_which_it_is(self):
        self.assertEqual(described("News", 3), "News (page 3)")


@override_settings(SITE_URL=SITE)
class HeadCase(TestCase):
    def head(self, path, status=200):
        response = self.client.get(path)
        self.assertEqual(response.status_code, status)
        return response.content.decode().partition("</head>")[0]

    def canonical(self, path):
        return re.findall(r'<link rel="canonical" href="([^"]*)">', self.head(path))

    def alternates(self, path):
        return dict(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', self.head(path)))

    def assert_kept_by_nobody(self, head):
        self.assertIn('<meta name="robots" content="noindex', head)
        for told in ('rel="canonical"', "hreflang", "og:url"):
            self.assertNotIn(told, head)


class CanonicalTests(HeadCase):
    def test_one_address_whatever_stands_behind_the_question_mark(self):
        make_topic(name_en="Science", slug_en="science")
        article, university = make_article(), make_university()
        for page in ("/", "/ru/", "/news/", "/partners/universities/", article.get_absolute_url()):
            with self.subTest(page):
                self.assertEqual(self.canonical(f"{page}?utm_source=mail&fbclid=1"), [SITE + page])
        self.assertEqual(self.canonical(f"{university.get_absolute_url()}?a=b"), [SITE + university.get_absolute_url()])

    def test_a_page_of_a_list_keeps_its_number(self):
        for _each in range(PAGE_SIZE + 1):
            make_article()
        for _each in range(31):
            make_university()
        for path in ("/news/", "/partners/universities/"):
            with self.subTest(path):
                self.assertEqual(self.canonical(f"{path}?x=1&page=2"), [f"{SITE}{path}?page=2"])
                self.assertEqual(self.canonical(f"{path}?page=1"), [SITE + path])
                self.assertIn("(page 2)", self.head(f"{path}?page=2"))

        with self.subTest("each language has news of its own, and all have the same register"):
            self.assertEqual(self.alternates("/news/?page=2"), {})
            second = f"{SITE}/ru/partners/universities/?page=2"
            self.assertEqual(self.alternates("/partners/universities/?page=2")["ru"], second)

    def test_a_selection_is_followed_and_not_kept(self):
        make_university()
        for path in ("/partners/universities/?country=RU", "/search/", "/search/?q=x", "/news/archive/2020/1/"):
            with self.subTest(path):
                head = self.head(path)
                self.assert_kept_by_nobody(head)
                self.assertIn("noindex, follow", head)
                self.assertIn('name="description"', head)

    def test_what_visitors_do_not_see_has_no_address(self):
        draft, page = make_article(state=State.DRAFT), make_page(state=State.DRAFT)
        university = make_university(is_published=False)
        with self.subTest("guest"):
            self.assert_kept_by_nobody(self.head(make_guest_link(draft).get_absolute_url()))
        with self.subTest("error"):
            self.assert_kept_by_nobody(self.head("/news/no-such-page/", 404))
            withdrawn = make_article(state=State.WITHDRAWN)
            self.assert_kept_by_nobody(self.head(withdrawn.get_absolute_url(), 410))
        self.client.force_login(make_user("Association editor"))
        for hidden in (draft, page, university):
            with self.subTest(hidden):
                head = self.head(hidden.get_absolute_url())
                self.assert_kept_by_nobody(head)
                self.assertNotIn("og:", head)
                self.assertNotIn("description", head)


class AlternatesTests(HeadCase):
    def test_every_page_names_itself_its_translations_and_the_one_for_all_others(self):
        both = {"en": f"{SITE}/partners/", "ru": f"{SITE}/ru/partners/", "x-default": f"{SITE}/partners/"}
        self.assertEqual(self.alternates("/partners/"), both)
        self.assertEqual(self.alternates("/ru/partners/?utm_source=x"), both)

    def test_a_translation_is_named_while_it_is_live(self):
        article = make_article(slug="both", publish_at=NOON - 5 * SECOND)
        values = {"translation_key": article.translation_key, "language": "ru", "slug": "oba"}
        make_article(publish_at=NOON, expire_at=NOON + SECOND, **values)
        live = {"en": f"{SITE}/news/both/", "ru": f"{SITE}/ru/news/oba/", "x-default": f"{SITE}/news/both/"}
        for moment, expected in ((NOON - SECOND, {}), (NOON, live), (NOON + SECOND, {})):
            with self.subTest(moment), clock.at(moment):
                self.assertEqual(self.alternates("/news/both/"), expected)

    def test_a_list_is_named_while_it_lists_something(self):
        topic = make_topic(name_en="Science", slug_en="science", name_ru="Наука", slug_ru="nauka")
        make_article(topics=(topic,), publish_at=NOON - 5 * SECOND)
        make_article(topics=(topic,), language="ru", publish_at=NOON)
        for path in ("/news/topics/science/", "/news/archive/2026/11/"):
            with self.subTest(path), clock.at(NOON - SECOND):
                self.assertEqual(self.alternates(path), {})
            with self.subTest(path), clock.at(NOON):
                self.assertEqual([*self.alternates(path)], ["en", "ru", "x-default"])


class DescriptionTests(HeadCase):
    def test_a_text_without_a_lead_tells_how_it_begins(self):
        self.assertIn('content="The lead."', self.head(make_article(lead="The lead.").get_absolute_url()))
        article = make_article(lead="", body="<p>It begins &amp; goes on.</p>", waived="for a test")
        self.assertIn('content="It begins &amp; goes on."', self.head(article.get_absolute_url()))


class OpenGraphTests(HeadCase):
    def tags(self, path):
        return re.findall(r'<meta property="([^"]+)" content="([^"]*)">', self.head(path))

    def test_an_article_says_when_what_and_by_whom(self):
        topics = (make_topic(name_en="Science"), make_topic(name_en="Students"))
        article = make_article(publish_at=NOON, byline="Press office", topics=topics, slug="told")
        make_article(language="ru", translation_key=article.translation_key, publish_at=NOON)
        with clock.at(NOON + SECOND):
            tags = dict(self.tags("/news/told/"))
        expected = {
            "og:type": "article",
            "og:title": article.title,
            "og:url": f"{SITE}/news/told/",
            "og:locale": "en_GB",
            "og:locale:alternate": "ru_RU",
            "og:site_name": "Open Doors",
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": article.title,
            "article:published_time": "2026-11-01T15:00:00+03:00",
            "article:section": "Science",
            "article:author": "Press office",
        }
        self.assertEqual({name: tags.get(name) for name in expected}, expected)
        self.assertNotIn("article:modified_time", tags)

    def test_a_text_that_was_changed_says_when(self):
        with clock.at(NOON):
            article = make_article(publish_at=NOON, slug="told")
        with clock.at(NOON + timedelta(days=1)):
            relations = article.take_newest()
            article.title = "Another title"
            article.save_draft(by=None, relations=relations)
            article.publish(by=None)
            self.assertIn(("article:modified_time", "2026-11-02T15:00:00+03:00"), self.tags("/news/told/"))

    def test_every_page_has_a_picture_and_a_card(self):
        for path in ("/", "/news/", "/partners/", make_article().get_absolute_url(), "/ru/"):
            with self.subTest(path):
                self.assertIn('<meta name="twitter:card" content="summary_large_image">', self.head(path))
                tags = dict(self.tags(path))
                self.assertTrue(tags["og:image"].startswith(f"{SITE}/"))
                self.assertTrue(tags["og:image:alt"])
