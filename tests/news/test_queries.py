"""The number of queries does not depend on how much there is."""

from datetime import timedelta

from django.test import TestCase
from django.utils import translation

from news.listings import RELATED
from tests.costs import PUBLIC_PAGE
from tests.factories import make_agreement, make_article, make_image, make_laboratory, make_topic, make_university


def fill(amount: int):
    """That many articles with a cover and two topics in each language, and one with a translation to look at."""
    shared = make_topic()
    for language in ("en", "ru"):
        for _each in range(amount):
            make_article(language=language, topics=(shared, make_topic()), cover=make_image())
    partners = {
        "universities": [make_university() for _each in range(amount)],
        "laboratories": [make_laboratory() for _each in range(amount)],
        "agreements": [make_agreement() for _each in range(amount)],
    }
    for _each in range(RELATED):  # enough that share something: fewer cost one question more
        make_article(topics=(shared,))
    article = make_article(topics=(shared, make_topic()), cover=make_image(), **partners)
    make_article(language="ru", translation_key=article.translation_key, cover=make_image())
    return article, shared


class QueryCountTests(TestCase):
    # A page and its number of queries.
    PAGES = {
        "home": (lambda article, topic: "/", 15),
        "feed": (lambda article, topic: "/news/", 5),
        "Russian feed": (lambda article, topic: "/ru/news/", 5),
        "topic": (lambda article, topic: topic.get_absolute_url(), 8),
        "month": (lambda article, topic: f"/news/archive/{article.publish_at:%Y/%m}/", 7),
        "article": (lambda article, topic: article.get_absolute_url(), 21),
    }

    def test_same_with_3_and_with_30_rows(self):
        for amount in (3, 30):
            with translation.override("en"):
                article, topic = fill(amount)
            for name, (address, queries) in self.PAGES.items():
                with self.subTest(page=name, rows=amount), self.assertNumQueries(queries + PUBLIC_PAGE):
                    self.assertEqual(self.client.get(address(article, topic)).status_code, 200)

    def test_words_are_asked_for_where_links_do_not_suffice(self):
        article = make_article(title="Portfolio readers answer", topics=(make_topic(),))
        before = article.publish_at - timedelta(days=1)
        make_article(publish_at=before + timedelta(hours=1))  # the previous one
        for number in range(2):
            make_article(title=f"Readers answer about the portfolio, {number}", publish_at=before)
        with self.assertNumQueries(16 + PUBLIC_PAGE):
            page = self.client.get(article.get_absolute_url())
        self.assertEqual(len(page.context["related"]), 2)
