"""The box “Found in the text” of an article's form, and the address that it asks while somebody writes."""

from django.contrib.admin.models import LogEntry
from django.test import Client, TestCase
from django.urls import reverse

from news.models import Article
from news.models.articles import LINKS
from tests.costs import ADMIN_REQUEST
from tests.factories import make_agreement, make_article, make_laboratory, make_university, make_user
from tests.news.test_article_admin import ADD, EditorCase, form_data

RECOGNISE = "/admin/news/article/recognise/"
BODY = "<p>Guests from <b>Peking</b> University and <a href='/x/'>PKU</a> came.</p><p>Valley</p><p>University</p>"


class AskingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.peking = make_university(name_en="Peking University", acronym="PKU", kind="university")
        cls.draft = make_university(name_en="Valley University", is_published=False)
        cls.author = make_user("Author")

    def ask(self, user=None, **texts):
        self.client.force_login(user or self.author)
        return self.client.post(RECOGNISE, texts)

    def test_names_in_title_lead_caption_and_text(self):
        cases = {
            "title": "PKU",
            "lead": "Peking\nUniversity",
            "cover_caption": "Peking University",
            "body": "<figure><img src='/media/x.jpg'><figcaption>Peking University</figcaption></figure>",
        }
        for field, text in cases.items():
            with self.subTest(field):
                [proposal] = self.ask(**{field: text}).json()["proposals"]
                self.assertEqual(proposal["key"], f"universities:{self.peking.pk}")

    def test_answer_says_what_was_found(self):
        self.assertEqual(
            self.ask(body=BODY).json()["proposals"],
            [
                {
                    "key": f"universities:{self.peking.pk}",
                    "label": "Peking University",
                    "kind": "University",
                    "words": ["Peking University", "PKU"],
                }
            ],
        )

    def test_marks_within_a_name_do_not_break_it_and_cells_do(self):
        row = "<table><tr><td>Peking</td><td>University</td></tr></table>"
        for body, found in (
            ("<p><em>Peking</em> <strong>Univer</strong>sity</p>", 1),
            ("<p>Peking\nUniversity<sup>1</sup></p>", 1),
            ("<p>Peking&nbsp;University</p>", 1),
            ("<p>Peking<br>University</p>", 0),
            ("<ul><li>Peking</li><li>University</li></ul>", 0),
            (row, 0),
            ("<script>Peking University</script>", 0),
        ):
            with self.subTest(body):
                self.assertEqual(len(self.ask(body=body).json()["proposals"]), found)

    def test_each_role_sees_what_it_may_choose(self):
        text = {"body": "<p>Valley University</p>"}
        for role, status, found in (("Author", 200, 0), ("Association editor", 200, 1), ("Administrator", 200, 1)):
            with self.subTest(role):
                answer = self.ask(make_user(role), **text)
                self.assertEqual((answer.status_code, len(answer.json()["proposals"])), (status, found))
        self.assertEqual(self.ask(make_user("Partnership officer"), **text).status_code, 403)
        self.assertEqual(self.ask(make_user(), **text).status_code, 302)
        self.assertEqual(Client().post(RECOGNISE, text).status_code, 302)

    def test_needs_a_token_and_a_post(self):
        self.client.force_login(self.author)
        self.assertEqual(self.client.get(RECOGNISE).status_code, 405)
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.author)
        self.assertEqual(strict.post(RECOGNISE, {"title": "PKU"}).status_code, 403)

    def test_too_long_a_text_is_refused_in_words(self):
        answer = self.ask(body="x" * 400_001)
        self.assertEqual(answer.status_code, 413)
        self.assertIn("too long", answer.json()["error"])

    def test_what_is_no_text_finds_nothing(self):
        for texts in ({}, {"body": "\x00\x01"}, {"body": "<" * 5000}, {"title": "(?:*["}, {"other": "PKU"}):
            with self.subTest(texts):
                self.assertEqual(self.ask(**texts).json(), {"proposals": []})

    def test_queries_do_not_grow(self):
        self.client.force_login(self.author)
        for amount in (3, 30):
            host = make_university()
            names = [make_university(name_en=f"Ocean University Number {n}{amount}").name_en for n in range(amount)]
            make_laboratory(name_en=f"Laboratory of deep clear water {amount}", host=host)
            make_agreement(title_en=f"Exchange of poets with the ocean people {amount}")
            body = f"<p>{', '.join(names)}. Laboratory of deep clear water {amount}.</p>"
            body += f"<p>Exchange of poets with the ocean people {amount}</p>"
            self.client.post(RECOGNISE, {"body": body})
            with self.subTest(amount), self.assertNumQueries(10 + ADMIN_REQUEST):
                found = self.client.post(RECOGNISE, {"body": body}).json()["proposals"]
            self.assertEqual(len(found), amount + 2)


