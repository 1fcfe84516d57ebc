"""The rules of reviews, shown on articles."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase

from news.models import Article
from opendoors.content import clock
from opendoors.content.models import Review
from opendoors.content.publishing import State
from opendoors.content.reviews import Outcome
from opendoors.roles import ROLES
from tests.factories import make_article, make_university, make_user


class ReviewCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author = make_user("Author")
        cls.editor = make_user("Association editor")
        cls.other = make_user("Association editor")

    def draft(self, **overrides):
        return make_article(**{"state": State.DRAFT, "created_by": self.author, **overrides})

    def asked(self, **overrides):
        article = self.draft(**overrides)
        article.ask_review(by=self.author, reviewer=self.editor, message="Please look")
        return article

    def assertRefused(self, words, act, **given):
        with self.assertRaisesMessage(ValidationError, words):
            act(**given)


class AskingTests(ReviewCase):
    def test_draft_is_in_review_and_remembers_the_text_that_was_sent(self):
        article = self.asked()
        review = article.open_review
        self.assertEqual((review.revision, review.asked_by), (article.latest_revision, self.author))
        self.assertEqual(Article.objects.get().state, State.IN_REVIEW)
        self.assertFalse(review.has_changed_since(article))
        article.save_draft(by=self.author)
        self.assertTrue(review.has_changed_since(article))

    def test_draft_beside_a_public_text_is_reviewed_and_stays_public(self):
        article = make_article()
        self.assertRefused("nothing new", article.ask_review, by=self.author, reviewer=self.editor)
        article.save_draft(by=self.author)
        article.ask_review(by=self.author, reviewer=self.editor)
        self.assertTrue(Article.objects.published().awaiting_review().exists())

    def test_refused(self):
        article = self.asked()
        self.assertRefused("in review already", article.ask_review, by=self.author, reviewer=self.other)
        article = self.draft()
        self.assertRefused("may not publish", article.ask_review, by=self.author, reviewer=make_user("Author"))
        article.throw_away()
        self.assertRefused("in the bin", article.ask_review, by=self.author, reviewer=self.editor)
        self.assertEqual(Review.objects.count(), 1)

    def test_passed_on_it_is_the_same_question(self):
        article = self.asked()
        self.assertRefused("may not publish", article.pass_review_on, to=self.author)
        article.pass_review_on(to=self.other, message="Anna is away")
        review = Review.objects.get()
        self.assertEqual((review.asked_by, review.reviewer, review.message), (self.author, self.other, "Anna is away"))

    def test_who_may_publish_is_told_alike_both_ways_round(self):
        people = [make_user(role) for role in ROLES for _twice in range(2)]
        people += [make_user("Association editor", is_active=False), make_user("Association editor", is_staff=False)]
        people += [make_user("", is_superuser=True, is_staff=True), self.author]
        university = make_university(staff=people[::2])
        part = make_university(parent=university, kind="faculty", staff=people[1::4])
        for owner in (None, university, part, make_university(parent=part, kind="department"), make_university()):
            for state in (State.DRAFT, State.PUBLIC):
                article = make_article(owner=owner, created_by=people[-1], state=state)
                one_way = {user for user in people if Article.objects.publishable_by(user).contains(article)}
                with self.subTest(owner=owner, state=state):
                    self.assertEqual({*article.publishers()} & {*people}, one_way)
                    self.assertTrue(one_way < {*people})


class AnsweringTests(ReviewCase):
    def test_published_by_anybody_it_waits_no_more(self):
        article = self.asked()
        article.publish(by=self.other)
        review = Review.objects.get()
        self.assertEqual((review.outcome, review.answered_by), (Outcome.PUBLISHED, self.other))
        self.assertTrue(Article.objects.get().is_public)

    def test_sent_back_it_is_a_draft_until_it_is_sent_again(self):
        article = self.asked()
        self.assertRefused("Say what", article.send_back, by=self.editor, comment=" \n")
        article.send_back(by=self.editor, comment="The date is wrong")
        self.assertEqual(Article.objects.get().state, State.DRAFT)
        self.assertEqual(Review.objects.to_mend().get().comment, "The date is wrong")
        article.ask_review(by=self.author, reviewer=self.editor)
        self.assertFalse(Review.objects.to_mend().exists())
        self.assertEqual(Review.objects.count(), 2)

    def test_sent_back_and_published_all_the_same_there_is_nothing_to_mend(self):
        article = self.asked()
        article.send_back(by=self.editor, comment="The date is wrong")
        article.publish(by=self.other)
        self.assertFalse(Review.objects.to_mend().exists())

    def test_scheduling_a_change_answers_it(self):
        article = make_article()
        article.save_draft(by=self.author)
        article.ask_review(by=self.author, reviewer=self.editor)
        article.schedule_changes(clock.now() + timedelta(days=1), by=self.editor)
        self.assertEqual(Review.objects.get().outcome, Outcome.PUBLISHED)

    def test_answered_once(self):
        article = self.asked()
        second = Article.objects.get()
        article.recall_review(by=self.author)
        self.assertRefused("not in review any more", second.send_back, by=self.editor, comment="Late")
        self.assertRefused("not in review any more", second.recall_review, by=self.editor)
        self.assertEqual(Article.objects.get().state, State.DRAFT)

    def test_publishing_that_fails_leaves_it_waiting(self):
        article = self.asked(slug="taken")
        article.slug = "elsewhere"
        article.save_draft(by=self.author)
        make_article(slug="free")
        article.slug = "free"
        article.latest_revision.snapshot["slug"] = "free"
        article.latest_revision.save()
        with self.assertRaises(ValidationError):
            article.publish(by=self.editor)
        self.assertEqual(
            (Review.objects.get().outcome, Article.objects.with_slug("elsewhere").get().state), ("", "review")
        )

    def test_scheduled_and_taken_off_again_it_still_waits_where_it_was_sent_since(self):
        article = make_article(publish_at=clock.now() + timedelta(days=1))
        article.save_draft(by=self.author)
        article.ask_review(by=self.author, reviewer=self.editor)
        article.withdraw("Too early")
        self.assertEqual(Article.objects.get().state, State.IN_REVIEW)


class ConstraintTests(ReviewCase):
    def test_database_refuses_what_cannot_be(self):
        self.asked()
        answered = {"answered_at": clock.now()}
        for broken in (
            {"outcome": "published"},
            answered,
            {"outcome": "lost", **answered},
            {"outcome": "sent_back", **answered},
        ):
            with self.subTest(broken), self.assertRaises(IntegrityError), transaction.atomic():
                Review.objects.update(**broken)

    def test_one_open_for_each_text(self):
        article = self.asked()
        with self.assertRaises(IntegrityError), transaction.atomic():
            article.reviews.create(asked_at=clock.now())
