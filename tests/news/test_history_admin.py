"""The history of an article: told, compared, read, and gone back to."""

from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Article
from opendoors.content.models import Revision
from opendoors.content.publishing import State
from tests.factories import make_article, make_attachment, make_image, make_topic, make_university, make_user
from tests.news.test_article_admin import LIST, EditorCase


class HistoryCase(EditorCase):
    def history(self, article, rest=""):
        return f"{LIST}{article.pk}/history/{rest}"

    def get(self, article, rest=""):
        return self.client.get(self.history(article, rest))

    def back(self, article, revision, shown=None):
        """As from the page that asks for it, opened when `shown` was the newest text, else just now."""
        key = shown.pk if shown else Article.objects.get(pk=article.pk).latest_revision_id
        return self.client.post(self.history(article, f"{revision.pk}/back/"), {"_shown": key}, follow=True)

    def draft(self, article, relations=None, note="", **changes):
        article = Article.objects.get(pk=article.pk)
        taken = article.take_newest()
        for name, value in changes.items():
            setattr(article, name, value)
        return article.save_draft(by=self.user, relations={**taken, **(relations or {})}, note=note)


class ListTests(HistoryCase):
    def test_who_when_why_and_what(self):
        article = make_article()
        self.change(article, slug=article.slug, title="Other", revision_note="The rector asked for it")
        page = self.get(article)
        self.assertContains(page, self.user.username)
        self.assertContains(page, "The rector asked for it")
        self.assertContains(page, "Changed: Title")
        self.assertContains(page, "public now")
        self.assertContains(page, "newest text")
        self.assertContains(page, "The first text")

    def test_acts_stand_between_the_texts(self):
        self.add(title="A title")
        article = Article.objects.get()
        self.client.post(f"{LIST}{article.pk}/review/", {"reviewer": make_user("Administrator", first_name="Ada").pk})
        self.client.post(f"{LIST}{article.pk}/review/take/")
        self.change(article, slug=article.slug, _publish="1")
        self.client.post(f"{LIST}{article.pk}/withdraw/", {"reason": "Wrong number"})
        self.client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"})
        self.client.post(f"{LIST}{article.pk}/restore/")
        told = [act["act"] for entry in self.get(article).context["past"].entries for act in entry.acts]
        self.assertEqual(told, ["restored", "binned", "withdrawn", "published", "taken_back", "reviewed"])
        self.assertContains(self.get(article), "<strong>Sent to review</strong>: Ada")
        self.assertContains(self.get(article), "Wrong number")

    def test_what_holds_at_once_is_told_too(self):
        article, university = make_article(language="ru"), make_university()
        english = make_article()
        self.change(article, slug=article.slug, owner=university.pk, translation_of=english.get_absolute_url())
        self.assertContains(self.get(article), "<strong>Changed at once</strong>: Owner, Translation of")

    def test_acts_of_before_are_understood_and_rubbish_is_passed_over(self):
        article = make_article()
        for message in (
            '[{"changed": {"fields": ["public text"]}}]',
            '"act"',
            "[1]",
            '[{"act": "x"}]',
            '["act"]',
            '[{"act": []}]',
        ):
            LogEntry.objects.log_actions(self.user.pk, [article], 2, message)
        told = [act["act"] for entry in self.get(article).context["past"].entries for act in entry.acts]
        self.assertEqual(told, ["published"])

    def test_same_number_of_queries_for_3_30_and_200(self):
        article, counts = make_article(topics=(make_topic(),)), []
        for amount in (3, 30, 200):
            for _each in range(amount - article.revisions.count()):
                self.draft(article, lead=f"Lead {_each} of {amount}")
            for rest in ("", "?p=2", "compare/", f"compare/?old={article.live_revision_id}"):
                with CaptureQueriesContext(connection) as queries:
                    self.assertEqual(self.get(article, rest).status_code, 200)
                counts.append((rest, len(queries)))
        self.assertEqual(len(set(counts)), 4)

    def test_pages_hold_every_text_once(self):
        article = make_article()
        for number in range(64):
            self.draft(article, lead=str(number))
        pages = [self.get(article, f"?p={number}").context["past"].entries for number in (1, 2, 3)]
        keys = [entry.revision.pk for page in pages for entry in page]
        self.assertEqual(keys, sorted(Revision.objects.values_list("pk", flat=True), reverse=True))
        self.assertEqual([entry.is_first for entry in pages[2]][-1:], [True])
        self.assertFalse(any(entry.is_first for page in pages[:2] for entry in page))
        self.assertEqual(self.get(article, "?p=rubbish").status_code, 200)

    def test_newest_and_public_text_can_be_compared_from_every_page(self):
        article = make_article()
        for number in range(64):
            self.draft(article, lead=str(number))
        newest = Article.objects.get().latest_revision_id
        for number in (1, 2, 3):
            page = self.get(article, f"?p={number}")
            self.assertEqual(page.context["past"].choices, {"new": newest, "old": article.live_revision_id})
            for name, key in (("new", newest), ("old", article.live_revision_id)):
                self.assertContains(page, f'name="{name}" value="{key}" checked', count=1)

    def test_article_without_any_text_kept(self):
        article = Article.objects.create(title="Imported", slug="imported")
        self.assertContains(self.get(article), "Nothing is kept of this text yet")
        self.assertEqual(self.get(article, "compare/").status_code, 404)


