"""The way of an article to a reviewer and back, as an author and an editor walk it in the admin."""

import socket
from datetime import timedelta

from django.conf import settings
from django.core import mail
from django.test import TestCase, TransactionTestCase, override_settings

from news.models import Article
from opendoors import roles
from opendoors.content import clock
from opendoors.content.models import Review
from opendoors.content.publishing import State
from tests.factories import make_article, make_university, make_user
from tests.news.test_article_admin import ADD, LIST, form_data, moment


def make_colleagues(case):
    case.author = make_user("Author", first_name="Anna", last_name="Petrova", email="anna@example.org")
    case.editor = make_user("Association editor", first_name="Boris", email="boris@example.org")


class Walking:
    """What the two of them do."""

    def act_as(self, user):
        self.client.force_login(user)

    def url(self, article, end="change/"):
        return f"{LIST}{article.pk}/{end}"

    def post(self, article, end, **data):
        return self.client.post(self.url(article, end), data, follow=True)

    def write(self, article, button="_save", **fields):
        article = Article.objects.get(pk=article.pk)
        newest = article.latest_revision.snapshot
        given = {name: newest[name] for name in ("title", "slug", "lead", "body")}
        data = form_data(**{"_based_on": article.latest_revision_id, **given, button: "1", **fields})
        return self.client.post(self.url(article), data, follow=True)

    def draft(self, **overrides):
        fixed = {"state": State.DRAFT, "title": "Doors", "slug": f"doors-{Article.objects.count()}"}
        return make_article(**{**fixed, "created_by": self.author, **overrides})

    def sent(self, **overrides):
        """A draft in review, as the model makes it: no letter is written."""
        article = self.draft(**overrides)
        article.ask_review(by=self.author, reviewer=self.editor, message="Please look at the date")
        return article

    def form(self, article):
        return self.client.get(self.url(article))


class ReviewCase(Walking, TestCase):
    @classmethod
    def setUpTestData(cls):
        make_colleagues(cls)

    def setUp(self):
        self.act_as(self.author)


