"""The first page of the admin: what waits for whom."""

from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.test import TestCase
from django.urls import reverse

from news.models import Article
from opendoors.content import clock
from opendoors.content.publishing import State
from opendoors.pages.models import Page
from tests.costs import ADMIN_REQUEST
from tests.factories import make_article, make_university, make_user
from tests.news.test_review_admin import make_colleagues


class FirstPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_colleagues(cls)

    def page(self, user):
        self.client.force_login(user)
        return self.client.get(reverse("admin:index"))

    def blocks(self, user):
        return {block.name: [str(row.content) for row in block.rows] for block in self.page(user).context["blocks"]}

    def draft(self, title="Doors", **overrides):
        fixed = {"state": State.DRAFT, "title": title, "slug": title.lower(), "created_by": self.author}
        return make_article(**{**fixed, **overrides})

    def sent(self, title="Doors", reviewer=None, **overrides):
        article = self.draft(title, **overrides)
        article.ask_review(by=self.author, reviewer=reviewer or self.editor, message="Please look at the date")
        return article

    def test_reviewer_and_author_see_where_it_stands(self):
        self.sent()
        self.assertContains(self.page(self.editor), "Please look at the date")
        self.assertEqual(self.blocks(self.editor)["waiting"], ["Doors"])
        self.assertEqual(self.blocks(self.author), {"drafts": [], "asked": ["Doors"], "scheduled": []})
        self.assertEqual(self.blocks(make_user("Administrator"))["waiting"], [])

    def test_changed_since_it_was_sent(self):
        article = self.sent()
        self.assertNotContains(self.page(self.editor), "changed since it was sent")
        article.save_draft(by=self.author)
        self.assertContains(self.page(self.editor), "changed since it was sent")

    def test_sent_back_with_the_comment_until_sent_again_or_put_aside(self):
        article = self.sent()
        article.send_back(by=self.editor, comment="The date is wrong")
        self.assertContains(self.page(self.author), "The date is wrong")
        self.assertEqual(self.blocks(self.author), {"back": ["Doors"], "drafts": [], "scheduled": []})
        self.assertNotContains(self.page(self.editor), "The date is wrong")
        url = reverse("admin:news_article_put-aside", args=[article.pk])
        self.client.force_login(self.author)
        self.assertRedirects(self.client.post(url, {"next": "index"}), reverse("admin:index"))
        self.assertEqual(self.blocks(self.author), {"drafts": ["Doors"], "scheduled": []})

    def test_published_for_the_author_for_some_days(self):
        self.sent().publish(by=self.editor)
        page = self.page(self.author)
        self.assertContains(page, 'href="/news/doors/"')
        self.assertEqual(self.blocks(self.author), {"published": ["Doors"], "drafts": [], "scheduled": []})
        with clock.at(clock.now() + timedelta(days=8)):
            self.assertNotIn("published", self.blocks(self.author))

    def test_drafts_are_where_they_wrote_and_what_is_theirs(self):
        others = self.draft("Others", created_by=self.editor)
        live = make_article(title="Live", created_by=self.editor)
        for article in (others, live):
            article.save_draft(by=self.editor)
        self.draft("Mine")
        self.draft("Binned", deleted_at=clock.now())
        self.draft("Unseen", created_by=make_user("Author"))
        self.assertEqual(self.blocks(self.author)["drafts"], ["Mine"])
        self.assertEqual(self.blocks(self.editor)["drafts"], ["Live", "Others"])

    def test_scheduled_next_within_their_universities(self):
        tomorrow = clock.now() + timedelta(days=1)
        university = make_university(staff=[self.author])
        make_article(title="Later", publish_at=tomorrow + timedelta(days=1), owner=university)
        make_article(title="Next", publish_at=tomorrow, owner=university)
        make_article(title="Elsewhere", publish_at=tomorrow)
        self.assertEqual(self.blocks(self.author)["scheduled"], ["Next", "Later"])
        self.assertEqual(len(self.blocks(self.editor)["scheduled"]), 3)
        self.assertContains(self.page(self.author), "(Europe/Moscow, UTC+3)")
        live = make_article(title="Changing", owner=university)
        live.save_draft(by=self.author)
        live.schedule_changes(tomorrow - timedelta(hours=1), by=self.editor)
        self.assertEqual(self.blocks(self.author)["scheduled"], ["Changing", "Next", "Later"])
        self.assertContains(self.page(self.author), "changes on")

    def test_binned_waits_for_nobody_and_whoever_lost_the_right_is_asked_nothing(self):
        self.sent("Binned").throw_away()
        self.sent("Mine")
        self.assertEqual(self.blocks(self.editor)["waiting"], ["Mine"])
        self.editor.groups.clear()
        self.assertEqual(self.page(type(self.editor).objects.get(pk=self.editor.pk)).context["blocks"], [])

    def test_nothing_is_said_in_words(self):
        page = self.page(self.editor)
        for words in ("Nothing waits for your review.", "You have no drafts.", "Nothing is scheduled.", "Add article"):
            self.assertContains(page, words)
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
        self.assertContains(self.page(self.editor), "Ничего не ждёт вашей проверки.")
        self.assertEqual(self.page(make_user("Partnership officer")).context["blocks"], [])

    def test_a_few_of_each_and_the_same_number_of_queries(self):
        ContentType.objects.get_for_models(Article, Page)  # known to every process after its first request
        for amount in (3, 27):
            for number in range(amount):
                self.sent(f"Sent-{amount}-{number}")
                self.sent(f"Back-{amount}-{number}").send_back(by=self.editor, comment="No")
                self.sent(f"Published-{amount}-{number}").publish(by=self.editor)
                self.draft(f"Draft-{amount}-{number}")
                make_article(publish_at=clock.now() + timedelta(days=1))
            for user, queries in ((self.author, 13), (self.editor, 18)):  # who looks after pages too
                self.client.force_login(user)
                with self.assertNumQueries(queries + ADMIN_REQUEST):
                    page = self.client.get(reverse("admin:index"))
        self.assertLessEqual({len(block.rows) for block in page.context["blocks"]}, {0, 6})
        self.assertContains(page, "?review=mine")
