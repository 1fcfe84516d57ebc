from django.test import RequestFactory, SimpleTestCase, TestCase, override_settings

from opendoors.content.site_address import absolute, root
from tests.factories import make_article


class AbsoluteTests(SimpleTestCase):
    request = RequestFactory().get("/ru/news/", secure=True)

    def test_as_the_request_has_it_without_a_setting(self):
        self.assertEqual(root(self.request), "https://testserver")
        self.assertEqual(absolute(self.request, "/ru/news/?page=2"), "https://testserver/ru/news/?page=2")

    @override_settings(SITE_URL="https://example.org")
    def test_as_the_setting_has_it_whatever_was_asked(self):
        self.assertEqual(absolute(self.request, "/"), "https://example.org/")
        self.assertEqual(
            absolute(self.request, "/новости/"), "https://example.org/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/"
        )

    def test_what_is_absolute_stays(self):
        for address in ("https://example.com/a?b#c", "mailto:a@example.com"):
            self.assertEqual(absolute(self.request, address), address)


@override_settings(SITE_URL="https://example.org")
class PageTests(TestCase):
    def test_pages_tell_the_one_address(self):
        article = make_article()
        page = self.client.get(article.get_absolute_url()).content.decode()
        self.assertIn(f'<link rel="canonical" href="https://example.org{article.get_absolute_url()}">', page)
        self.assertNotIn("testserver", page)