class SendingTests(ReviewCase):
    def test_button_saves_the_text_and_asks_to_whom(self):
        page = self.client.post(ADD, form_data(title="Doors", _review="1"), follow=True)
        article = Article.objects.get()
        self.assertEqual(page.redirect_chain[-1][0], self.url(article, "review/"))
        self.assertContains(page, "Boris")
        self.assertNotContains(page, f'value="{self.author.pk}"')
        self.assertEqual((article.state, Review.objects.count()), (State.DRAFT, 0))

    def test_reviewer_is_told_by_e_mail_with_title_who_and_message_and_no_text(self):
        article = self.draft(lead="Secret lead", body="<p>Secret text</p>")
        page = self.post(article, "review/", reviewer=self.editor.pk, message="Please look at the date")
        self.assertContains(page, "waits for the review of Boris")
        self.assertContains(page, "Boris is told by e-mail")
        (letter,) = mail.outbox
        self.assertEqual((letter.to, letter.reply_to), (["boris@example.org"], ["anna@example.org"]))
        self.assertEqual(letter.subject, "For review / На проверку: Doors")
        self.assertIn("Anna Petrova", letter.body)
        self.assertIn("Please look at the date", letter.body)
        self.assertIn(f"http://testserver{self.url(article)}", letter.body)
        self.assertNotIn("Secret", letter.body)

    def test_only_who_may_publish_it_can_be_chosen(self):
        article = self.draft()
        inactive = make_user("Administrator", is_active=False)
        for reviewer in (make_user("Author").pk, inactive.pk, self.author.pk, 10**20, "", "x"):
            with self.subTest(reviewer):
                page = self.post(article, "review/", reviewer=reviewer)
                self.assertEqual(len(page.context["form"].errors["reviewer"]), 1)
        self.assertEqual((Review.objects.count(), mail.outbox), (0, []))

    def test_title_of_two_lines_makes_no_header(self):
        article = self.draft(title="Doors\nBcc: everyone@example.org")
        self.post(article, "review/", reviewer=self.editor.pk)
        self.assertEqual(mail.outbox[0].subject, "For review / На проверку: Doors Bcc: everyone@example.org")

    def test_reviewer_without_an_address_is_said_to_have_none(self):
        article, silent = self.draft(), make_user("Administrator", first_name="Clara")
        self.assertContains(self.client.get(self.url(article, "review/")), "Clara (no e-mail address)")
        page = self.post(article, "review/", reviewer=silent.pk)
        self.assertContains(page, "Clara has no e-mail address")
        self.assertEqual(mail.outbox, [])

    def test_without_anybody_to_ask_it_says_so(self):
        self.editor.delete()
        self.assertContains(self.client.get(self.url(self.draft(), "review/")), "Nobody else may publish it")

    def test_public_text_without_a_newer_draft_is_nothing_to_review(self):
        article = make_article(owner=make_university(staff=[self.author]))
        self.assertContains(self.write(article, "_review"), "nothing to review")
        self.assertEqual(article.revisions.count(), 1)
        self.write(article, "_review", lead="New lead")
        self.post(article, "review/", reviewer=self.editor.pk)
        self.assertEqual(Article.objects.get().state, State.PUBLIC)
        self.assertContains(self.form(article), "Waiting for the review of Boris")

    def test_reviewer_can_be_changed(self):
        article, other = self.sent(), make_user("Administrator", first_name="Clara", email="clara@example.org")
        self.assertContains(self.client.get(self.url(article, "review/")), "Please look at the date</textarea>")
        self.post(article, "review/", reviewer=other.pk, message="Boris is away")
        self.assertEqual([letter.to for letter in mail.outbox], [["clara@example.org"]])
        self.assertContains(self.form(article), "Waiting for the review of Clara")
        self.assertContains(self.client.get(self.url(article, "history/")), "Reviewer changed</strong>: Clara")

    def test_taken_back_it_is_a_draft(self):
        article = self.sent()
        self.assertContains(self.post(article, "review/take/"), "is taken back from review")
        self.assertEqual(Article.objects.get().state, State.DRAFT)
        self.assertContains(self.post(article, "review/take/"), "not in review any more")

    def test_others_articles_are_not_there(self):
        article = self.sent(created_by=make_user("Author"))
        for end in ("review/", "review/back/", "review/take/", "review/seen/"):
            self.assertEqual(self.post(article, end, reviewer=self.editor.pk, comment="No").status_code, 404)
        self.assertTrue(Review.objects.open().exists())


