from django.test import TestCase

from news.models import OldAddress
from tests.factories import make_article, make_university, make_user
from tests.news.test_article_admin import EditorCase

OLD = "/admin/news/oldaddress/"


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


class ScopeTests(EditorCase):
    role = "Editor"

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.mine = make_article(owner=make_university(staff=[cls.user]))
        cls.theirs = OldAddress.objects.create(path="/news/177", article=make_article(owner=make_university()))

    def test_an_editor_keeps_those_of_their_own_university(self):
        self.client.post(f"{OLD}add/", {"path": "/news/178", "article": self.mine.pk})
        self.assertEqual(OldAddress.objects.get(path="/news/178").article, self.mine)
        self.assertNotContains(self.client.get(OLD), "/news/177")

    def test_of_others_nothing_opens_changes_or_goes(self):
        for page in ("change", "delete", "history"):
            address = f"{OLD}{self.theirs.pk}/{page}/"
            data = {"path": "/news/177", "article": self.mine.pk, "post": "yes"}
            for response in (self.client.get(address), self.client.post(address, data)):
                self.assertEqual(response.status_code, 404)
        data = {"action": "delete_selected", "_selected_action": [self.theirs.pk], "post": "yes"}
        self.client.post(OLD, data)
        self.assertEqual(OldAddress.objects.get().article, self.theirs.article)

    def test_none_leads_to_an_article_of_others(self):
        for article in (self.theirs.article, make_article()):
            response = self.client.post(f"{OLD}add/", {"path": "/news/179", "article": article.pk})
            self.assertContains(response, "valid choice")
        self.assertEqual(OldAddress.objects.count(), 1)
