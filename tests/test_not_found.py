from django.test import TestCase, modify_settings, override_settings

from news.models import OldAddress
from tests.factories import make_article, make_page


class NotFoundTests(TestCase):
    def test_unknown_address_shows_ways_on(self):
        for path, home in (("/nothing/", "/"), ("/ru/nothing/", "/ru/"), ("/news/nothing/", "/")):
            with self.subTest(path):
                self.assertContains(self.client.get(path), f'href="{home}"', status_code=404)

    def test_old_sites_addresses_lead_on_for_good(self):
        article = make_article(slug="new-place")
        for path in ("/news/177", "/index.php/news/177", "/en/news/28931"):
            OldAddress.objects.create(path=path, article=article)
            with self.subTest(path):
                response = self.client.get(f"{path}/")
                self.assertRedirects(response, "/news/new-place/", status_code=301)

    def test_old_address_of_what_is_not_public_leads_nowhere(self):
        OldAddress.objects.create(path="/news/177", article=make_article(state="draft"))
        self.assertEqual(self.client.get("/news/177/").status_code, 404)

    def test_old_address_of_what_was_withdrawn_says_so(self):
        OldAddress.objects.create(path="/news/177", article=make_article(title="Secret", state="withdrawn"))
        response = self.client.get("/news/177/")
        self.assertContains(response, "withdrawn", status_code=410)
        self.assertNotContains(response, "Secret", status_code=410)

    def test_old_address_of_a_page_leads_on_or_says_that_it_was_withdrawn(self):
        page = make_page(slug="about")
        page.old_addresses.create(path="/who-we-are")
        for path in ("/who-we-are/", "/who-we-are"):
            with self.subTest(path):
                self.assertRedirects(self.client.get(path), "/about/", status_code=301)
        page.withdraw("Because of the rector")
        self.assertContains(self.client.get("/who-we-are/"), "This page has been withdrawn", status_code=410)


@override_settings(DEBUG=True)
@modify_settings(MIDDLEWARE={"append": "opendoors.views.visitors_not_found"})
class WhileDevelopingTests(NotFoundTests):
    """With DEBUG too, a developer sees what visitors see."""
