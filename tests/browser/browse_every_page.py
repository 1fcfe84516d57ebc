"""Every page of the demonstration site in both languages: what it asks for, stores, leads to and is called.

All of them by request (tests/crawling.py), each kind of them in Chromium.
"""

from django.core.management import call_command
from django.test import TestCase

from tests import page_kinds
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


class EveryPageTests(TestCase):
    def test_every_link_leads_somewhere_and_every_page_is_whole(self):
        call_command("demo", picture_width=320, verbosity=0)
        kinds = [*page_kinds.paths("en").items(), *page_kinds.paths("ru").items()]
        crawl = Crawl(self.client)
        crawl.run(["/", "/ru/", *(path for kind, path in kinds if kind != "not-found")])
        self.assertGreater(len(crawl.pages), 250)
        self.assertEqual({seen.language for seen in crawl.pages.values()}, {"en", "ru"})
        self.assertEqual(crawl.faults, [])


class EveryKindTests(BrowserTestCase):
    def test_in_a_browser(self):
        call_command("demo", picture_width=320, verbosity=0)
        self.expect_complaint("404 (Not Found)")  # one of the kinds, and no other: every answer is looked at
        for language in ("en", "ru"):
            page = self.open("/health/")
            answers: list[tuple[str, int]] = []
            page.on("response", lambda response, answers=answers: answers.append((response.url, response.status)))
            for kind, path in page_kinds.paths(language).items():
                with self.subTest(kind, language=language):
                    answers.clear()
                    page.goto(path)
                    right = {**RIGHT, "descriptions": 0} if kind == "not-found" else RIGHT
                    self.assertEqual(page.evaluate(LOOK), right)
                    self.assertEqual(page.context.cookies(), [])
                    missing = [url for url, status in answers if status >= 400]
                    self.assertEqual(missing, [page.url] if kind == "not-found" else [])
