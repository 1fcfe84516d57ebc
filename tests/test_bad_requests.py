from django.test import Client, TestCase

from tests.factories import make_user

LIST, ADD = "/admin/news/article/", "/admin/news/article/add/"


class BadRequestTests(TestCase):
    def assert_not_understood(self, address: str):
        with self.subTest(address):
            self.assertContains(self.client.get(address), "cannot be understood", status_code=400)

    def test_null_bytes_are_refused_everywhere(self):
        self.client.force_login(make_user("Association editor"))
        for address in ("/%00", "/news/%00/", "/news/?page=%00", f"{LIST}?language__exact=%00", "/admin/r/%00/1/"):
            self.assert_not_understood(address)

    def test_unreadable_queries_of_the_admin_are_no_error_of_ours(self):
        self.client.force_login(make_user("Association editor"))
        self.assert_not_understood(f"{LIST}?publish_at__year=99999999999")
        self.assert_not_understood(f"{ADD}?_to_field=x")
        self.assert_not_understood("/admin/news/oldaddress/add/?article=x")

    def test_foreign_host_is_refused(self):
        self.assertContains(self.client.get("/", headers={"host": "evil.example"}), "Not understood", status_code=400)

    def test_form_of_an_earlier_sign_in_says_what_to_do(self):
        client = Client(enforce_csrf_checks=True)
        client.force_login(make_user("Association editor"))
        self.assertContains(client.post(ADD, {"title": "Words"}), "go back and send it again", status_code=403)
