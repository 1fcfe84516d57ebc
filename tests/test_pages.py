"""What every public page shows, whoever writes the articles."""

import re
from datetime import UTC, datetime, timedelta

from django.template.loader import render_to_string
from django.test import TestCase
from django.utils import timezone

from news.listings import PAGE_SIZE
from opendoors.content import clock
from opendoors.content.models import Attachment
from opendoors.content.publishing import State
from tests.costs import PUBLIC_PAGE
from tests.factories import make_article, make_image, make_topic, make_user

HOME = '<a href="/">Home</a>'


class PageTestCase(TestCase):
    def page(self, path: str, status: int = 200) -> str:
        response = self.client.get(path)
        self.assertEqual(response.status_code, status)
        return response.content.decode()

    def assert_order(self, page: str, *pieces: str):
        place = 0
        for piece in pieces:
            found = page.find(piece, place)
            self.assertNotEqual(found, -1, f"{piece!r} is missing, or stands too early")
            place = found + len(piece)


class ArticleDetailTests(PageTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.topic = make_topic(name_en="Science", slug_en="science")
        cls.article = make_article(
            title="Two laboratories open",
            slug="two-laboratories",
            lead="The lead.",
            body="<p>The text.</p>",
            byline="Press office",
            topics=(cls.topic,),
            cover=make_image(alt="A door", credit="A. Photographer"),
            cover_caption="The caption",
            publish_at=datetime(2025, 9, 1, 10, tzinfo=timezone.get_current_timezone()),
            source_name="HSE University",
            source_url="https://www.hse.ru/en/",
            corrections=[{"on": "2025-09-03", "text": "The city was wrong."}],
        )
        rules = Attachment(title="Rules", file="attachments/rules.pdf", size=2048)
        cls.article.attachments.add(*Attachment.objects.bulk_create([rules]))  # without its file
        make_article(title="Another article", slug="another")

    def test_blocks_stand_in_their_order(self):
        self.assert_order(
            self.page("/news/two-laboratories/"),
            "Open Doors</span>",
            "Russian Scholarship Project</span>",
            "“Global Universities” Association</span>",
            'aria-label="You are here"',
            HOME,
            '<a href="/news/">News</a>',
            '<span aria-current="page">Two laboratories open</span>',
            "<h1",
            '<time datetime="2025-09-01T10:00:00+03:00">1 September 2025</time>',
            '<a href="/news/topics/science/">Science</a>',
            "The lead.</p>",
            "The caption",
            "Picture: A. Photographer",
            "<p>The text.</p>",
            "The city was wrong.",
            "Rules</a>",
            "Source</h2>",
            'href="https://www.hse.ru/en/"',
            "Latest News</h2>",
            "Another article",
        )

    def test_correction_and_attachment_tell_date_and_size(self):
        page = self.page("/news/two-laboratories/")
        self.assertIn('<time datetime="2025-09-03">3 September 2025</time>', page)
        self.assertIn("PDF, 2.0\xa0KB", page)

    def test_size_is_told_in_the_language_of_the_page_and_the_storage_is_not_asked(self):
        russian = make_article(language="ru", slug="pravila")
        rules = Attachment(title="Правила", file="attachments/none.pdf", size=1_258_291)  # no such file
        russian.attachments.add(*Attachment.objects.bulk_create([rules]))
        self.assertIn("PDF, 1,2\xa0МБ", self.page("/ru/news/pravila/"))

    def test_source_without_address_is_plain_and_without_name_absent(self):
        make_article(slug="plain", source_name="A newspaper", waived="It is printed only.")
        make_article(slug="own")
        self.assertInHTML("<p>A newspaper</p>", self.page("/news/plain/"))
        self.assertNotIn("Source</h2>", self.page("/news/own/"))

    def test_picture_at_an_impossible_address_breaks_no_page(self):
        article = make_article(slug="nul")
        article.body = '<p>Still here. <img src="/media/a%00b.jpg" alt="Doors"></p>'
        article.save(update_fields=["body"])  # as a text of before the publish gate
        self.assertIn("Still here.", self.page("/news/nul/"))

    def test_article_without_cover_has_a_drawing(self):
        self.assertIn('class="arch"', self.page("/news/another/").split("Latest News")[0])

    def test_meta_tells_lead_and_own_address(self):
        page = self.page("/news/two-laboratories/?from=mail")
        self.assertInHTML('<meta name="description" content="The lead.">', page)
        self.assertInHTML('<link rel="canonical" href="http://testserver/news/two-laboratories/">', page)
        self.assertIn("<title>Two laboratories open — Open Doors</title>", page)
        self.assertRegex(page, r'<meta property="og:image" content="http://testserver/cards/article/[^"]+\.jpg">')

    def test_long_title_is_set_smaller(self):
        make_article(title="Word " * 20, slug="long")
        self.assertIn("article__title--long", self.page("/news/long/"))

    def test_staff_are_told_that_visitors_do_not_see_it(self):
        make_article(slug="later", publish_at=clock.now() + timedelta(days=2))
        self.client.force_login(make_user("Association editor"))
        self.assertIn("Only staff can see this page.", self.page("/news/later/"))
        self.assertIn("no-store", self.client.get("/news/later/").headers["Cache-Control"])
        self.assertNotIn("Only staff can see this page.", self.page("/news/another/"))


class SwitcherTests(PageTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.topic = make_topic(name_en="Science", slug_en="science", name_ru="Наука", slug_ru="nauka")
        cls.both = make_article(slug="both", topics=(cls.topic,))
        make_article(slug="oba", language="ru", translation_key=cls.both.translation_key)
        make_article(slug="only-english")

    def test_leads_to_the_translation(self):
        page = self.page("/news/both/")
        self.assertInHTML('<a href="/ru/news/oba/" hreflang="ru" lang="ru" dir="ltr">Русский</a>', page, count=2)
        self.assertInHTML('<link rel="alternate" hreflang="ru" href="http://testserver/ru/news/oba/">', page)

    def test_says_that_there_is_no_translation_and_shows_a_way_on(self):
        page = self.page("/news/only-english/")
        self.assertIn("Not available in Russian", page)
        self.assertIn('href="/ru/news/" hreflang="ru"', page)
        self.assertNotIn('rel="alternate" hreflang="ru"', page)

    def test_other_pages_lead_to_themselves_without_query(self):
        pairs = {
            "/": "/ru/",
            "/news/?page=1": "/ru/news/",
            "/news/topics/science/": "/ru/news/topics/nauka/",
            "/news/archive/2025/9/": "/ru/news/archive/2025/9/",
        }
        for path, other in pairs.items():
            with self.subTest(path):
                self.assertIn(f'<a href="{other}" hreflang="ru"', self.page(path))

    def test_page_says_its_language(self):
        self.assertIn('<html lang="ru" dir="ltr">', self.page("/ru/"))


class ListsTests(PageTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.topic = make_topic(name_en="Science", slug_en="science", name_ru="Наука", slug_ru="nauka")
        cls.unused = make_topic(name_en="Unused", slug_en="unused")
        start = datetime(2025, 9, 1, tzinfo=timezone.get_current_timezone())
        for number in range(PAGE_SIZE * 2 + 3):
            make_article(title=f"Number {number}", topics=(cls.topic,), publish_at=start - timedelta(days=number))

    def test_first_page_of_the_pager(self):
        page = self.page("/news/")
        self.assertInHTML('<a href="/news/?page=2" rel="next">Older</a>', page)
        self.assertNotIn('rel="prev"', page)
        self.assertIn('<span class="pagination__here" aria-current="page">', page)
        self.assertInHTML('<link rel="canonical" href="http://testserver/news/">', page)

    def test_later_pages_of_the_pager(self):
        page = self.page("/news/?from=mail&page=2")
        self.assertInHTML('<a href="/news/" rel="prev">Newer</a>', page)
        self.assertInHTML('<link rel="canonical" href="http://testserver/news/?page=2">', page)
        self.assertIn("<title>News, page 2 — Open Doors</title>", page)

    def test_page_one_has_one_address(self):
        self.assertInHTML('<link rel="canonical" href="http://testserver/news/">', self.page("/news/?page=1"))

    def test_later_pages_tell_which_they_are(self):
        for path, told in (
            ("/news/?page=2", "Page 2 of 3"),
            ("/news/topics/science/", "43 articles"),
            ("/news/topics/science/?page=3", "43 articles, page 3 of 3"),
            ("/news/archive/2025/8/?page=2", "31 articles, page 2 of 2"),
        ):
            with self.subTest(path):
                self.assertIn(f'<p class="page-head__note">{told}</p>', self.page(path))

    def test_month_leads_to_the_nearest_months_with_news(self):
        make_article(publish_at=datetime(2025, 3, 1, 12, tzinfo=UTC))
        newer, older = (
            (f'href="/news/archive/2025/{month}/" rel="{rel}"') for month, rel in ((9, "prev"), (7, "next"))
        )
        page = self.page("/news/archive/2025/8/?page=2")
        self.assert_order(page, newer, older)
        self.assertNotIn(older, self.page("/news/archive/2025/8/"))  # there is more of August first
        self.assertIn('href="/news/archive/2025/7/" rel="prev"', self.page("/news/archive/2025/5/"))
        self.assertIn('href="/news/archive/2025/3/" rel="next"', self.page("/news/archive/2025/5/"))
        self.assertNotIn('rel="prev"', self.page("/news/archive/2025/9/"))

    def test_cards_of_a_topic_name_another_topic(self):
        other = make_topic(name_en="Zoology", slug_en="zoology")
        make_article(title="Of two", topics=(self.topic, other))
        list_of = {
            path: self.page(path).partition('class="browse__list"')[2] for path in ("/news/", "/news/topics/science/")
        }
        self.assertIn('<a href="/news/topics/science/">Science</a>', list_of["/news/"])
        self.assertNotIn('<a href="/news/topics/science/">Science</a>', list_of["/news/topics/science/"])
        self.assertIn('<a href="/news/topics/zoology/">Zoology</a>', list_of["/news/topics/science/"])

    def test_bad_page_is_not_found(self):
        for number in ("0", "-1", "99", "x", "1e3", "9" * 400, ""):
            with self.subTest(number):
                self.page(f"/news/?page={number}", 404)

    def test_month_that_no_calendar_knows_is_not_found(self):
        for month in ("0/13", "2025/13", "2025/0", "1/1", "9999/12", f"{10**20}/1", f"2025/{10**20}"):
            with self.subTest(month):
                self.page(f"/news/archive/{month}/", 404)

    def test_topics_that_nobody_uses_are_not_offered(self):
        page = self.page("/news/")
        self.assertIn("/news/topics/science/", page)
        self.assertNotIn("/news/topics/unused/", page)

    def test_months_are_offered(self):
        self.assertIn('href="/news/archive/2025/9/" aria-label="September 2025"', self.page("/news/"))

    def test_topic_and_month_say_where_they_are(self):
        self.assertIn('href="/news/topics/science/" aria-current="page"', self.page("/news/topics/science/"))
        self.assertIn("September 2025</h1>", self.page("/news/archive/2025/9/"))

    def test_queries_do_not_grow(self):
        with self.assertNumQueries(5 + PUBLIC_PAGE):
            self.client.get("/news/")

    def test_featured_articles_lead_the_home_page(self):
        make_article(title="The leading story", is_featured=True, publish_at=clock.now() - timedelta(days=900))
        self.assert_order(self.page("/"), "The leading story", "Number 0")


class EmptyTests(PageTestCase):
    def test_empty_lists_have_a_way_on(self):
        make_topic(name_en="Science", slug_en="science")
        words = {
            "/": "No news has been published",
            "/news/": "No news has been published",
            "/news/topics/science/": "nothing on this topic",
            "/news/archive/2019/1/": "Nothing was published",
        }
        for path, text in words.items():
            with self.subTest(path):
                page = self.page(path)
                self.assertIn(text, page)
                self.assertIn('href="/news/"', page)


class ErrorPagesTests(PageTestCase):
    def test_missing_page_offers_ways_on(self):
        page = self.page("/ru/nothing/", 404)
        self.assertIn('href="/ru/news/"', page)
        self.assertIn('<a href="/" hreflang="en"', page)
        self.assertNotIn("canonical", page)

    def test_withdrawn_article_keeps_its_title_to_itself(self):
        make_article(title="Secret title", slug="secret", state=State.WITHDRAWN)
        page = self.page("/news/secret/", 410)
        self.assertNotIn("Secret title", page)
        self.assertIn('<a href="/ru/news/" hreflang="ru"', page)

    def test_500_stands_without_request_and_database(self):
        page = render_to_string("500.html")
        self.assertIn("Something went wrong", page)
        self.assertIn('href="/ru/"', page)


class PolicyTests(PageTestCase):
    def test_no_page_carries_inline_style_or_script(self):
        make_article(slug="plain", topics=(make_topic(slug_en="science"),))
        paths = ["/", "/ru/", "/news/", "/news/plain/", "/news/topics/science/", "/news/archive/2025/9/"]
        for path in paths:
            with self.subTest(path):
                page = self.page(path)
                data = '<script type="application/ld\\+json">'  # which no browser runs
                self.assertIsNone(re.search(rf"\sstyle=|\son[a-z]+=|<style|(?!{data})<script(?![^>]*\ssrc=)", page))