class CompareTests(HistoryCase):
    def test_field_by_field_with_names_and_marks(self):
        old, new, image = make_topic(name_en="Dates"), make_topic(name_en="People"), make_image(alt_en="A door")
        article = make_article(title="Old title", body="<p>We meet at six.</p>", topics=(old,), is_featured=False)
        pdf, university = make_attachment(title="The rules"), make_university(name_en="Kazan")
        relations = {"topics": [new.pk], "attachments": [pdf.pk], "universities": [university.pk]}
        self.draft(article, relations, title="New title", body="<p>We meet at <em>seven</em>.</p>", cover=image)
        page = self.get(article, "compare/")
        for told in (
            "<del>Old</del><ins>New</ins> title",
            "We meet at <del>six</del><ins>seven</ins> <small",
            "<del>Dates</del>",
            "<ins>People</ins>",
            "<ins>The rules</ins>",
            "<ins>Kazan</ins>",
            "<ins>A door</ins>",
            "Unchanged: Address, Lead",
        ):
            self.assertContains(page, told)

    def test_default_is_the_newest_beside_the_public_text_else_the_one_before(self):
        article = make_article()
        live, first, second = article.live_revision, self.draft(article, lead="1"), self.draft(article, lead="2")
        context = self.get(article, "compare/").context
        self.assertEqual((context["old"], context["new"]), (live, second))
        Article.objects.get().publish(by=self.user)
        context = self.get(article, "compare/").context
        self.assertEqual((context["old"], context["new"]), (first, second))

    def test_any_two_in_either_order(self):
        article = make_article()
        first, second = self.draft(article, lead="1"), self.draft(article, lead="2")
        for query in (f"old={first.pk}&new={second.pk}", f"old={second.pk}&new={first.pk}"):
            context = self.get(article, f"compare/?{query}").context
            self.assertEqual((context["old"], context["new"]), (first, second))
        context = self.get(article, f"compare/?new={article.live_revision_id}").context
        self.assertEqual((context["old"], context["new"]), (None, article.live_revision))

    def test_what_is_not_there_is_404(self):
        article, other = make_article(), make_article()
        foreign = other.latest_revision_id
        for rest in (f"compare/?old={foreign}&new={foreign}", f"{foreign}/", f"{foreign}/back/", "compare/?new=999999"):
            self.assertEqual(self.get(article, rest).status_code, 404)
        for rest in ("compare/?old=x&new=²", "compare/?old=&new="):
            self.assertIn(self.get(article, rest).status_code, (200, 404))
        self.assertEqual(self.get(article, f"{10**30}/").status_code, 404)

    def test_deleted_rows_are_told_and_markup_stays_text(self):
        topic = make_topic(name_en="<b>Bold</b> topic")
        article = make_article(state=State.DRAFT, topics=(topic,))
        self.draft(article, {"topics": []}, title="<script>alert(1)</script>")
        self.assertContains(self.get(article, "compare/"), "&lt;b&gt;Bold&lt;/b&gt; topic")
        key = topic.pk
        topic.delete()
        page = self.get(article, "compare/")
        self.assertContains(page, f"deleted since (no. {key})")
        self.assertNotContains(page, "<script>alert")


