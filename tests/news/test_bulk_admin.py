"""Several articles at once, from the list."""

from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import TestCase

from news.models import Article
from opendoors.content import clock
from opendoors.content.models import Review
from opendoors.content.publishing import State
from tests.costs import ADMIN_REQUEST
from tests.factories import make_article, make_university, make_user
from tests.news.test_article_admin import LIST
from tests.news.test_review_admin import make_colleagues


class BulkCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_colleagues(cls)

    def setUp(self):
        self.client.force_login(self.editor)

    def choose(self, action, *articles, **data):
        """As from the list, or with `confirmed` from the page that asks."""
        data = {"action": f"{action}_selected", "_selected_action": [article.pk for article in articles], **data}
        return self.client.post(LIST, data, follow=True)

    def draft(self, **overrides):
        return make_article(**{"state": State.DRAFT, "created_by": self.author, **overrides})

    def states(self, *articles):
        return [Article.objects.get(pk=article.pk).state for article in articles]


class PublishTests(BulkCase):
    def test_scheduled_changes_are_left_to_their_moment(self):
        article = make_article()
        article.lead = "Later."
        article.save_draft(by=None)
        article.schedule_changes(clock.now() + timedelta(days=1), by=None)
        page = self.choose("publish", article)
        self.assertContains(page, "Changes of it are scheduled")
        self.assertEqual(page.context["batch"].chosen, [])

    def test_page_says_first_what_will_be_done_and_what_is_left_out(self):
        draft, public = self.draft(title="A draft"), make_article(title="Known words")
        page = self.choose("publish", draft, public)
        self.assertEqual((page.context["batch"].chosen, self.states(draft)), ([draft], ["draft"]))
        self.assertContains(page, "Known words")
        self.assertContains(page, "Its newest text is published or scheduled already.")

    def test_each_is_published_for_itself_and_refusals_are_told_by_title(self):
        ready, later = self.draft(), self.draft(publish_at=clock.now() + timedelta(days=1))
        newer = make_article(title="Old words")
        newer.title = "New words"
        newer.save_draft(by=self.author)
        faulty = self.draft(title="Faulty")
        faulty.latest_revision.snapshot["slug"] = ready.slug
        faulty.latest_revision.save()
        page = self.choose("publish", ready, faulty, later, newer, confirmed="yes")
        self.assertContains(page, "Published or scheduled: 3.")
        self.assertContains(page, "Not done: “Faulty”. Another article in this language has this address.")
        self.assertEqual(self.states(ready, faulty, later), ["public", "draft", "public"])
        self.assertContains(self.client_class().get(newer.get_absolute_url()), "New words")
        self.assertEqual(self.client_class().get(later.get_absolute_url()).status_code, 404)
        history = self.client.get(f"{LIST}{later.pk}/history/")
        self.assertContains(history, "<strong>Scheduled</strong>")

    def test_whoever_sent_them_to_review_gets_one_letter(self):
        articles = [self.draft(title="Doors"), self.draft(title="Windows")]
        for article in articles:
            article.ask_review(by=self.author, reviewer=self.editor)
        self.assertContains(self.choose("publish", *articles, confirmed="yes"), "Anna Petrova is told by e-mail")
        (letter,) = mail.outbox
        self.assertEqual(letter.to, ["anna@example.org"])
        self.assertIn("(+1)", letter.subject)
        for article in articles:
            self.assertIn(article.get_absolute_url(), letter.body)
        self.assertFalse(Review.objects.open().exists())

    def test_only_what_is_theirs(self):
        university = make_university()
        editor = make_user("Editor")
        university.staff_memberships.create(user=editor)
        mine, others, own_draft = self.draft(owner=university), self.draft(), self.draft(created_by=editor)
        self.client.force_login(editor)
        page = self.choose("publish", mine, others, own_draft, confirmed="yes")
        self.assertContains(page, "You may not publish it.")
        self.assertEqual(self.states(mine, others, own_draft), ["public", "draft", "draft"])

    def test_authors_are_not_offered_what_they_may_not(self):
        self.client.force_login(self.author)
        draft = self.draft()
        page = self.choose("publish", draft, confirmed="yes")
        self.assertContains(page, "Send to review")
        self.assertNotContains(page, "publish_selected")
        self.choose("withdraw", draft, confirmed="yes", reason="x")
        self.assertEqual(self.states(draft), ["draft"])

    def test_hundred_at_once(self):
        articles = [self.draft() for _each in range(101)]
        self.assertContains(self.choose("publish", *articles, confirmed="yes"), "Please choose 100 at most")
        self.assertFalse(Article.objects.published().exists())


class ReviewTests(BulkCase):
    def test_all_go_to_one_reviewer_who_gets_one_letter(self):
        self.client.force_login(self.author)
        articles = [self.draft(title="Doors"), self.draft(title="Windows"), self.draft(title="Sent before")]
        articles[2].ask_review(by=self.author, reviewer=self.editor)
        page = self.choose("review", *articles)
        self.assertContains(page, "Boris")
        self.assertContains(page, "It is in review already.")
        page = self.choose("review", *articles, confirmed="yes", reviewer=self.editor.pk, message="For Monday")
        self.assertContains(page, "Sent to review: 2.")
        (letter,) = mail.outbox
        self.assertEqual((letter.to, letter.body.count("For Monday")), (["boris@example.org"], 2))
        self.assertEqual(self.states(*articles), ["review"] * 3)
        self.assertEqual(LogEntry.objects.filter(change_message__contains='"reviewed"').count(), 2)

    def test_without_a_reviewer_the_page_asks_again(self):
        self.client.force_login(self.author)
        draft = self.draft()
        page = self.choose("review", draft, confirmed="yes", reviewer="")
        self.assertEqual(len(page.context["batch"].form.errors["reviewer"]), 1)
        self.assertEqual(self.states(draft), ["draft"])

    def test_reviewer_who_may_publish_only_some_gets_only_these(self):
        local = make_user("Editor")
        article, other = self.draft(owner=make_university(staff=[local])), self.draft(title="Of the association")
        page = self.choose("review", article, other, confirmed="yes", reviewer=local.pk)
        self.assertContains(page, "Not done: “Of the association”.")
        self.assertEqual(self.states(article, other), ["review", "draft"])

    def test_queries_of_the_question_do_not_grow(self):
        for amount in (3, 30):
            articles = [self.draft(owner=make_university()) for _each in range(amount)]
            with self.assertNumQueries(20 + ADMIN_REQUEST):
                self.choose("review", *articles)


class WithdrawTests(BulkCase):
    def test_reason_is_asked_for_and_kept(self):
        public, draft = make_article(), self.draft(title="A draft")
        page = self.choose("withdraw", public, draft, confirmed="yes", reason=" ")
        self.assertEqual(len(page.context["batch"].form.errors["reason"]), 1)
        self.assertContains(page, "It is not public.")
        page = self.choose("withdraw", public, draft, confirmed="yes", reason="Wrong number")
        self.assertContains(page, "Withdrawn: 1.")
        self.assertContains(page, "Not done: “A draft”. It is not public.")
        self.assertEqual(self.client_class().get(public.get_absolute_url()).status_code, 410)
        self.assertEqual(Article.objects.get(pk=public.pk).withdrawal_reason, "Wrong number")
        self.assertContains(self.client.get(f"{LIST}{public.pk}/history/"), "Wrong number")
