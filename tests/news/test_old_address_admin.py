from django.test import TestCase

from news.models import OldAddress
from tests.factories import make_article, make_user


class OldAddressAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor, cls.article = make_user("Association editor"), make_article(slug="new")

    def setUp(self):
        self.client.force_login(self.editor)

    def add(self, path):
        return self.client.post("/admin/news/oldaddress/add/", {"path": path, "article": self.article.pk}, follow=True)

    def test_addresses_are_kept_as_requests_come_with_them(self):
        for written, kept in [
            ("/news/177/", "/news/177"),
            ("https://od.example.org/index.php/news/178", "/index.php/news/178"),
            (" /ru/news/%D0%B0%D0%B1/ ", "/ru/news/аб"),
        ]:
            with self.subTest(written):
                self.add(written)
                self.assertEqual(OldAddress.objects.latest("pk").path, kept)
                self.assertRedirects(self.client.get(f"{kept}/"), "/news/new/", status_code=301)

    def test_what_is_no_address_is_told(self):
        for written in ("news/177", "http://[", "?x=1"):
            with self.subTest(written):
                self.assertContains(self.add(written), "from its first slash on")

    def test_address_twice_is_told(self):
        self.add("/news/177")
        self.assertContains(self.add("/news/177/"), "already exists")
