"""The publish gate as the form shows it."""

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext

from news.models import Article
from opendoors.content.models import Waiver
from tests.factories import make_article, make_image, make_user
from tests.news.test_article_admin import form_data

FAULTY = "<p>See <a href='/news/'>here</a> and <a href='/ru/'>here</a>.</p>"


class GateTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Association editor", first_name="Anna")

    def setUp(self):
        self.client.force_login(self.editor)

    def publish(self, article=None, **data):
        data = form_data(_publish="1", **data)
        del data["_save"]
        if article:
            data["_based_on"] = Article.objects.get(pk=article.pk).latest_revision_id
        address = f"/admin/news/article/{article.pk}/change/" if article else "/admin/news/article/add/"
        return self.client.post(address, data, follow=True)

    def check(self, article):
        return self.client.get(f"/admin/news/article/{article.pk}/change/?check=1")


class FormTests(GateTestCase):
    def test_what_stops_it_is_told_and_nothing_is_lost(self):
        page = self.publish(lead="", body="<p>My words.</p>")
        article = Article.objects.get()
        self.assertEqual((article.state, article.body), ("draft", "<p>My words.</p>"))
        self.assertContains(page, "Kept as a draft, but not published: 1 thing stands against it.")
        self.assertContains(page, "<strong>Lead:</strong>")
        self.assertContains(page, "Lists, search results and shared links show it.")
        self.assertContains(page, 'href="#id_lead"')

    def test_public_text_stays_while_its_draft_is_stopped(self):
        article = make_article(title="Before")
        page = self.publish(article, title="After", body=FAULTY)
        self.assertContains(page, "2 things stand against it")
        self.assertContains(self.client.get(article.get_absolute_url()), "Before")
        self.assertEqual(Article.objects.get().latest_revision.snapshot["title"], "After")

    def test_warnings_do_not_stop_and_are_shown(self):
        page = self.publish(title="A long title " * 10)
        self.assertEqual(Article.objects.get().state, "public")
        self.assertContains(page, "It is published, but 1 thing could be better.")
        self.assertContains(page, "It has 129 characters")

    def test_check_without_publishing(self):
        article = make_article(state="draft", body=FAULTY, cover=make_image(alt_en=""))
        page = self.client.get(f"/admin/news/article/{article.pk}/change/")
        self.assertContains(page, 'href="?check=1#gate"')
        self.assertNotContains(page, 'id="gate"')
        page = self.check(article)
        self.assertContains(page, "3 things stop the text that was saved last from being published.")
        self.assertContains(page, f'href="/admin/content/image/{article.cover_id}/change/"')
        self.assertContains(self.check(make_article()), "Nothing stands against the text that was saved last.")

    def test_russian(self):
        page = self.client.get(
            f"/admin/news/article/{make_article(state='draft', lead='').pk}/change/?check=1",
            headers={"accept-language": "ru"},
        )
        self.assertContains(page, "1 замечание не даёт опубликовать текст, сохранённый последним.")

    def test_words_of_the_text_are_no_markup(self):
        article = make_article(state="draft", title="<script>alert(1)</script> ???")
        self.assertContains(self.check(article), "&lt;script&gt;alert(1)&lt;/script&gt; ???")
        self.assertNotContains(self.check(article), "<script>alert")

    def test_same_number_of_queries_for_3_and_30_findings(self):
        self.check(self.drafted(1))  # what is asked once for good
        counts = []
        for article in (self.drafted(3), self.drafted(30)):
            with CaptureQueriesContext(connection) as captured:
                self.assertContains(self.check(article), 'class="gate-finding gate-finding--stops"')
            counts.append(len(captured))
        self.assertEqual(counts[0], counts[1])

    def drafted(self, amount):
        return make_article(state="draft", body="".join(f'<p><a href="/news/{n}/">here</a></p>' for n in range(amount)))