class ReadingTests(HistoryCase):
    def test_whole_text_as_readers_would_see_it(self):
        topic = make_topic(name_en="Dates")
        article = make_article(title="Public words", topics=(topic,))
        revision = self.draft(article, {"topics": []}, title="Draft words", body="<p>Never published</p>")
        self.draft(article, title="Newer words")
        page = self.get(article, f"{revision.pk}/")
        for told in ("Draft words", "Never published", "Only staff can see this page", self.history(article)):
            self.assertContains(page, told)
        for other in ("Public words", "Newer words", ">Dates<"):
            self.assertNotContains(page, other)
        self.assertIn("no-store", page["Cache-Control"])
        self.assertContains(self.client_class().get(article.get_absolute_url()), "Public words")

    def test_in_its_own_language_with_a_notice_in_the_readers(self):
        article = make_article(language="ru", title="Приём открыт")
        page = self.get(article, f"{article.latest_revision_id}/")
        self.assertContains(page, '<html lang="ru"')
        self.assertContains(page, "Only staff can see this page")


class BackTests(HistoryCase):
    def test_older_text_is_the_newest_draft_and_nothing_is_lost(self):
        topic = make_topic()
        article = make_article(title="First", topics=(topic,))
        first = article.latest_revision
        second = self.draft(article, {"topics": []}, title="Second", corrections=[{"on": "2026-01-01", "text": "x"}])
        self.assertContains(self.get(article, f"{first.pk}/back/"), "<ins>First</ins>")
        self.assertContains(self.back(article, first), "is the newest draft now")
        newest = Article.objects.get().latest_revision
        self.assertEqual((newest.snapshot, newest.author), (first.snapshot, self.user))
        self.assertIn("Back to the text of", newest.note)
        self.assertEqual(Revision.objects.filter(pk__in=[first.pk, second.pk]).count(), 2)

    def test_public_text_stays_until_it_is_published(self):
        article = make_article(title="First")
        first = article.latest_revision
        self.change(article, title="Second", slug=article.slug, _publish="1")
        self.assertContains(self.back(article, first), "Visitors still read the text published before")
        self.assertContains(self.client_class().get(article.get_absolute_url()), "Second")
        Article.objects.get().publish(by=self.user)
        self.assertContains(self.client_class().get(article.get_absolute_url()), "First")

    def test_only_by_post(self):
        article = make_article()
        first = article.latest_revision
        self.draft(article, title="Second")
        self.get(article, f"{first.pk}/back/")
        self.assertEqual(Article.objects.get().latest_revision.snapshot["title"], "Second")

    def test_address_taken_meanwhile_is_told_and_nothing_lost(self):
        article = make_article(slug="wanted", state=State.DRAFT)
        first = article.latest_revision
        self.draft(article, slug="other", title="Second")
        make_article(slug="wanted")
        self.assertContains(self.back(article, first), "because another text has it now: Address")
        article = Article.objects.get(pk=article.pk)
        self.assertEqual((article.slug, article.title), ("other", first.snapshot["title"]))

    def test_text_saved_while_the_question_was_open_is_shown_before_it_is_left(self):
        article = make_article(title="First", state=State.DRAFT)
        first = article.latest_revision
        second = self.draft(article, title="Second")
        page = self.get(article, f"{first.pk}/back/")
        self.assertContains(page, f'name="_shown" value="{second.pk}"')
        self.user = make_user("Association editor", first_name="Boris")
        third = self.draft(article, title="Third")
        for sent in (str(second.pk), "", "rubbish", "²", str(first.pk), str(third.pk + 1)):
            with self.subTest(sent):
                page = self.client.post(self.history(article, f"{first.pk}/back/"), {"_shown": sent})
                self.assertContains(page, "Boris")
                self.assertContains(page, "Nothing has been changed yet")
                self.assertContains(page, "<del>Third</del>")
                self.assertContains(page, f'name="_shown" value="{third.pk}"')
                self.assertEqual(Article.objects.get().latest_revision, third)
        self.assertContains(self.back(article, first), "is the newest draft now")

    def test_second_click_does_nothing_and_says_the_same(self):
        article = make_article(title="First")
        first = article.latest_revision
        second = self.draft(article, title="Second", publish_at=None)
        for _click in range(2):
            self.assertContains(self.back(article, first, shown=second), "is the newest draft now")
        self.assertEqual(article.revisions.count(), 3)
        self.assertEqual(LogEntry.objects.count(), 1)

    def test_what_is_in_the_bin_is_read_but_not_changed(self):
        article = make_article()
        self.draft(article, title="Second")
        Article.objects.get().throw_away()
        self.assertEqual(self.get(article).status_code, 200)
        self.assertNotContains(self.get(article), "Back to this text")

    def test_going_back_in_the_bin_says_what_happened_and_how_to_go_on(self):
        article = make_article(title="First")
        first = article.latest_revision
        second = self.draft(article, title="Second")
        Article.objects.get().throw_away()
        for page in (
            self.client.get(self.history(article, f"{first.pk}/back/"), follow=True),
            self.back(article, first),
        ):
            self.assertRedirects(page, f"{LIST}{article.pk}/change/")
            self.assertContains(page, "“First” is in the bin now: nothing has been changed. Press “Restore” below")
            self.assertContains(page, f'href="{LIST}?status=in_bin"')
            self.assertContains(page, f'formaction="{LIST}{article.pk}/restore/"')
        self.assertEqual(article.revisions.latest("pk"), second)
        self.client.post(f"{LIST}{article.pk}/restore/")
        self.assertContains(self.back(article, first), "is the newest draft now")


