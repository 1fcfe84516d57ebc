import re
from html import unescape

from django.contrib.auth.models import User
from django.test import Client, TestCase, override_settings

from news.models import Article
from tests.factories import make_agreement, make_article, make_user
from tests.news.test_article_admin import ADD, LIST, form_data

HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
WORDS = "Words “typed” & <b>kept</b>"


def hidden(page) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode())
    return {unescape(name): unescape(value) for name, value in found}


class ExpiredSessionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("Association editor")
        cls.article = make_article(state="draft", title="Before")

    def post(self, client=None, *, url=ADD, headers=HERE, **fields):
        return (client or self.client).post(url, form_data(title=WORDS, **fields), headers=headers)

    def test_what_was_sent_comes_back_and_is_saved_after_signing_in(self):
        page = self.post(topics=["1", "2"], _publish="1")
        self.assertContains(page, "Your session had ended", status_code=403)
        self.assertContains(page, 'name="topics" value="2"', status_code=403)
        self.assertIn("no-store", page["Cache-Control"])
        self.client.force_login(self.user)
        again = {name: value for name, value in hidden(page).items() if name not in ("next", "language", "topics")}
        self.client.post(ADD, {**again, "language": "en", "_save": "1"}, headers=HERE)
        self.assertTrue(Article.objects.filter(title=WORDS).exists())

    def test_the_same_for_an_article_that_exists(self):
        page = self.post(url=f"{LIST}{self.article.pk}/change/")
        self.assertEqual(hidden(page)["title"], WORDS)
        self.assertNotContains(page, "Before", status_code=403)

    def test_reasons_and_sources_come_back_as_well(self):
        agreement = make_agreement(status="discussed")
        for url in (
            f"{LIST}{self.article.pk}/withdraw/",
            f"{LIST}{self.article.pk}/waive/",
            f"{LIST}{self.article.pk}/nothing-to-translate/",
            f"/admin/partners/agreement/{agreement.pk}/move/signed/",
            f"/admin/partners/agreement/{agreement.pk}/record/",
        ):
            with self.subTest(url):
                page = self.client.post(url, {"reason": WORDS}, headers=HERE)
                self.assertEqual(hidden(page)["reason"], WORDS)

    def test_half_signed_in_and_closed_accounts_keep_their_text(self):
        self.client.force_login(self.user)
        with override_settings(SECOND_FACTOR=True):
            self.assertEqual(hidden(self.post())["title"], WORDS)
        User.objects.filter(pk=self.user.pk).update(is_active=False)
        self.assertEqual(hidden(self.post())["title"], WORDS)

    def test_another_site_or_nobody_knows_who_gets_nothing_back(self):
        for headers in (
            {},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {**HERE, "Sec-Fetch-Site": "same-site"},
            {**HERE, "Sec-Fetch-Site": "cross-site"},
            {**HERE, "Origin": "http://testserver.evil.example"},
            {"Sec-Fetch-Site": "none"},
        ):
            with self.subTest(headers):
                self.assertEqual(self.post(headers=headers).status_code, 302)

    def test_passwords_never_come_back(self):
        for url in ("/admin/auth/user/add/", "/admin/password_change/", "/admin/login/"):
            answer = self.client.post(url, {"password1": "secret words", "password": "secret words"}, headers=HERE)
            self.assertNotIn(b"secret words", answer.content)

    def test_too_much_comes_back_to_nobody(self):
        with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=500):
            self.assertNotIn(b"xxx", self.post(lead="x" * 1000).content)
            self.assertNotIn(b"xxx", self.post(Client(enforce_csrf_checks=True), lead="x" * 1000).content)

    def test_looking_and_lists_lead_to_signing_in_as_ever(self):
        for url in (ADD, LIST, f"{LIST}{self.article.pk}/change/"):
            self.assertEqual(self.client.get(url).status_code, 302)
        self.assertEqual(self.client.post(LIST, {"action": "delete_selected"}, headers=HERE).status_code, 302)


class StaleTokenTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("Association editor")

    def setUp(self):
        self.strict = Client(enforce_csrf_checks=True)
        self.strict.force_login(self.user)

    def post(self, token: str, **headers):
        return self.strict.post(ADD, form_data(title=WORDS, csrfmiddlewaretoken=token), headers={**HERE, **headers})

    def test_it_is_given_back_with_a_token_that_is_taken(self):
        page = self.post("x" * 32)
        self.assertContains(page, "You have signed in again", status_code=403)
        self.assertFalse(Article.objects.exists())
        fields = hidden(page)
        self.assertEqual(fields["title"], WORDS)
        self.assertEqual(self.post(fields["csrfmiddlewaretoken"]).status_code, 302)
        self.assertTrue(Article.objects.filter(title=WORDS).exists())

    def test_another_site_gets_the_plain_page_without_a_token(self):
        page = self.post("x" * 32, **{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
        self.assertContains(page, "Please go back and send it again", status_code=403)
        self.assertNotContains(page, "csrfmiddlewaretoken", status_code=403)
