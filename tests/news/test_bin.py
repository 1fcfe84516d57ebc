"""The bin: back within thirty days as it was, gone for good after them."""

from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Article, OldAddress
from opendoors.content import clock
from opendoors.content.models import Attachment, Image, Revision
from opendoors.content.pruning import AT_ONCE, prune
from opendoors.content.publishing import KEPT_IN_BIN, State
from tests.factories import make_article, make_attachment, make_image, make_topic, make_university
from tests.news.test_article_admin import LIST, EditorCase, form_data

SECOND = timedelta(seconds=1)


class BinCase(EditorCase):
    def throw_away(self, *articles, days=0, **more):
        with clock.at(clock.now() - timedelta(days=days, **more)):
            for article in articles:
                article.throw_away()

    def restore(self, article):
        return self.client.post(f"{LIST}{article.pk}/restore/", follow=True)

    def act(self, action, *articles, status="", **fields):
        data = {"action": action, "_selected_action": [article.pk for article in articles], **fields}
        return self.client.post(f"{LIST}?status={status}", data, follow=True)

    def visit(self, article):
        return self.client_class().get(article.get_absolute_url()).status_code


class RestoringTests(BinCase):
    def test_everything_comes_back(self):
        topic, university, pdf = make_topic(), make_university(), make_attachment()
        article = make_article(slug="first", topics=(topic,), universities=(university,), cover=make_image())
        article.attachments.add(pdf)
        other = make_article(language="ru", translation_key=article.translation_key)
        self.change(article, slug="second", topics=[topic.pk], _publish="1")
        before = Article.objects.get(pk=article.pk).snapshot()
        kept = list(Revision.objects.values_list("pk", flat=True))
        self.client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"})
        self.restore(article)
        article = Article.objects.get(pk=article.pk)
        self.assertEqual((article.snapshot(), list(Revision.objects.values_list("pk", flat=True))), (before, kept))
        self.assertEqual(list(Article.objects.translations_of(article)), [other])
        self.assertRedirects(self.client_class().get("/news/first/"), "/news/second/", status_code=301)

    def test_it_is_told_whether_visitors_find_it_again(self):
        public, draft = make_article(title="Known"), make_article(title="Unknown", state=State.DRAFT)
        self.throw_away(public, draft)
        response = self.restore(public)
        self.assertContains(response, "“Known” is restored, with its address and its history.")
        self.assertContains(response, "Visitors find it again: “Known”")
        self.assertNotContains(self.restore(draft), "Visitors find it again")
        self.throw_away(Article.objects.get(pk=public.pk), Article.objects.get(pk=draft.pk))
        response = self.act("restore_selected", public, draft, status="in_bin")
        self.assertContains(response, "Restored: 2.")
        self.assertContains(response, "Visitors find it again: “Known”")

    def test_until_the_very_second(self):
        article = make_article()
        self.throw_away(article)
        end = Article.objects.get().deleted_at + KEPT_IN_BIN
        for moment, kept in ((end - SECOND, True), (end, False)):
            with self.subTest(kept=kept), clock.at(moment):
                row = Article.objects.get()
                self.assertEqual((Article.objects.in_bin().exists(), not row.is_overdue), (kept, kept))
                self.assertEqual(Article.objects.overdue().exists(), not kept)
                self.assertEqual(self.client.get(f"{LIST}{row.pk}/change/").status_code, 200 if kept else 404)
                row.restore()
                self.assertEqual(row.deleted_at is None, kept)
                Article.objects.update(deleted_at=end - KEPT_IN_BIN)
                self.restore(row)
                self.assertEqual(Article.objects.get().deleted_at is None, kept)
                Article.objects.update(deleted_at=end - KEPT_IN_BIN)

    def test_list_and_form_say_until_when(self):
        article = make_article(title="Thrown away")
        self.throw_away(article)
        self.assertContains(self.client.get(f"{LIST}?status=in_bin"), "Can be restored until")
        self.assertNotContains(self.client.get(LIST), "Can be restored until")
        form = self.client.get(f"{LIST}{article.pk}/change/")
        self.assertContains(form, "It can be restored until")
        self.assertContains(form, f'<a href="{LIST}{article.pk}/history/{article.latest_revision_id}/">Read it')
        self.assertContains(form, f'formaction="{LIST}{article.pk}/restore/"')

    def test_history_keeps_who_did_it(self):
        article = make_article()
        self.client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"})
        self.restore(article)
        messages = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
        self.assertEqual(len(messages), 2)
        self.assertIn('"restored"', messages[1])

    def test_restoring_what_is_not_in_the_bin_does_nothing(self):
        article = make_article()
        self.assertEqual(self.restore(article).status_code, 200)
        self.assertFalse(LogEntry.objects.exists())
        self.assertEqual(self.client.get(f"{LIST}{article.pk}/restore/").status_code, 405)