class WaiverTests(GateTestCase):
    def waive(self, article, number=0, reason="It is a poem."):
        finding = Article.objects.get(pk=article.pk).report().blocking[number]
        data = {"finding": finding.fingerprint, "reason": reason}
        return self.client.post(f"/admin/news/article/{article.pk}/waive/", data, follow=True)

    def test_lets_this_finding_pass_and_no_other(self):
        article = make_article(state="draft", body=FAULTY)
        page = self.waive(article)
        self.assertContains(page, "Waived. It does not stop publishing any more.")
        self.assertContains(page, "1 thing stops the text")
        self.assertContains(page, "It is a poem.")
        self.assertContains(self.publish(article, body=FAULTY), "1 thing stands against it.")
        self.waive(article)
        self.publish(article, body=FAULTY)
        self.assertEqual(Article.objects.get().state, "public")

    def test_the_same_fault_elsewhere_is_new(self):
        article = make_article(state="draft", body="<p>Who? ???</p>")
        self.waive(article)
        again = "<p>Who? ???</p><p>Who? ???</p>"
        self.assertContains(self.publish(article, body=again), "1 thing stands against it.")
        self.assertContains(self.publish(article, body="<p>When? ???</p>"), "1 thing stands against it.")
        self.publish(article, body="<p>First.</p><p>Who? ???</p>")
        self.assertEqual(Article.objects.get().state, "public")

    def test_history_tells_who_and_why_also_after_it_is_taken_back(self):
        article = make_article(state="draft", lead="")
        self.waive(article)
        waiver = Waiver.objects.get()
        self.assertEqual((waiver.by, waiver.reason, waiver.rule), (self.editor, "It is a poem.", "lead"))
        page = self.client.post(f"/admin/news/article/{article.pk}/waive/{waiver.pk}/back/", follow=True)
        self.assertContains(page, "The waiver is taken back.")
        self.assertContains(page, "1 thing stops the text")
        history = self.client.get(f"/admin/news/article/{article.pk}/history/")
        self.assertContains(history, "<strong>Waived</strong>: Lead: It is empty. (It is a poem.)")
        self.assertContains(history, "<strong>Waiver taken back</strong>: Lead: It is empty. (It is a poem.)")

    def test_needs_a_reason(self):
        article = make_article(state="draft", lead="")
        for reason in ("", "  ", "x" * 301):
            self.assertContains(self.waive(article, reason=reason), "Nothing is waived without a reason")
        self.assertFalse(Waiver.objects.exists() or LogEntry.objects.exists())

    def test_what_is_no_longer_found_cannot_be_waived(self):
        article = make_article()
        page = self.client.post(
            f"/admin/news/article/{article.pk}/waive/", {"finding": "0", "reason": "x"}, follow=True
        )
        self.assertContains(page, "This is no longer found in the newest text")

    def test_only_by_those_who_may_publish_it(self):
        author = make_user("Author")
        article = make_article(state="draft", lead="", created_by=author)
        self.waive(article)
        self.client.force_login(author)
        self.assertEqual(self.waive(make_article(state="draft", lead="", created_by=author)).status_code, 403)
        page = self.check(article)
        self.assertContains(page, "It is a poem.")
        self.assertNotContains(page, "/waive/")
        other = make_article(state="draft", lead="")
        self.assertEqual(self.waive(other).status_code, 404)

    def test_only_by_post_and_only_of_this_article(self):
        article, other = make_article(state="draft", lead=""), make_article(state="draft", lead="")
        self.waive(article)
        back = f"/admin/news/article/{other.pk}/waive/{Waiver.objects.get().pk}/back/"
        self.assertEqual(self.client.post(back).status_code, 404)
        self.assertEqual(self.client.get(back).status_code, 405)
        self.assertEqual(self.client.get(f"/admin/news/article/{article.pk}/waive/").status_code, 405)
        self.assertEqual(self.client.post(f"/admin/news/article/{article.pk}/waive/{2**70}/back/").status_code, 404)


class RouteTests(GateTestCase):
    def test_from_the_list_a_faulty_one_stays_a_draft_and_the_message_leads_to_it(self):
        faulty, sound = make_article(state="draft", title="Faulty", lead=""), make_article(state="draft")
        chosen = {"action": "publish_selected", "_selected_action": [faulty.pk, sound.pk], "confirmed": "yes"}
        page = self.client.post("/admin/news/article/", chosen, follow=True)
        self.assertContains(page, "“Faulty”")
        self.assertContains(page, "Lead: It is empty.")
        self.assertContains(page, f"/admin/news/article/{faulty.pk}/change/?check=1#gate")
        states = dict(Article.objects.values_list("pk", "state"))
        self.assertEqual(states, {faulty.pk: "draft", sound.pk: "public"})

    def test_scheduled_one_is_stopped_now_and_not_at_its_moment(self):
        page = self.publish(lead="", publish_at_0="2099-01-01", publish_at_1="10:00")
        self.assertContains(page, "Kept as a draft, but not published: 1 thing stands against it.")
        self.assertEqual(Article.objects.get().state, "draft")

    def test_author_sees_what_is_missing_before_sending_it_to_review(self):
        author = make_user("Author")
        self.client.force_login(author)
        self.assertContains(self.check(make_article(state="draft", lead="", created_by=author)), "1 thing stops")

    @override_settings(PUBLISH_RULES={**settings.PUBLISH_RULES, "lead": "off"})
    def test_rule_that_is_off(self):
        self.publish(lead="")
        self.assertEqual(Article.objects.get().state, "public")

    @override_settings(PUBLISH_RULES={**settings.PUBLISH_RULES, "lead": "warn"})
    def test_rule_that_warns(self):
        self.assertContains(self.publish(lead=""), "1 thing could be better")
        self.assertEqual(Article.objects.get().state, "public")
