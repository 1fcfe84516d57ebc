"""Guest links as staff make, list and revoke them, and what they see of the answers."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from news.models import Article
from opendoors.content import clock
from opendoors.content.models import GuestLink, GuestNote
from tests.factories import make_article, make_guest_link, make_user
from tests.news.test_article_admin import LIST, EditorCase

NOON = datetime(2026, 11, 1, 9, tzinfo=UTC)


class LinksCase(EditorCase):
    role = "Author"

    def own(self, **fields):
        return make_article(**{"state": "draft", "created_by": self.user, **fields})

    def url(self, article, rest=""):
        return f"{LIST}{article.pk}/guests/{rest}"

    def make(self, article, **fields):
        data = {"name": "Prof. Li", "version": "", "days": "7", "until": "", **fields}
        return self.client.post(self.url(article), data, follow=True)

    def link(self, article, **fields):
        return make_guest_link(article, **{"made_by": self.user, **fields})

    def answer(self, link, **fields):
        fields = {"kind": "comment", "name": "Li Wei", "text": "A <b>word</b>", "revision": None, **fields}
        return GuestNote.objects.keep(link, page=uuid4(), **fields)

    def draft(self, article, **values):
        article = Article.objects.get(pk=article.pk)
        article.take_newest()
        for name, value in values.items():
            setattr(article, name, value)
        return article.save_draft(by=self.user)


class MakingTests(LinksCase):
    def test_its_address_opens_the_draft(self):
        article = self.own(title="Drafted title")
        page = self.make(article)
        self.assertContains(page, "The link for Prof. Li is made")
        address = re.search(r'value="(http://testserver/guest/[^"]+)"', page.content.decode())[1]
        self.assertContains(Client().get(address), "Drafted title")
        self.assertIn("no-store", page["Cache-Control"])

    def test_for_a_number_of_days(self):
        article = self.own()
        with clock.at(NOON):
            for days in (1, 3, 7, 14, 30):
                self.make(article, days=str(days))
                self.assertEqual(GuestLink.objects.latest("pk").expires_at, NOON + timedelta(days=days))

    def test_until_a_moment_told_with_its_zone(self):
        until = clock.now().replace(second=0, microsecond=0) + timedelta(days=2, minutes=3)
        page = self.make(self.own(), days="moment", until=localtime(until).strftime("%Y-%m-%dT%H:%M"))
        self.assertEqual(GuestLink.objects.get().expires_at, until)
        self.assertContains(page, "Works until")
        self.assertContains(page, "(MSK)")

    def test_moments_that_cannot_be(self):
        article, now = self.own(), localtime(clock.now())
        for until, told in (
            ("", "Please say until when."),
            ((now - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M"), "This moment is over."),
            ((now + timedelta(days=91)).strftime("%Y-%m-%dT%H:%M"), "At most 90 days from now."),
            ("tomorrow", "Enter a valid date/time."),
        ):
            self.assertContains(self.make(article, days="moment", until=until), told)
        self.assertContains(self.make(article, name=""), "This field is required.")
        self.assertContains(self.make(article, days="365"), "not one of the available choices")
        self.assertFalse(GuestLink.objects.exists())

    def test_of_one_version_or_always_the_newest(self):
        article = self.own()
        old = article.latest_revision
        self.draft(article, title="Newer")
        self.make(article, version=str(old.pk))
        self.assertEqual(GuestLink.objects.get().revision, old)
        self.assertContains(self.client.get(f"{LIST}{article.pk}/history/"), f'guests/?revision={old.pk}"')
        page = self.client.get(self.url(article, f"?revision={old.pk}"))
        self.assertContains(page, f'value="{old.pk}" id="id_version_1" checked')
        foreign = make_article().latest_revision_id
        self.assertEqual(self.make(article, version=str(foreign)).status_code, 404)
        self.assertEqual(self.client.get(self.url(article, "?revision=rubbish")).status_code, 200)

    def test_the_history_tells_it_and_nobody_keeps_the_address(self):
        article = self.own()
        self.make(article)
        link = GuestLink.objects.get()
        self.client.post(self.url(article, f"{link.pk}/revoke/"))
        history = self.client.get(f"{LIST}{article.pk}/history/")
        self.assertContains(history, "<strong>Guest link made</strong> (Prof. Li)")
        self.assertContains(history, "<strong>Guest link revoked</strong> (Prof. Li)")
        log = LogEntry.objects.values_list("change_message", "object_repr")
        form = self.client.get(f"{LIST}{article.pk}/change/")
        for kept in (str(list(log)), history.content.decode(), form.content.decode()):
            self.assertNotIn(link.secret, kept)
        self.assertEqual(LogEntry.objects.first().get_change_message(), "Changed guest link.")


class RevokingTests(LinksCase):
    def test_at_once_and_once(self):
        article = self.own()
        link = self.link(article)
        self.assertEqual(Client().get(link.get_absolute_url()).status_code, 200)
        for _each in range(2):
            page = self.client.post(self.url(article, f"{link.pk}/revoke/"), follow=True)
        self.assertContains(page, "Revoked on")
        self.assertNotContains(page, link.secret)
        self.assertEqual(Client().get(link.get_absolute_url()).status_code, 410)
        self.assertEqual(LogEntry.objects.count(), 1)

    def test_by_any_who_may_edit_it(self):
        article = self.own()
        link = self.link(article)
        self.client.force_login(make_user("Association editor"))
        self.client.post(self.url(article, f"{link.pk}/revoke/"))
        self.assertFalse(GuestLink.objects.get().is_working)

    def test_who_may_not_edit_it_finds_nothing(self):
        article = self.own()
        link = self.link(article)
        for user in (make_user("Author"), make_user("Partnership officer")):
            self.client.force_login(user)
            answers = [
                self.client.get(self.url(article)),
                self.make(article),
                self.client.post(self.url(article, f"{link.pk}/revoke/")),
            ]
            self.assertEqual([answer.status_code for answer in answers], [404, 404, 404])
        self.assertTrue(GuestLink.objects.get().is_working)

    def test_only_by_the_address_of_its_own_article(self):
        link, other = self.link(self.own()), self.own(title="Other", slug="other")
        self.assertEqual(self.client.post(self.url(other, f"{link.pk}/revoke/")).status_code, 404)
        self.assertEqual(self.client.post(self.url(other, f"{10**19}/revoke/")).status_code, 404)
        self.assertEqual(self.client.get(self.url(link.content, f"{link.pk}/revoke/")).status_code, 405)
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.user)
        self.assertEqual(strict.post(self.url(link.content, f"{link.pk}/revoke/")).status_code, 403)

    def test_what_is_in_the_bin_invites_nobody(self):
        article = self.own()
        article.throw_away()
        self.assertEqual(self.make(article).status_code, 404)


class AnswersTests(LinksCase):
    def test_on_the_form_with_the_version_they_belong_to(self):
        article = self.own()
        link, read = self.link(article), article.latest_revision
        self.answer(link, kind="approval", text="", revision=read)
        form = self.client.get(f"{LIST}{article.pk}/change/")
        self.assertContains(form, "<strong><bdi>Li Wei</bdi>: Approved</strong>")
        self.assertContains(form, "It is the newest one.")
        newer = self.draft(article, title="Newer")
        form = self.client.get(f"{LIST}{article.pk}/change/")
        compare = f"{LIST}{article.pk}/history/compare/?old={read.pk}&amp;new={newer.pk}"
        self.assertContains(form, f'<a href="{compare}">The text has changed since: compare</a>')
        self.assertEqual(self.client.get(compare.replace("&amp;", "&")).status_code, 200)

    def test_words_of_guests_are_words(self):
        article = self.own()
        self.answer(self.link(article), name="<i>Li</i>")
        for url in (f"{LIST}{article.pk}/change/", self.url(article), f"{LIST}{article.pk}/history/"):
            page = self.client.get(url)
            self.assertContains(page, "A &lt;b&gt;word&lt;/b&gt;")
            self.assertContains(page, "&lt;i&gt;Li&lt;/i&gt;")

    def test_in_the_history_between_texts_and_acts(self):
        article = self.own()
        self.answer(self.link(article), kind="approval", text="Well done")
        self.draft(article, title="Newer")
        entries = self.client.get(f"{LIST}{article.pk}/history/").context["past"].entries
        told = [entry.revision.snapshot["title"] if entry.revision else entry.acts[0]["label"] for entry in entries]
        self.assertEqual(told, ["Newer", "Approved", article.title])
        self.assertEqual((entries[1].who, entries[1].acts[0]["reason"]), ("Li Wei, a guest", "Well done"))

    def test_the_newest_few_stand_on_the_form(self):
        article = self.own()
        link = self.link(article)
        for number in range(7):
            self.answer(link, text=f"Remark {number}.")
        form = self.client.get(f"{LIST}{article.pk}/change/")
        self.assertContains(form, "Remark 6.")
        self.assertNotContains(form, "Remark 1.")
        self.assertContains(form, "Earlier answers are in the history")
        self.assertContains(self.client.get(self.url(article)), "Remark 1.")

    def test_what_became_of_each_link(self):
        article, gone = self.own(), make_user("Author", is_active=False)
        with clock.at(NOON):
            self.link(article, expires_at=NOON + timedelta(days=1))
        self.link(article, made_by=gone)
        opened = self.link(article, revision=article.latest_revision)
        for _each in range(2):
            Client().get(opened.get_absolute_url(), headers={"User-Agent": "Mozilla/5.0"})
        page = self.client.get(self.url(article))
        for words in ("Expired on 2 November 2026", "is closed", "Opened 2 times", "Not opened yet", "alone."):
            self.assertContains(page, words)
        self.assertContains(page, "/guest/", count=1)
        self.assertContains(self.client.get(f"{LIST}{article.pk}/change/"), "1 link works")

    def test_same_number_of_queries_for_3_and_30(self):
        counts = set()
        for amount in (3, 30):
            article = self.own(slug=f"queries-{amount}")
            for _each in range(amount):
                self.answer(self.link(article), revision=article.latest_revision)
            for url in (self.url(article), f"{LIST}{article.pk}/change/", f"{LIST}{article.pk}/history/"):
                with CaptureQueriesContext(connection) as queries:
                    self.assertEqual(self.client.get(url).status_code, 200)
                counts.add((url.removeprefix(f"{LIST}{article.pk}/"), len(queries)))
        self.assertEqual(len(counts), 3)