class ThrowingAwayTests(BinCase):
    def test_several_are_told_in_the_words_of_the_bin(self):
        articles = make_article(), make_article()
        self.assertContains(self.act("delete_selected", *articles), "for 30 days")
        response = self.act("delete_selected", *articles, post="yes")
        self.assertContains(response, "In the bin: 2.")
        self.assertNotContains(response, "Successfully deleted")
        self.assertEqual(LogEntry.objects.count(), 2)

    def test_again_does_not_keep_it_any_longer(self):
        article = make_article()
        self.throw_away(article, days=20)
        since = Article.objects.get().deleted_at
        self.assertContains(self.client.get(f"{LIST}{article.pk}/delete/", follow=True), "in the bin already")
        self.client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"})
        self.act("delete_selected", article, status="in_bin", post="yes")
        self.assertEqual(Article.objects.get().deleted_at, since)

    def test_draft_beside_the_public_text_is_kept(self):
        article = make_article(title="Public words", slug="words")
        self.change(article, title="Draft words", slug="words")
        self.client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"})
        self.restore(article)
        self.assertEqual(Article.objects.get().title, "Public words")
        self.assertContains(self.client.get(f"{LIST}{article.pk}/change/"), "Draft words")

    def test_address_stays_its_own_and_the_way_out_is_told(self):
        article = make_article(slug="wanted")
        self.throw_away(article)
        response = self.client.post(f"{LIST}add/", form_data(slug="wanted"))
        self.assertContains(response, "in the bin keeps this address until")
        self.assertContains(response, "restore that text and change its address")


class AuthorsTests(BinCase):
    role = "Author"

    def test_only_those_who_may_publish_bring_back_what_was_public(self):
        mine = make_article(owner=make_university(staff=[self.user]))
        self.throw_away(mine)
        self.assertEqual(self.restore(mine).status_code, 403)
        self.assertEqual(self.visit(mine), 404)

    def test_others_articles_are_not_there(self):
        other = make_article(title="Somebody else's")
        self.throw_away(other)
        self.assertEqual(self.restore(other).status_code, 404)
        self.assertTrue(Article.objects.get().deleted_at)


class PruningTests(BinCase):
    def test_next_save_of_any_article_removes_what_is_overdue(self):
        image, pdf, topic = make_image(), make_attachment(), make_topic()
        old = make_article(slug="old", cover=image, topics=(topic,))
        old.attachments.add(pdf)
        OldAddress.objects.create(path="/news/177", article=old)
        kept = make_article()
        self.throw_away(old, days=30)
        self.throw_away(kept, days=29)
        with self.assertLogs("opendoors.content.pruning", "INFO") as logs:
            self.add(title="New", slug="old")
        self.assertIn(f"“{old.title}”", logs.output[0])
        self.assertEqual({article.title for article in Article.objects.all()}, {"New", kept.title})
        self.assertFalse(Revision.objects.filter(object_id=old.pk).exists())
        self.assertFalse(OldAddress.objects.exists())
        self.assertEqual((Image.objects.get(), Attachment.objects.get()), (image, pdf))
        self.assertEqual(self.client_class().get("/news/177/").status_code, 404)

    def test_work_is_bounded_and_its_queries_constant(self):
        counts = []
        for amount in (1, 3, AT_ONCE + 5):
            rows = [make_article(topics=(make_topic(), make_topic())) for _each in range(amount)]
            for row in rows[:3]:
                for _each in range(amount):
                    row.save_draft(by=self.user)
            self.throw_away(*rows, days=31)
            with self.assertLogs("opendoors.content.pruning", "INFO"), CaptureQueriesContext(connection) as queries:
                prune(Article)
            counts.append(len(queries))
            self.assertEqual(Article.objects.count(), max(0, amount - AT_ONCE))
        self.assertEqual(len(set(counts)), 1)

    def test_nothing_to_do_is_one_query(self):
        make_article()
        with self.assertNumQueries(1):
            prune(Article)
