from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import TestCase

from news.models import Article
from opendoors.content import clock
from opendoors.content.publishing import State
from tests.factories import make_article, make_user

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TINY = timedelta(microseconds=1)

# What the article is, and whether it is public at noon.
CASES = [
    ("published before", {"publish_at": NOON - SECOND}, True),
    ("published this very moment", {"publish_at": NOON}, True),
    ("published a moment later", {"publish_at": NOON + TINY}, False),
    ("expires a moment later", {"publish_at": NOON - SECOND, "expire_at": NOON + TINY}, True),
    ("expires this very moment", {"publish_at": NOON - SECOND, "expire_at": NOON}, False),
    ("expired before", {"publish_at": NOON - SECOND, "expire_at": NOON - TINY}, False),
    ("a draft", {"publish_at": NOON - SECOND, "state": State.DRAFT}, False),
    ("in review", {"publish_at": NOON - SECOND, "state": State.IN_REVIEW}, False),
    ("withdrawn", {"publish_at": NOON - SECOND, "state": State.WITHDRAWN}, False),
    ("in the bin", {"publish_at": NOON - SECOND, "deleted_at": NOON - SECOND}, False),
    ("everything at once", {"publish_at": NOON + SECOND, "state": State.DRAFT, "deleted_at": NOON - SECOND}, False),
]


# Conditions that do not hold at noon, in the order in which they are told.
BROKEN = {
    "published a moment later": ["begun"],
    "expires this very moment": ["lasting"],
    "expired before": ["lasting"],
    "a draft": ["published"],
    "in review": ["published"],
    "withdrawn": ["published"],
    "in the bin": ["kept"],
    "everything at once": ["kept", "published", "begun"],
}


class IsItPublicTests(TestCase):
    """The queryset, the property and its conditions state one rule: the same cases test all three."""

    def test_rule(self):
        for name, fields, expected in CASES:
            article = make_article(**fields)
            with self.subTest(name), clock.at(NOON):
                self.assertIs(article.is_public, expected)
                self.assertIs(Article.objects.published().filter(pk=article.pk).exists(), expected)
                broken = [condition for condition, holds in article.conditions.items() if not holds]
                self.assertEqual(broken, BROKEN.get(name, []))
                self.assertIs(not broken, expected)

    def test_status_is_the_name_of_the_queryset_that_holds_it(self):
        names = {"drafts", "in_review", "scheduled", "published", "expired", "withdrawn", "in_bin"}
        seen = set()
        for name, fields, _expected in CASES:
            article = make_article(**fields)
            with self.subTest(name), clock.at(NOON):
                holding = {each for each in names if getattr(Article.objects, each)().filter(pk=article.pk).exists()}
                self.assertEqual(holding, {article.status})
            seen |= holding
        self.assertEqual(seen, names)


class VisibleToTests(TestCase):
    def test_visitors_and_accounts_without_staff_rights_see_what_is_published(self):
        draft, public = make_article(state=State.DRAFT), make_article()
        for user in (
            AnonymousUser(),
            make_user(),
            make_user("Association editor", is_staff=False),
            make_user("Association editor", is_active=0),
        ):
            with self.subTest(user=str(user)):
                self.assertEqual(list(Article.objects.visible_to(user)), [public])
        self.assertIn(draft, Article.objects.visible_to(make_user("Association editor")))

    def test_author_sees_own_drafts_and_nobody_elses(self):
        author = make_user("Author")
        own, other = make_article(state=State.DRAFT, created_by=author), make_article(state=State.DRAFT)
        self.assertIn(own, Article.objects.visible_to(author))
        self.assertNotIn(other, Article.objects.visible_to(author))

    def test_bin_is_hidden_from_everyone(self):
        article = make_article()
        article.throw_away()
        self.assertNotIn(article, Article.objects.visible_to(make_user("Association editor")))


class MovesTests(TestCase):
    def test_publishing_without_a_moment_is_now(self):
        article = make_article(publish_at=None)
        self.assertTrue(article.is_public)

    def test_withdrawing_what_readers_saw_leaves_a_notice(self):
        article = make_article()
        article.withdraw("A wrong date")
        article.refresh_from_db()
        self.assertEqual((article.state, article.withdrawal_reason), (State.WITHDRAWN, "A wrong date"))

    def test_withdrawing_what_nobody_saw_makes_it_a_draft(self):
        article = make_article(publish_at=clock.now() + timedelta(days=1))
        article.withdraw("Too early")
        self.assertEqual(article.state, State.DRAFT)

    def test_restored_from_the_bin_it_is_as_before(self):
        article = make_article()
        article.throw_away()
        article.restore()
        self.assertTrue(article.is_public)


class ConstraintTests(TestCase):
    def test_database_refuses_what_cannot_be(self):
        for broken in (
            {"state": "gone"},
            {"state": State.PUBLIC, "publish_at": None},
            {"publish_at": NOON, "expire_at": NOON},
            {"slug": ""},
            {"language": "xx"},
        ):
            with self.subTest(broken), self.assertRaises(IntegrityError), transaction.atomic():
                Article.objects.filter(pk=make_article().pk).update(**broken)
