"""One host for the public pages, without a loop; copies that search engines leave alone."""

from django.test import TestCase, override_settings

from tests.factories import make_article
from tests.test_site import read_to_the_end

SITE = {
    "SITE_URL": "https://example.org",
    "ALLOWED_HOSTS": ["example.org", "www.example.org", "old.example.net"],
    "SECURE_SSL_REDIRECT": True,
    "ONE_HOST": True,
}


@override_settings(**SITE)
class OneHostTests(TestCase):
    def get(self, path, host="example.org", secure=True, method="get", **headers):
        return getattr(self.client, method)(path, secure=secure, headers={"host": host, **headers})

    def test_other_hosts_and_http_lead_there_in_one_step(self):
        for host, secure in (
            ("www.example.org", True),
            ("www.example.org", False),
            ("old.example.net", True),
            ("OLD.example.net:8443", True),
            ("example.org", False),
        ):
            for method in ("get", "head"):
                with self.subTest(host, secure=secure, method=method):
                    response = self.get("/ru/news/?page=2&q=%D1%8B", host, secure, method)
                    self.assertEqual(response.status_code, 301)
                    self.assertEqual(response["Location"], "https://example.org/ru/news/?page=2&q=%D1%8B")

    def test_the_canonical_host_stays_however_it_is_written(self):
        for host in ("example.org", "EXAMPLE.org", "example.org:443", "example.org:8000", "example.org."):
            with self.subTest(host):
                self.assertEqual(self.get("/", host).status_code, 200)

    def test_an_old_address_leads_on_from_there(self):
        make_article(slug="a").old_addresses.create(path="/news/177")
        first = self.get("/news/177", "www.example.org")
        self.assertEqual(first["Location"], "https://example.org/news/177")
        self.assertEqual(self.get("/news/177")["Location"], "/news/a/")

    def test_an_address_that_begins_with_two_slashes_leads_nowhere_else(self):
        response = self.get("//evil.example/", "www.example.org")
        self.assertTrue(response["Location"].startswith("https://example.org/"), response["Location"])

    def test_monitors_staff_and_files_stay(self):
        self.assertEqual(self.get("/health/", "www.example.org", secure=False).status_code, 200)
        for path in ("/admin/login/", "/static/css/tokens.css"):
            with self.subTest(path):
                response = self.get(path, "www.example.org")
                read_to_the_end(response)
                self.assertEqual(response.status_code, 200)
        self.assertNotIn("example.org/admin", self.get("/admin", "www.example.org").get("Location", ""))

    def test_nothing_that_was_sent_is_sent_elsewhere(self):
        for path in ("/", "/search/", "/admin/login/"):
            with self.subTest(path):
                self.assertNotEqual(self.get(path, "www.example.org", method="post").status_code, 301)

    def test_a_host_that_is_not_ours_is_refused(self):
        self.assertEqual(self.get("/", "evil.example").status_code, 400)

    @override_settings(SECURE_SSL_REDIRECT=False)
    def test_where_a_proxy_alone_knows_of_https_nothing_goes_in_circles(self):
        self.assertEqual(self.get("/", secure=False).status_code, 200)
        self.assertEqual(self.get("/", "www.example.org", secure=False)["Location"], "https://example.org/")

    @override_settings(SITE_URL="http://example.org", SECURE_SSL_REDIRECT=False)
    def test_https_is_never_left(self):
        self.assertEqual(self.get("/").status_code, 200)

    @override_settings(SITE_URL="", SECURE_SSL_REDIRECT=False)
    def test_without_a_canonical_host_every_one_is(self):
        self.assertEqual(self.get("/", "www.example.org").status_code, 200)

    @override_settings(ONE_HOST=False, SECURE_SSL_REDIRECT=False)
    def test_it_can_be_switched_off(self):
        self.assertEqual(self.get("/", "www.example.org").status_code, 200)

    @override_settings(DEBUG=True, SECURE_SSL_REDIRECT=False)
    def test_a_developer_is_left_where_they_are(self):
        self.assertEqual(self.get("/", "www.example.org").status_code, 200)


class NoIndexTests(TestCase):
    paths = ("/", "/nothing/", "/admin/", "/static/css/tokens.css", "/robots.txt", "/sitemap.xml", "/health/")

    def test_a_copy_says_so_with_every_answer(self):
        with override_settings(NOINDEX=True):
            for path in self.paths:
                with self.subTest(path):
                    response = self.client.get(path)
                    read_to_the_end(response)
                    self.assertEqual(response["X-Robots-Tag"], "noindex, nofollow")
            self.assertEqual(
                self.client.get("/", headers={"host": "evil.example"})["X-Robots-Tag"], "noindex, nofollow"
            )

    def test_the_site_itself_does_not(self):
        for path in self.paths:
            with self.subTest(path):
                response = self.client.get(path)
                read_to_the_end(response)
                self.assertNotIn("X-Robots-Tag", response)
