"""The crawl of tests/browser/browse_every_page.py finds what it looks for: faults planted on a small site."""

from django.test import TestCase

from tests.crawling import HOST, Crawl, faults_of, faults_of_canonical, html, loads
from tests.factories import make_article, make_page, make_topic


class PlantedFaultsTests(TestCase):
    def crawl(self):
        crawl = Crawl(self.client)
        crawl.run(["/", "/ru/"])
        return crawl

    def test_a_small_site_is_whole(self):
        make_article(topics=(make_topic(),))
        crawl = self.crawl()
        self.assertEqual(crawl.faults, [])
        self.assertGreater(len(crawl.pages), 10)

    def test_every_fault_is_told_with_where_it_was_found(self):
        body = """<p><a href="/nowhere/">One</a> <a href="#nothing">two</a> <a href="/ru/#main">three</a>
        <a href="https://example.org/">four</a></p><p><img src="/media/images/missing.png" alt="One"></p>"""
        first = make_article(title="Twins", body=body, waived="Planted").get_absolute_url()
        second = make_article(title="Twins", slug="twins-too").get_absolute_url()
        faults = self.crawl().faults
        self.assertIn(f"/nowhere/ is 404, linked from {first}", faults)
        self.assertIn(f"{first}#nothing has no such place, linked from {first}", faults)
        self.assertIn(f"/media/images/missing.png is 404, linked from {first}", faults)
        twins = {
            f"{second} has the title of {first}: Twins — Open Doors",
            f"{first} has the title of {second}: Twins — Open Doors",
        }
        self.assertEqual(len(twins & set(faults)), 1)
        self.assertFalse([fault for fault in faults if "example.org" in fault or "/ru/#main" in fault])

    def test_titles_are_compared_within_a_language(self):
        page = make_page(title="Rules")
        make_page(title="Rules", language="ru", translation_key=page.translation_key)
        crawl = Crawl(self.client)
        crawl.run([page.get_absolute_url(), f"/ru{page.get_absolute_url()}"])
        self.assertEqual([fault for fault in crawl.faults if "title" in fault], [])


class PartsTests(TestCase):
    def test_what_is_missing_on_a_page(self):
        page = html.document_fromstring("<html><body><h1>One</h1><h1>Two</h1></body></html>")
        self.assertEqual(len(list(faults_of(page, ""))), 4)

    def test_a_page_names_itself_as_canonical(self):
        def faults(address, *parts):
            page = html.document_fromstring(f"<html><head>{''.join(parts)}</head><body>One</body></html>")
            return len(list(faults_of_canonical(page, address)))

        itself = f'<link rel="canonical" href="http://{HOST}/news/">'
        second = f'<link rel="canonical" href="http://{HOST}/news/?page=2">'
        unkept = '<meta name="robots" content="noindex, follow">'
        for address, *parts in (("/news/", itself), ("/news/?q=x", itself), ("/news/?page=2", second), ("/", unkept)):
            self.assertEqual(faults(address, *parts), 0, parts)
        for address, *parts in (("/news/",), ("/news/", itself, itself), ("/news/?page=2", itself), ("/", itself)):
            self.assertEqual(faults(address, *parts), 1, parts)
        self.assertEqual(faults("/news/", '<link rel="canonical" href="/news/">'), 1)
        self.assertEqual(faults("/news/", itself, unkept), 1)

    def test_what_a_browser_would_fetch(self):
        for text, found in {
            '<img src="/a.png" srcset="/b.png 1x, //c.org/d.png 2x">': ["/a.png", "/b.png", "//c.org/d.png"],
            '<link rel="stylesheet" href="https://c.org/a.css">': ["https://c.org/a.css"],
            '<link rel="alternate" href="https://c.org/">': [],
            '<iframe src="https://c.org/"></iframe>': ["https://c.org/"],
            '<a href="https://c.org/">c</a>': [],
        }.items():
            self.assertEqual(list(loads(html.fragment_fromstring(text))), found)

    def test_inline_code_and_foreign_hosts_are_blamed(self):
        crawl = Crawl(self.client)
        page = html.document_fromstring(
            '<html lang="en"><head><style>p {}</style><script src="//c.org/x.js"></script></head><p onclick="x">'
        )
        crawl._read("/", page)
        for part in ("<style> within", "onclick=", "foreign host: //c.org/x.js"):
            self.assertTrue([fault for fault in crawl.faults if part in fault], part)
