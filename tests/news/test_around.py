"""What stands around the text of an article: what it takes to read, where to share it, and what to read next."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from django.urls import reverse

from opendoors.content import clock
from opendoors.content.publishing import State
from tests.factories import (
    make_agreement,
    make_article,
    make_guest_link,
    make_laboratory,
    make_topic,
    make_university,
    make_user,
)
from tests.test_pages import PageTestCase

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def long_body(headings: int, words: int) -> str:
    parts = "".join(f"<h2>Part {number}</h2><h3>Within</h3><p>Words.</p>" for number in range(headings))
    return f"<p>{'word ' * words}</p>{parts}"


class FactsTests(PageTestCase):
    def test_minutes_in_the_words_of_each_language(self):
        for language, words, told in (
            ("en", 240, "1 minute to read"),
            ("en", 460, "2 minutes to read"),
            ("ru", 184, "1 минута чтения"),
            ("ru", 2 * 184, "2 минуты чтения"),
            ("ru", 5 * 184, "5 минут чтения"),
        ):
            with self.subTest(told):
                word = {"en": "word ", "ru": "слово "}[language]
                article = make_article(language=language, body=f"<p>{word * words}</p>")
                self.assertIn(f"<p>{told}</p>", self.page(article.get_absolute_url()))

    def test_short_text_tells_none(self):
        self.assertNotIn("to read", self.page(make_article(body="<p>word</p>" * 100).get_absolute_url()))

    def test_corrections_tell_their_day_and_are_told_of_at_the_top(self):
        corrections = [{"on": "2026-03-03", "text": "The <city> was wrong."}, {"on": "2026-02-01", "text": "A name."}]
        page = self.page(make_article(corrections=corrections).get_absolute_url())
        self.assert_order(
            page,
            '<p><a href="#corrections">Corrected on 3 March 2026</a></p>',
            '<h2 id="corrections">',
            '<p>Corrected on <time datetime="2026-03-03">3 March 2026</time>: The &lt;city&gt; was wrong.</p>',
            '<p>Corrected on <time datetime="2026-02-01">1 February 2026</time>: A name.</p>',
        )
        russian = make_article(language="ru", corrections=corrections)
        page = self.page(russian.get_absolute_url())
        self.assertIn('<a href="#corrections">Исправлено 3 марта 2026</a>', page)
        self.assertIn('Исправлено <time datetime="2026-03-03">3 марта 2026</time>: The', page)

    def test_without_corrections_nothing_is_told(self):
        self.assertNotIn("Corrected", self.page(make_article().get_absolute_url()))

    def test_contents_of_long_texts_with_three_headings(self):
        for headings, words, shown in ((3, 500, True), (2, 900, False), (9, 300, False)):
            page = self.page(make_article(body=long_body(headings, words)).get_absolute_url())
            with self.subTest(headings=headings, words=words):
                self.assertIs('<nav class="contents" aria-labelledby="contents">' in page, shown)
                self.assertNotIn("#h-within", page)
                if shown:
                    self.assert_order(page, '<a href="#h-part-2">Part 2</a>', '<h2 id="h-part-2">Part 2</h2>')


class ShareTests(PageTestCase):
    TITLE = "Cats & dogs: 50% “off”?"

    def links(self, page):
        part = re.search(r'<section class="article__end share".*?</section>', page, re.DOTALL)
        return re.findall(r'<a href="([^"]+)" rel="noopener nofollow" aria-label="([^"]+)">', part[0]) if part else []

    def test_plain_links_with_title_and_address_and_nothing_else(self):
        page = self.page(make_article(title=self.TITLE, slug="cats").get_absolute_url() + "?from=mail")
        links = [(urlsplit(address.replace("&amp;", "&")), name) for address, name in self.links(page)]
        names = ["Share by e-mail", "Share on Telegram", "Share on WhatsApp", "Share on VK"]
        self.assertEqual([name for _address, name in links], names)
        self.assertEqual([address.netloc for address, _name in links], ["", "t.me", "wa.me", "vk.com"])
        address = "http://testserver/news/cats/"
        both = f"{self.TITLE}\n{address}"
        self.assertEqual(
            [parse_qs(each.query) for each, _name in links],
            [
                {"subject": [self.TITLE], "body": [both]},
                {"url": [address], "text": [self.TITLE]},
                {"text": [both]},
                {"url": [address], "title": [self.TITLE]},
            ],
        )

    def test_page_loads_nothing_from_elsewhere(self):
        page = self.page(make_article().get_absolute_url())
        loaded = re.findall(r'<(?:script|img|iframe|source|link rel="stylesheet")[^>]* (?:src|href)="([^"]+)"', page)
        self.assertTrue(loaded)
        self.assertEqual([address for address in loaded if "//" in address], [])

    def test_address_to_copy_is_that_of_the_page(self):
        page = self.page(make_article(slug="cats").get_absolute_url())
        self.assertIn('id="address">http://testserver/news/cats/</p>', page)
        self.assertRegex(page, r'<button [^>]*data-copy="address" data-copied="Copied" hidden>Copy the link</button>')

    def test_what_is_not_public_is_not_shared(self):
        draft = make_article(state=State.DRAFT, slug="draft")
        later = make_article(slug="later", publish_at=clock.now() + DAY)
        public = make_article(slug="public")
        public.title = "Newer words"
        public.save_draft(by=None)
        guests = [make_guest_link(article).get_absolute_url() for article in (draft, public)]
        self.client.force_login(make_user("Association editor"))
        preview = reverse("admin:news_article_preview", args=[public.pk])
        for path in (later.get_absolute_url(), preview, *guests):
            with self.subTest(path):
                page = self.page(path)
                self.assertEqual(self.links(page), [])
                self.assertNotIn("data-copy", page)
        self.assertTrue(self.links(self.page("/news/public/")))


class NeighboursTests(PageTestCase):
    def neighbours(self, article):
        page = self.page(article.get_absolute_url())
        return re.findall(r'<a href="/news/([^/]+)/" rel="(prev|next)">', page)

    def test_by_date_in_one_language_and_public_ones_alone(self):
        for day in range(5):
            make_article(slug=f"day-{day}", publish_at=NOON + day * DAY)
        make_article(slug="russian", language="ru", publish_at=NOON + 2 * DAY + DAY / 2)
        make_article(slug="hidden", state=State.WITHDRAWN, publish_at=NOON + 2 * DAY - DAY / 2)
        middle = make_article(slug="middle", publish_at=NOON + 2 * DAY)  # of the same moment as the third
        self.assertEqual(self.neighbours(middle), [("day-2", "prev"), ("day-3", "next")])

    def test_at_the_ends(self):
        first, last = make_article(slug="first", publish_at=NOON), make_article(slug="last")
        self.assertEqual(self.neighbours(first), [("last", "next")])
        self.assertEqual(self.neighbours(last), [("first", "prev")])

    def test_alone_it_has_none(self):
        self.assertNotIn('id="neighbours"', self.page(make_article().get_absolute_url()))


class RelatedTests(PageTestCase):
    """The article stands between two neighbours; what may be related is older."""

    def setUp(self):
        self.topic, self.university = make_topic(), make_university()
        self.laboratory, self.agreement = make_laboratory(), make_agreement()
        self.day = 0

    def article(self, **overrides):
        links = {"topics": [self.topic], "universities": [self.university], "laboratories": [self.laboratory]}
        links["agreements"] = [self.agreement]
        article = make_article(**{"publish_at": NOON, "slug": "asked", **links, **overrides})
        make_article(slug="just-before", publish_at=NOON - timedelta(minutes=1))
        return article

    def other(self, slug, **overrides):
        self.day += 1
        return make_article(**{"slug": slug, "publish_at": NOON - self.day * DAY, **overrides})

    def related(self, article):
        page = self.client.get(article.get_absolute_url())
        told = [other.slug for other in page.context["related"]]
        self.assertIs("Related articles</h2>" in page.content.decode(), bool(told))
        return told

    def test_laboratories_before_universities_before_topics(self):
        self.other("topic", topics=[self.topic])
        self.other("university", universities=[self.university])
        self.other("laboratory", laboratories=[self.laboratory])
        self.other("nothing")
        self.assertEqual(self.related(self.article()), ["laboratory", "university", "topic"])

    def test_what_few_share_counts_more(self):
        rare = make_topic()
        self.other("common", topics=[self.topic])
        self.other("rare", topics=[rare])
        for number in range(3):
            self.other(f"common-{number}", topics=[self.topic])
        related = self.related(self.article(topics=[self.topic, rare]))
        self.assertEqual(related, ["rare", "common", "common-0", "common-1"])

    def test_more_in_common_comes_first(self):
        self.other("one", laboratories=[self.laboratory])
        self.other("both", laboratories=[self.laboratory], agreements=[self.agreement])
        self.assertEqual(self.related(self.article()), ["both", "one"])

    def test_words_where_links_do_not_suffice(self):
        self.other("words", title="Portfolios: what juries read", lead="Short.")
        self.other("chance", title="A portfolio of songs", lead="Short.")
        self.other("linked", topics=[self.topic])
        article = self.article(title="What a jury reads in a portfolio", lead="Juries tell.")
        self.assertEqual(self.related(article), ["linked", "words"])

    def test_forms_of_russian_words_are_one_word(self):
        self.other("slova", language="ru", title="О лабораториях и стипендиях", lead="Кратко.")
        article = self.article(language="ru", title="Лаборатория и стипендия", lead="Коротко.", topics=[])
        make_article(language="ru", publish_at=NOON - timedelta(minutes=2))
        page = self.client.get(article.get_absolute_url())
        self.assertEqual([other.slug for other in page.context["related"]], ["slova"])

    def test_neither_neighbours_nor_hidden_nor_other_languages(self):
        self.other("previous", laboratories=[self.laboratory], publish_at=NOON - timedelta(seconds=1))
        make_article(slug="next", laboratories=[self.laboratory], publish_at=NOON + DAY)
        self.other("hidden", laboratories=[self.laboratory], state=State.DRAFT)
        self.other("russian", laboratories=[self.laboratory], language="ru")
        self.assertEqual(self.related(self.article()), [])

    def test_partner_that_is_not_public_relates_nothing(self):
        hidden = make_laboratory(is_published=False)
        self.other("secret", laboratories=[hidden])
        self.assertEqual(self.related(self.article(laboratories=[hidden])), [])