class FormTests(EditorCase):
    role = "Author"

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.peking = make_university(name_en="Peking University")
        cls.valley = make_university(name_en="Valley University")
        cls.hidden = make_university(name_en="Hidden University", is_published=False)
        cls.lab = make_laboratory(name_en="Laboratory of deep clear water", host=cls.valley)
        cls.text = "<p>Peking University, Hidden University and the laboratory of deep clear water</p>"

    def draft(self, **overrides) -> Article:
        return make_article(state="draft", created_by=self.user, body=self.text, **overrides)

    def form(self, article):
        return self.client.get(reverse("admin:news_article_change", args=[article.pk]))

    def box(self, row) -> str:
        return f'name="recognised" value="{LINKS[type(row)]}:{row.pk}"'

    def save(self, article, **overrides):
        known = {"title": article.title, "slug": article.slug, "_based_on": article.latest_revision_id}
        data = form_data(**known, body=self.text, **overrides)
        return self.client.post(reverse("admin:news_article_change", args=[article.pk]), data)

    def test_names_of_the_newest_draft_are_offered_as_boxes(self):
        page = self.form(self.draft())
        self.assertContains(page, self.box(self.peking))
        self.assertContains(page, self.box(self.lab))
        self.assertNotContains(page, "Hidden University</strong>")
        self.assertNotContains(page, " checked")

    def test_what_is_linked_is_not_offered_again(self):
        page = self.form(self.draft(universities=[self.peking], laboratories=[self.lab]))
        self.assertNotContains(page, 'name="recognised"')
        self.assertContains(page, "Nothing found that is not linked yet.", count=2)  # and in what the script says

    def test_empty_form_is_quiet_and_asks_nothing(self):
        self.assertContains(self.client.get(ADD), "Nothing found that is not linked yet.", count=2)

    def test_russian_form(self):
        page = self.client.get(ADD, headers={"accept-language": "ru"})
        self.assertContains(page, "Найдено в тексте")

    def test_accepted_are_in_the_revision_with_those_chosen_by_hand(self):
        article = self.draft()
        keys = [f"universities:{self.peking.pk}", f"laboratories:{self.lab.pk}"]
        self.save(article, recognised=keys, universities=[self.valley.pk])
        article.refresh_from_db()
        snapshot = article.latest_revision.snapshot
        self.assertCountEqual(snapshot["universities"], [self.valley.pk, self.peking.pk])
        self.assertEqual(snapshot["laboratories"], [self.lab.pk])
        self.assertCountEqual(article.universities.all(), [self.valley, self.peking])

    def test_history_names_the_field_and_not_the_box(self):
        self.save(self.draft(), recognised=[f"universities:{self.peking.pk}"])
        told = LogEntry.objects.latest("pk").get_change_message()
        self.assertIn("Universities", told)
        self.assertNotIn("Found", told)

    def test_nothing_is_linked_without_a_click(self):
        article = self.draft()
        self.save(article)
        article.refresh_from_db()
        self.assertEqual(article.latest_revision.snapshot["universities"], [])

    def test_public_article_keeps_its_links_until_it_is_published_again(self):
        article = make_article(owner=make_university(staff=[self.user]), body=self.text)
        self.save(article, recognised=[f"universities:{self.peking.pk}"])
        article.refresh_from_db()
        self.assertEqual(list(article.universities.all()), [])
        self.assertEqual(article.latest_revision.snapshot["universities"], [self.peking.pk])
        self.assertNotContains(self.form(article), self.box(self.peking))

    def test_works_on_a_new_article(self):
        self.client.post(ADD, form_data(body=self.text, recognised=[f"universities:{self.peking.pk}"]))
        self.assertEqual(list(Article.objects.get().universities.all()), [self.peking])

    def test_hidden_and_missing_records_are_not_linked(self):
        article = self.draft()
        self.save(article, recognised=[f"universities:{self.hidden.pk}", "laboratories:999999"])
        article.refresh_from_db()
        self.assertEqual(article.latest_revision.snapshot["universities"], [])

    def test_broken_keys_are_refused_and_ticks_survive_an_error(self):
        article = self.draft()
        for key in ("topics:1", "universities:x", "universities", "owner:1", "universities:" + "9" * 40):
            with self.subTest(key):
                self.assertContains(self.save(article, recognised=[key]), "Select a valid choice")
        page = self.save(article, recognised=[f"universities:{self.peking.pk}"], publish_at_0="never")
        self.assertContains(page, f"{self.box(self.peking)} checked")

    def test_proposals_follow_the_text_that_was_sent(self):
        data = form_data(title="", body="<p>Valley University</p>", slug="")
        page = self.client.post(ADD, data)
        self.assertContains(page, self.box(self.valley))

    def test_queries_do_not_grow_with_the_register(self):
        article = self.draft()
        self.form(article)
        with self.assertNumQueries(25 + ADMIN_REQUEST):
            self.form(article)
        for number in range(30):
            make_university(name_en=f"Ocean University {number}")
        self.form(article)
        with self.assertNumQueries(25 + ADMIN_REQUEST):
            self.form(article)
