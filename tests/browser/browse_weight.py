"""What the first view of an article costs on a slow phone: requests, bytes, jumps, and words before scripts."""

import gzip

from playwright.sync_api import Page, Response

from news import listings
from tests import demonstration
from tests.browser.harness import PHONE, BrowserTestCase

REQUESTS = 12
WITHOUT_PICTURES = 120_000  # bytes, texts compressed as a web server does
WITH_COVER = 250_000
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 500);
})"""


def weight(response: Response) -> int:
    """Bytes of the body on its way."""
    body = response.body()
    is_text = any(kind in response.header_value("content-type") for kind in ("text/", "javascript", "json", "svg"))
    return len(gzip.compress(body)) if is_text else len(body)


class WeightTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        demonstration.load(1600)

    def test_the_first_view_of_an_article(self):
        for language in ("en", "ru"):
            articles = [article for article in listings.feed(language) if article.cover_id]
            article = max(articles, key=lambda article: len(article.body))
            with self.subTest(language, path=article.get_absolute_url()):
                responses: list[Response] = []
                page = self._first_view(article.get_absolute_url(), responses)
                pictures = sum(weight(one) for one in responses if one.request.resource_type == "image")
                others = sum(weight(one) for one in responses if one.request.resource_type != "image")
                self.assertLessEqual(len(responses), REQUESTS, [one.url for one in responses])
                self.assertLessEqual(others, WITHOUT_PICTURES)
                self.assertLessEqual(others + pictures, WITH_COVER)
                self.assertEqual(page.evaluate(SHIFTS), 0)

    def test_words_are_there_before_any_script(self):
        article = listings.feed("en").first()
        page = self.open("/health/", width=PHONE)
        page.route("**/*.js", lambda route: None)  # a script that never arrives
        page.goto(article.get_absolute_url(), wait_until="commit")
        page.get_by_role("heading", name=article.title, level=1).wait_for()
        self.assertTrue(page.locator(".prose p").first.is_visible())
        page.unroute_all(behavior="ignoreErrors")

    def _first_view(self, path: str, responses: list[Response]) -> Page:
        page = self.open("/health/", width=PHONE, scale=2)
        page.on("response", lambda response: responses.append(response))
        page.goto(path, wait_until="networkidle")
        return page
