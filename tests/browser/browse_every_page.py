"""Every page of the demonstration site in both languages: what it asks for, stores, leads to and is called.

All of them twice: by request, where every link is followed (tests/crawling.py), and then in Chromium.
"""

from collections.abc import Iterable

from tests import demonstration, page_kinds
from tests.browser.harness import BrowserTestCase
from tests.crawling import Crawl

# Pictures below the fold are fetched too.
LOOK = """async () => {
  for (const picture of document.images) picture.loading = "eager";
  await Promise.all([...document.images].map((picture) => picture.decode().catch(() => null)));
  return {
    stored: localStorage.length + sessionStorage.length + document.cookie.length,
    broken: [...document.images].filter((picture) => !picture.naturalWidth).map((picture) => picture.currentSrc),
    titles: document.title.trim() ? 1 : 0,
    headings: document.querySelectorAll("h1").length,
    descriptions: document.querySelectorAll("meta[name=description]:not([content=''])").length,
  };
}"""
RIGHT = {"stored": 0, "broken": [], "titles": 1, "headings": 1, "descriptions": 1}


class EveryPageTests(BrowserTestCase):
    """The harness fails whatever asks a foreign host or complains in the console."""

    def setUp(self):
        super().setUp()
        demonstration.load()

    def test_every_link_leads_somewhere_and_every_page_is_whole(self):
        kinds = [*page_kinds.paths("en").items(), *page_kinds.paths("ru").items()]
        crawl = Crawl(self.client)
        crawl.run(["/", "/ru/", *(path for kind, path in kinds if kind != "not-found")])
        self.assertGreater(len(crawl.pages), 250)
        self.assertEqual({seen.language for seen in crawl.pages.values()}, {"en", "ru"})
        self.assertEqual(crawl.faults, [])
        self.look(crawl.pages, RIGHT, missing=False)

    def test_what_there_is_not(self):
        self.expect_complaint("404 (Not Found)")
        pages = [page_kinds.paths(language)["not-found"] for language in ("en", "ru")]
        self.look(pages, {**RIGHT, "descriptions": 0}, missing=True)

    def look(self, paths: Iterable[str], right: dict, *, missing: bool) -> None:
        page = self.open("/health/")
        answers: list[tuple[str, int]] = []
        page.on("response", lambda response: answers.append((response.url, response.status)))
        for path in paths:
            with self.subTest(path):
                answers.clear()
                page.goto(path)
                self.assertEqual(page.evaluate(LOOK), right)
                self.assertEqual(page.context.cookies(), [])
                self.assertEqual([url for url, status in answers if status >= 400], [page.url] if missing else [])