class AnsweringTests(ReviewCase):
    def setUp(self):
        self.article = self.sent()
        self.act_as(self.editor)

    def test_form_says_what_waits_and_what_has_changed_since(self):
        page = self.form(self.article)
        self.assertContains(page, "Waiting for your review")
        self.assertContains(page, "Sent by Anna Petrova")
        self.assertContains(page, "Please look at the date")
        self.assertNotContains(page, "has changed since")
        sent = self.article.latest_revision_id
        self.act_as(self.author)
        self.write(self.article, lead="Another lead")
        newest = Article.objects.get().latest_revision_id
        self.act_as(self.editor)
        page = self.form(self.article)
        self.assertContains(page, "has changed since")
        compare = self.url(self.article, f"history/compare/?old={sent}&new={newest}")
        self.assertContains(page, compare.replace("&", "&amp;"))
        self.assertContains(self.client.get(compare), "<ins>Another")

    def test_sent_back_the_author_is_told_and_reads_the_comment_above_the_text(self):
        page = self.post(self.article, "review/back/", comment="The date\nis wrong")
        self.assertContains(page, "is sent back to Anna Petrova")
        (letter,) = mail.outbox
        self.assertEqual((letter.to, letter.subject), (["anna@example.org"], "Back to you / Возвращено вам: Doors"))
        self.assertIn("The date\nis wrong", letter.body)
        self.act_as(self.author)
        self.assertContains(self.form(self.article), "The date<br>is wrong")
        self.post(self.article, "review/", reviewer=self.editor.pk)
        self.assertNotContains(self.form(self.article), "is wrong")
        history = self.client.get(self.url(self.article, "history/"))
        self.assertContains(history, "Sent back</strong> (The date")

    def test_sent_back_without_a_comment_it_is_not(self):
        for comment in ("", " \n "):
            page = self.post(self.article, "review/back/", comment=comment)
            self.assertEqual(len(page.context["form"].errors["comment"]), 1)
        self.assertTrue(Review.objects.open().exists())

    def test_author_sends_nothing_back_to_themselves(self):
        self.act_as(self.author)
        self.assertEqual(self.post(self.article, "review/back/", comment="No").status_code, 403)
        self.assertNotContains(self.form(self.article), "review/back/")

    def test_comment_put_aside_is_gone_from_the_form(self):
        self.article.send_back(by=self.editor, comment="The date is wrong")
        self.assertNotContains(self.post(self.article, "review/seen/"), "Do not show")
        self.assertContains(self.form(self.article), "The date is wrong")
        self.act_as(self.author)
        self.assertNotContains(self.post(self.article, "review/seen/"), "The date is wrong")

    def test_published_by_anybody_who_may_the_author_is_told(self):
        self.act_as(make_user("Administrator", first_name="Clara"))
        with self.captureOnCommitCallbacks(execute=True):
            self.write(self.article, "_publish")
        (letter,) = mail.outbox
        self.assertEqual((letter.to, letter.subject), (["anna@example.org"], "Published / Опубликовано: Doors"))
        self.assertIn("Clara has published “Doors”", letter.body)
        self.assertIn(f"http://testserver{self.article.get_absolute_url()}", letter.body)
        self.assertIn("Clara публикует материал «Doors»", letter.body)
        self.assertNotContains(self.form(self.article), "Waiting for")

    def test_scheduled_the_author_is_told_the_moment_with_its_zone(self):
        with self.captureOnCommitCallbacks(execute=True):
            self.write(self.article, "_publish", **moment("publish_at", clock.now() + timedelta(days=2)))
        self.assertIn("Scheduled", mail.outbox[0].subject)
        self.assertIn("(Europe/Moscow, UTC+3)", mail.outbox[0].body)

    def test_change_that_gets_its_moment_is_told_to_whoever_asked(self):
        article = make_article(title="Doors", slug="live", owner=make_university(staff=[self.author]))
        article.save_draft(by=self.author)
        article.ask_review(by=self.author, reviewer=self.editor)
        moment_data = {"revision": article.latest_revision_id, **moment("at", clock.now() + timedelta(days=2))}
        self.post(article, "schedule/", **moment_data)
        (letter,) = mail.outbox
        self.assertIn("Scheduled", letter.subject)
        self.assertIn(f"http://testserver{article.get_absolute_url()}", letter.body)
        self.assertIsNone(article.open_review)

    def test_publishing_what_one_sent_oneself_writes_no_letter(self):
        article = self.draft(created_by=self.editor)
        article.ask_review(by=self.editor, reviewer=make_user("Administrator"))
        with self.captureOnCommitCallbacks(execute=True):
            self.write(article, "_publish")
        self.assertEqual((mail.outbox, article.open_review), ([], None))

    def test_reviewer_who_may_publish_no_more_is_pointed_out(self):
        self.editor.groups.clear()
        self.act_as(self.author)
        self.assertContains(self.form(self.article), "The reviewer may no longer publish this")
        self.editor.delete()
        self.assertContains(self.form(self.article), "a colleague whose account is gone")

    def test_in_russian(self):
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
        self.assertContains(self.form(self.article), "Ждёт вашей проверки")
        self.assertContains(self.client.get(f"{LIST}?review=mine"), "на проверке: Boris")


class DeadMailServerTests(Walking, TransactionTestCase):
    """Nothing listens where the letters go: every act is kept, and whoever acts is told."""

    def setUp(self):
        roles.sync()
        make_colleagues(self)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        backend = "django.core.mail.backends.smtp.EmailBackend"
        self.enterContext(override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port))

    def test_sending_and_answering(self):
        article = self.draft()
        self.act_as(self.author)
        page = self.post(article, "review/", reviewer=self.editor.pk)
        self.assertContains(page, "waits for the review of Boris")
        self.assertContains(page, "The e-mail to Boris could not be sent")
        self.act_as(self.editor)
        page = self.post(article, "review/back/", comment="The date is wrong")
        self.assertContains(page, "The e-mail to Anna Petrova could not be sent")
        article.ask_review(by=self.author, reviewer=self.editor)
        page = self.write(article, "_publish")
        self.assertContains(page, "is public")
        self.assertContains(page, "The e-mail to Anna Petrova could not be sent")
        self.assertTrue(Article.objects.get().is_public)