class AuthorTests(HistoryCase):
    role = "Author"

    def test_others_articles_are_not_there(self):
        article = make_article()
        key = article.latest_revision_id
        for rest in ("", "compare/", f"{key}/", f"{key}/back/"):
            self.assertEqual(self.get(article, rest).status_code, 404)
        self.assertEqual(self.back(article, article.latest_revision).status_code, 404)

    def test_own_ones_go_back_without_reaching_the_public(self):
        article = make_article(title="First", created_by=self.user)
        first = article.latest_revision
        self.draft(article, title="Second")
        self.back(article, first)
        article.refresh_from_db()
        self.assertTrue(article.has_unpublished_changes)

    def test_in_the_bin_whoever_may_not_restore_it_is_told_who_may(self):
        university = make_university(staff=[self.user])
        article = make_article(title="First", owner=university)
        first = article.latest_revision
        article.throw_away()
        page = self.back(article, first)
        self.assertContains(page, "“First” is in the bin now: nothing has been changed. Whoever may publish it")
        self.assertNotContains(page, "/restore/")


class NoteTests(HistoryCase):
    def test_note_alone_is_no_change_of_a_field(self):
        article = make_article()
        self.assertContains(self.client.get(f"{LIST}{article.pk}/change/"), 'name="revision_note"')
        self.change(article, title=article.title, slug=article.slug, revision_note="Why")
        self.assertNotIn("Why", LogEntry.objects.latest("pk").change_message)

    def test_note_too_long_is_told_and_kept(self):
        article = make_article()
        response = self.change(article, slug=article.slug, revision_note="x" * 201)
        self.assertContains(response, "at most 200 characters")
        self.assertContains(response, "x" * 201)
