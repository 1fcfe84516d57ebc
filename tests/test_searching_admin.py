"""The one box of the admin, for ordinary staff: each finds what they may see, and nothing else is even counted."""

from datetime import timedelta

from django.db import connection
from django.test import TestCase

from opendoors.content import clock, search
from opendoors.content.publishing import State
from tests.costs import ADMIN_REQUEST
from tests.factories import make_agreement, make_article, make_laboratory, make_university, make_user
from tests.test_searching import ABSURD

PAGE, SUGGEST = "/admin/search/", "/admin/search/suggest/"
# Matches, their titles, the page; around them PostgreSQL's limit, and its weights.
ONE_SEARCH = 3 if connection.vendor == "sqlite" else 8
STATES = {
    "Draft": {"state": State.DRAFT},
    "In review": {"state": State.IN_REVIEW},
    "Public": {},
    "Scheduled": {"publish_at": clock.now() + timedelta(days=1)},
    "Withdrawn": {"state": State.WITHDRAWN},
}


class BoxTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.users = {role: make_user(role) for role in ("Author", "Translator", "Partnership officer", "Editor")}
        cls.home = make_university(name_en="Home University", staff=cls.users.values())
        cls.away = make_university(name_en="Away University")
        cls.mine = {
            name: make_article(title=f"Sturgeon of ours {name}", owner=cls.home, slug=f"mine-{number}", **state)
            for number, (name, state) in enumerate(STATES.items())
        }
        binned = make_article(title="Sturgeon of ours thrown away", owner=cls.home)
        binned.throw_away()
        cls.mine["In the bin"] = binned
        cls.theirs = {
            name: make_article(title=f"Sturgeon of theirs {name}", owner=cls.away, slug=f"theirs-{number}", **state)
            for number, (name, state) in enumerate(STATES.items())
        }
        cls.laboratory = make_laboratory(name_en="Sturgeon laboratory", host=cls.home, is_published=False)
        make_laboratory(name_en="Sturgeon laboratory in secret", host=cls.away, is_published=False)
        cls.public = make_agreement(
            title_en="Sturgeon agreement", parties=(cls.away, make_university(name_en="Third University"))
        )

    def ask(self, role, path=PAGE, q="sturgeon", **query):
        self.client.force_login(self.users[role])
        return self.client.get(path, {"q": q, **query})

    def found(self, role, **query):
        return {
            "".join(part.text for part in one.hit.title): one for one in self.ask(role, **query).context["findings"]
        }

    def test_articles_in_every_state_with_what_they_are(self):
        found = self.found("Editor")
        for name, article in self.mine.items():
            with self.subTest(name):
                one = found[article.title]
                self.assertEqual(one.told_state, name)
                self.assertEqual(one.url, f"/admin/news/article/{article.pk}/change/")
                self.assertEqual((one.noun, one.language, one.whose), ("Article", "English", "Home University"))
                self.assertEqual(self.client.get(one.url).status_code, 200)

    def test_what_others_have_is_found_as_far_as_readers_know_it(self):
        for role in self.users:
            with self.subTest(role):
                found = self.found(role)
                for name, article in self.theirs.items():
                    self.assertIs(article.title in found, name == "Public", name)
                response = self.ask(role)
                for secret in ("in secret", "theirs Draft", "theirs-0"):
                    self.assertNotContains(response, secret)
                self.assertEqual(response.context["found"].total, len(found))
                public = found[self.theirs["Public"].title]
                self.assertEqual((public.url, public.whose), ("/news/theirs-2/", ""))

    def test_each_role_finds_its_own(self):
        for role, count in (("Author", 6), ("Translator", 6), ("Editor", 6), ("Partnership officer", 1)):
            with self.subTest(role):
                ours = [title for title in self.found(role) if "ours" in title]
                self.assertEqual(len(ours), count)

    def test_records_of_the_register(self):
        found = self.found("Partnership officer")
        laboratory, agreement = found["Sturgeon laboratory"], found["Sturgeon agreement"]
        self.assertEqual(laboratory.url, f"/admin/partners/laboratory/{self.laboratory.pk}/change/")
        self.assertEqual((laboratory.told_state, laboratory.whose), ("Draft", "Home University"))
        self.assertEqual(agreement.url, self.public.get_absolute_url())
        self.assertEqual(agreement.whose, "Away University, Third University")
        self.assertContains(self.ask("Partnership officer"), "opens the public page")
        # An author edits no records: theirs leads to where they may read it.
        self.assertEqual(self.found("Author")["Sturgeon laboratory"].url, self.laboratory.get_absolute_url())
        self.assertEqual(self.client.get(self.laboratory.get_absolute_url()).status_code, 200)

    def test_every_address_found_opens(self):
        for role in self.users:
            for title, one in self.found(role).items():
                with self.subTest(role, title=title):
                    self.assertEqual(self.client.get(one.url).status_code, 200)

    def test_another_ones_words_are_not_even_told_as_meant(self):
        make_article(title="Platypus", owner=self.away, state=State.DRAFT)
        response = self.ask("Editor", q="platipus")
        self.assertNotContains(response, "latypus")
        self.assertEqual(response.context["found"].total, 0)

    def test_the_box_suggests_the_same(self):
        suggestions = self.ask("Editor", SUGGEST, q="sturgeon laboratory").json()["suggestions"]
        self.assertEqual(suggestions[0]["url"], f"/admin/partners/laboratory/{self.laboratory.pk}/change/")
        self.assertEqual(suggestions[0]["note"], "Laboratory · Draft · Home University")
        self.assertEqual(suggestions[0]["parts"][0], ["Sturgeon", True])
        self.assertLessEqual(len(self.ask("Editor", SUGGEST).json()["suggestions"]), 8)
        self.assertEqual(len(self.ask("Editor", SUGGEST, q="sturg").json()["suggestions"]), 8)  # a word only begun
        for text in ("theirs draft", "secret", "theirs dra", "secr"):
            told = str(self.ask("Editor", SUGGEST, q=text).json())
            self.assertNotIn("theirs Draft", told)
            self.assertNotIn("in secret", told)

    def test_nothing_is_kept_by_caches(self):
        for path in (PAGE, SUGGEST):
            self.assertIn("no-store", self.ask("Editor", path)["Cache-Control"])

    def test_in_every_language_of_the_admin(self):
        self.users["Editor"].refresh_from_db()
        self.client.force_login(self.users["Editor"])
        response = self.client.get(PAGE, {"q": "sturgeon"}, headers={"accept-language": "ru"})
        for words in ("Черновик", "В корзине", "Английский", "Материал"):
            self.assertContains(response, words)

    def test_absurd_questions(self):
        for path in (PAGE, SUGGEST):
            for text in ABSURD:
                with self.subTest(path, text=text[:20]):
                    response = self.ask("Editor", path, q=text)
                    self.assertEqual(response.status_code, 200)
                    self.assertNotIn(b"<b>", response.content)
        self.assertContains(self.ask("Editor", q="-x"), "not only what to leave out")
        self.assertContains(self.ask("Editor", q=""), "Type words of a title")

    def test_who_is_no_staff_is_sent_to_sign_in(self):
        self.client.logout()
        for path in (PAGE, SUGGEST):
            self.assertEqual(self.client.get(path, {"q": "sturgeon"}).status_code, 302)

    def test_the_box_stands_on_every_page_of_the_admin(self):
        self.client.force_login(self.users["Editor"])
        for path in ("/admin/", "/admin/news/article/", "/admin/news/article/add/"):
            self.assertContains(self.client.get(path), 'role="search" action="/admin/search/"', count=1)
        self.client.logout()
        self.assertNotContains(self.client.get("/admin/login/"), 'role="search"')


class CostTests(TestCase):
    def test_as_many_queries_for_few_as_for_many(self):
        editor = make_user("Editor")
        home = make_university(staff=[editor])
        self.client.force_login(editor)
        for amount in (3, 30):
            for number in range(amount):
                make_article(title=f"Sturgeon {amount} {number}", owner=home)
                make_university(name_en=f"Beluga {amount} {number}")
                make_laboratory(name_en=f"Sterlet {amount} {number}", host=home)
                make_agreement(title_en=f"Salmon {amount} {number}", parties=(home, make_university()))
            search.query("sturgeon", language="en")  # what was just written is indexed before a question
            for text, most in (("sturgeon", 6), ("beluga", 6), ("sterlet", 9), ("salmon", 9)):
                for path, more in ((PAGE, ONE_SEARCH), (SUGGEST, ONE_SEARCH + 1)):
                    number = ADMIN_REQUEST + most + more
                    with self.subTest(path, text=text, amount=amount), self.assertNumQueries(number):
                        self.client.get(path, {"q": text})
