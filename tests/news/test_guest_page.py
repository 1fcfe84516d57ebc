"""The page behind a guest's address: who reads what, until when, and what is left behind of it."""

import logging
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client, RequestFactory, TestCase
from django.test.utils import CaptureQueriesContext, override_settings

from news.models import Article
from opendoors.content import clock
from opendoors.content.guests.views import guest_page
from opendoors.content.models import GuestLink, GuestNote, Revision
from opendoors.content.pruning import prune
from opendoors.views import visitors_not_found
from tests.factories import make_article, make_guest_link, make_topic, make_university, make_user

NOON = datetime(2026, 11, 1, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TITLE = "Words of nobody but guests"
BROWSER = {"User-Agent": "Mozilla/5.0", "Sec-Fetch-Dest": "document"}


class GuestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.maker = make_user("Author")

    def invite(self, article=None, **fields):
        return make_guest_link(article or self.article(), **{"made_by": self.maker, **fields})

    def article(self, **fields):
        return make_article(**{"title": TITLE, "slug": "guests", "state": "draft", "created_by": self.maker, **fields})

    def draft(self, article, **values):
        article = Article.objects.get(pk=article.pk)
        article.take_newest()
        for name, value in values.items():
            setattr(article, name, value)
        return article.save_draft(by=self.maker)

    def open(self, link, **headers):
        return self.client.get(link.get_absolute_url(), headers={**BROWSER, **headers})

    def assertClosed(self, response, status, words):
        self.assertContains(response, words, status_code=status)
        for said in (TITLE, "guests-slug", "Prof. Li", self.maker.username):
            self.assertNotContains(response, said, status_code=status)
        self.assertKeptNowhere(response)

    def assertKeptNowhere(self, response):
        for kept in ("no-store", "private"):
            self.assertIn(kept, response["Cache-Control"])
        self.assertIn("noindex", response["X-Robots-Tag"])
        self.assertEqual(response["Referrer-Policy"], "no-referrer")
        self.assertFalse(response.cookies)


class ReadingTests(GuestCase):
    def test_the_article_as_it_will_be_with_what_this_is_and_until_when(self):
        topic, university = make_topic(name_en="Guests' topic"), make_university(name_en="Guests' university")
        article = self.article(topics=[topic], universities=[university], body="<p>The text.</p>")
        with clock.at(NOON):
            link = self.invite(article, expires_at=NOON + timedelta(days=3))
            page = self.open(link)
        for words in (TITLE, "<p>The text.</p>", "Guests&#x27; topic", "Guests&#x27; university", "masthead"):
            self.assertContains(page, words)
        self.assertContains(page, "The link works until 4 November 2026, 12:00 (MSK)")
        self.assertContains(page, "You always see the newest one.")
        self.assertContains(page, "Approve this version")
        self.assertNotContains(page, "Only staff can see")

    def test_kept_nowhere_and_told_to_nobody(self):
        link = self.invite(self.article(source_url="https://example.org/", source_name="Elsewhere"))
        page = self.open(link)
        self.assertKeptNowhere(page)
        self.assertContains(page, '<meta name="robots" content="noindex, nofollow">')
        self.assertContains(page, 'href="https://example.org/" rel="noopener noreferrer"')
        self.assertNotContains(page, "canonical")
        self.assertNotContains(page, link.secret)
        policy = page["Content-Security-Policy"]
        for part in ("frame-ancestors 'none'", "script-src 'self'", "form-action 'self'"):
            self.assertIn(part, policy)
        self.assertEqual(page["X-Frame-Options"], "DENY")

    def test_follows_the_newest_draft_or_stays_with_one(self):
        article = self.article()
        pinned, following = self.invite(article, revision=article.latest_revision), self.invite(article)
        self.draft(article, title="Newer title")
        self.assertContains(self.open(pinned), TITLE)
        self.assertContains(self.open(pinned), "It stays as it is.")
        self.assertNotContains(self.open(pinned), "Newer title")
        self.assertContains(self.open(following), "Newer title")

    def test_the_state_does_not_matter(self):
        for state in ("draft", "review", "withdrawn", "public"):
            article = self.article(state=state, slug=f"state-{state}")
            self.draft(article, title="Drafted title")
            with self.subTest(state):
                self.assertContains(self.open(self.invite(article)), "Drafted title")

    def test_in_the_language_of_the_article(self):
        link = self.invite(self.article(language="ru"))
        self.assertTrue(link.get_absolute_url().startswith("/ru/guest/"))
        page = self.open(link)
        self.assertContains(page, "Согласовать эту версию")
        self.assertContains(self.client.get(link.get_absolute_url().removeprefix("/ru")), "Согласовать эту версию")

    def test_it_is_the_only_place_of_a_hidden_article(self):
        link = self.invite()
        for url in ("/", "/news/", link.content.get_absolute_url(), "/sitemap.xml", "/robots.txt", "/news/feed/"):
            response = self.client.get(url)
            self.assertNotContains(response, TITLE, status_code=response.status_code)
            self.assertNotContains(response, link.token, status_code=response.status_code)

    def test_same_number_of_queries_for_3_and_30(self):
        counts = set()
        for amount in (3, 30):
            topics, universities = [make_topic() for _ in range(amount)], [make_university() for _ in range(amount)]
            article = self.article(slug=f"queries-{amount}", topics=topics, universities=universities)
            for number in range(amount):
                self.draft(article, lead=str(number))
            link = self.invite(article)
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(self.open(link).status_code, 200)
            counts.add(len(queries))
        self.assertEqual(len(counts), 1)


class ClosedTests(GuestCase):
    def test_expires_at_its_very_second(self):
        with clock.at(NOON - timedelta(days=1)):
            link = self.invite(expires_at=NOON)
        with clock.at(NOON - SECOND):
            self.assertContains(self.open(link), TITLE)
        with clock.at(NOON):
            self.assertClosed(self.open(link), 410, "This link has expired")
            sent = self.client.post(link.get_absolute_url(), {"name": "A", "kind": "approval"})
            self.assertClosed(sent, 410, "This link has expired")
        self.assertFalse(GuestNote.objects.exists())

    def test_revoked_at_once(self):
        link = self.invite()
        self.assertContains(self.open(link), TITLE)
        link.revoke(by=self.maker)
        self.assertClosed(self.open(link), 410, "This link was closed")

    def test_altered_anywhere_it_is_unknown(self):
        link = self.invite()
        url = link.get_absolute_url()
        for at in range(len("/guest/"), len(url)):
            other = "A" if url[at] != "A" else "B"
            # The last letter of a signature has bits to spare: Django compares letters, so that one counts too.
            self.assertClosed(self.client.get(url[:at] + other + url[at + 1 :]), 404, "This link is not complete")
        for altered in (url[:-1], url + "x", "/guest/1", "/guest/1.2.3", "/guest/ы", "/guest/%20"):
            self.assertClosed(self.client.get(altered), 404, "This link is not complete")
        self.assertContains(self.client.get(url + "/"), TITLE)

    def test_on_a_developers_machine_too(self):
        answer = visitors_not_found(lambda request: guest_page(request, "1.2.3").render())(
            RequestFactory().get("/guest/x")
        )
        self.assertContains(answer, "This link is not complete", status_code=404)

    def test_the_address_of_another_link_does_not_fit(self):
        first, second = self.invite(), self.invite(self.article(slug="second", title="Second"))
        _key, secret, signature = first.get_absolute_url().removeprefix("/guest/").split(".")
        self.assertEqual(self.client.get(f"/guest/{second.pk}.{secret}.{signature}").status_code, 404)
        with override_settings(SECRET_KEY="another"):
            self.assertContains(self.open(second), "Second")  # the signer was made with the settings

    def test_in_the_language_of_the_address(self):
        link = self.invite(self.article(language="ru"))
        link.revoke(by=self.maker)
        self.assertContains(self.open(link), "Эта ссылка закрыта", status_code=410)
        self.assertContains(self.client.get("/ru/guest/1.2.3"), "Ссылка неполная", status_code=404)

    def test_the_bin_closes_it_and_opens_it_again(self):
        link = self.invite()
        link.content.throw_away()
        self.assertClosed(self.open(link), 410, "This link was closed")
        Article.objects.get().restore()
        self.assertContains(self.open(link), TITLE)

    def test_what_is_gone_for_good_takes_its_links_along(self):
        with clock.at(NOON):
            link = self.invite(expires_at=NOON + timedelta(days=80))
            self.invite(link.content, revision=link.content.latest_revision, expires_at=NOON + timedelta(days=80))
            GuestNote.objects.keep(link, page=uuid4(), kind="approval", name="A", text="", revision=None)
            url = link.get_absolute_url()
            link.content.throw_away()
        with clock.at(NOON + timedelta(days=31)):
            prune(Article)
            self.assertFalse(GuestLink.objects.exists() or GuestNote.objects.exists())
            self.assertClosed(self.client.get(url), 410, "This link was closed")

    def test_it_ends_with_the_account_of_its_maker(self):
        for change in ({"is_active": False}, {"is_staff": False}):
            maker = make_user("Author")
            link = self.invite(self.article(slug=f"of-{maker.pk}"), made_by=maker)
            type(maker).objects.filter(pk=maker.pk).update(**change)
            self.assertClosed(self.open(link), 410, "This link was closed")
        maker.delete()
        self.assertClosed(self.open(link), 410, "This link was closed")

    def test_other_methods(self):
        for method in ("put", "delete", "patch"):
            response = getattr(self.client, method)(self.invite(self.article(slug=method)).get_absolute_url())
            self.assertEqual(response.status_code, 405)
            self.assertKeptNowhere(response)


class CountingTests(GuestCase):
    def test_first_last_and_how_often(self):
        link = self.invite()
        for minutes in (0, 5, 9):
            with clock.at(NOON + timedelta(minutes=minutes)):
                self.open(link)
        link.refresh_from_db()
        self.assertEqual(link.openings, 3)
        self.assertEqual((link.first_opened_at, link.last_opened_at), (NOON, NOON + timedelta(minutes=9)))

    def test_programs_and_staff_do_not_count(self):
        link = self.invite()
        self.client.head(link.get_absolute_url())
        for headers in (
            {"Sec-Purpose": "prefetch;prerender"},
            {"Purpose": "prefetch"},
            {"X-Moz": "prefetch"},
            {"Sec-Fetch-Dest": "empty"},
            {"User-Agent": "TelegramBot (like TwitterBot)"},
            {"User-Agent": "WhatsApp/2.23"},
        ):
            self.assertEqual(self.open(link, **headers).status_code, 200)
        self.client.force_login(self.maker)
        self.assertContains(self.open(link), TITLE)
        link.refresh_from_db()
        self.assertEqual((link.openings, link.first_opened_at), (0, None))
        self.client.force_login(make_user())
        self.open(link)
        link.refresh_from_db()
        self.assertEqual(link.openings, 1)


class AnsweringTests(GuestCase):
    def stamp(self, link):
        return self.open(link).context["notice"]["stamp"]

    def send(self, link, *, stamp=None, follow=True, **fields):
        data = {"name": "Prof. Li", "text": "", "kind": "approval", "stamp": stamp or self.stamp(link), **fields}
        return Client(enforce_csrf_checks=True).post(link.get_absolute_url(), data, follow=follow)

    def test_approve_with_a_name_alone(self):
        link = self.invite()
        answer = self.send(link)
        self.assertContains(answer, "Thank you: the editors see that you approve.")
        note = GuestNote.objects.get()
        self.assertEqual((note.kind, note.name, note.text), ("approval", "Prof. Li", ""))
        self.assertEqual(note.revision, link.content.latest_revision)
        self.assertKeptNowhere(answer)
        self.assertKeptNowhere(self.send(link, follow=False))

    def test_a_comment_in_plain_words(self):
        link = self.invite()
        answer = self.send(link, kind="comment", name="  Li   Wei ", text="Not <b>so</b>.\nSecond line")
        self.assertContains(answer, "Not &lt;b&gt;so&lt;/b&gt;.<br>Second line")
        self.assertEqual(GuestNote.objects.get().name, "Li Wei")

    def test_the_version_that_was_read_is_the_one_approved(self):
        link = self.invite()
        stamp, read = self.stamp(link), link.content.latest_revision
        self.draft(link.content, title="Changed while they were reading")
        self.send(link, stamp=stamp)
        self.assertEqual(GuestNote.objects.get().revision, read)

    def test_sent_twice_it_is_kept_once(self):
        link, page = self.invite(), None
        stamp = self.stamp(link)
        for _each in range(2):
            page = self.send(link, stamp=stamp)
            self.assertContains(page, "Thank you")
        self.assertEqual(GuestNote.objects.count(), 1)
        self.send(link, stamp=stamp, kind="comment", text="And one more thing")
        self.assertEqual(GuestNote.objects.count(), 2)

    def test_what_is_missing_or_too_long_is_asked_for(self):
        link = self.invite()
        for fields, told in (
            ({"name": ""}, "This field is required."),
            ({"name": "x" * 101}, "at most 100 characters"),
            ({"kind": "comment", "text": " "}, "Please write your comment."),
            ({"kind": "comment", "text": "x" * 4001}, "at most 4000 characters"),
            ({"kind": "published"}, "not one of the available choices"),
            ({"kind": ""}, "Please choose one of the two buttons."),
            ({"name": "a\0b"}, "Null characters are not allowed."),
        ):
            with self.subTest(told):
                self.assertContains(self.send(link, **fields), told)
        self.assertContains(self.send(link, name="", kind="comment", text="Kept words"), "Kept words</textarea>")
        self.assertFalse(GuestNote.objects.exists())

    def test_only_from_our_own_page_of_this_link(self):
        link, other = self.invite(), self.invite(self.article(slug="other"))
        for stamp in ("rubbish", self.stamp(other), self.stamp(link)[:-1], "x" * 400):
            self.assertContains(self.send(link, stamp=stamp), "send it once more", status_code=400)
        self.assertFalse(GuestNote.objects.exists())

    def test_one_link_takes_fifty(self):
        link = self.invite()
        for number in range(50):
            self.send(link, name=f"Guest {number}", follow=False)
        self.assertContains(self.send(link, name="One more"), "takes no more comments", status_code=429)
        self.assertEqual(GuestNote.objects.count(), 50)

    def test_thanks_are_no_opening_and_no_secret(self):
        link = self.invite()
        stamp = self.stamp(link)
        said = self.send(link, stamp=stamp).redirect_chain[0][0]
        link.refresh_from_db()
        self.assertEqual(link.openings, 1)
        self.client.get(said.replace("said=", "said=x"), headers=BROWSER)
        link.refresh_from_db()
        self.assertEqual(link.openings, 2)

    def test_a_text_that_nothing_is_kept_of(self):
        link = self.invite(Article.objects.create(title="Imported", slug="imported"))
        self.assertContains(self.send(link), "Thank you")
        self.assertIsNone(GuestNote.objects.get().revision)


class LeakTests(GuestCase):
    """Real handlers at the root and at Django's own loggers: what they write is what stands in a log."""

    def setUp(self):
        self.written = StringIO()
        self.handler = logging.StreamHandler(self.written)
        self.handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
        self.addCleanup(logging.getLogger().setLevel, logging.getLogger().level)
        for name in ("", "django.server", "granian.access"):
            logger = logging.getLogger(name)
            self.addCleanup(setattr, logger, "handlers", logger.handlers)
            logger.handlers = [self.handler]
            logger.setLevel(logging.DEBUG)

    def assertLogged(self, words, link):
        self.assertIn(words, self.written.getvalue())
        self.assertNotIn(link.secret, self.written.getvalue())
        self.assertNotIn(link.get_absolute_url().rpartition(".")[2], self.written.getvalue())

    def test_closed_and_altered_addresses(self):
        link = self.invite()
        self.client.get(link.get_absolute_url() + "x")
        self.assertLogged("Not Found: /guest/…", link)
        link.revoke(by=self.maker)
        self.open(link)
        self.assertLogged("Gone: /guest/…", link)
        self.client.put(link.get_absolute_url())
        self.assertLogged("Method Not Allowed (PUT): /guest/…", link)

    def test_access_logs_of_servers(self):
        link = self.invite(self.article(language="ru"))
        path = link.get_absolute_url()
        logging.getLogger("django.server").info('"%s" %s %s', f"GET {path}?said=1 HTTP/1.1", "200", "5")
        atoms = {"addr": "::1", "method": "GET", "path": path, "status": 200}
        logging.getLogger("granian.access").info('%(addr)s "%(method)s %(path)s" %(status)d', atoms)
        self.assertLogged('"GET /ru/guest/…?said=1 HTTP/1.1" 200 5', link)
        self.assertLogged('::1 "GET /ru/guest/…" 200', link)
        self.assertIn("/ru/guest/…", self.written.getvalue())

    def test_errors_with_their_tracebacks(self):
        link = self.invite()
        try:
            raise ValueError(f"could not answer {link.get_absolute_url()}")
        except ValueError:
            logging.getLogger("django.request").exception("Internal Server Error: %s", link.get_absolute_url())
        self.assertLogged("ValueError: could not answer /guest/…", link)

    def test_a_request_with_a_null_byte(self):
        link = self.invite()
        self.assertEqual(self.client.get(link.get_absolute_url() + "?x=%00").status_code, 400)
        self.assertNotIn(link.secret, self.written.getvalue())

    def test_nothing_kept_names_it(self):
        link = self.invite()
        page = self.open(link)
        self.client.post(
            link.get_absolute_url(), {"name": "A", "kind": "approval", "stamp": page.context["notice"]["stamp"]}
        )
        kept = [
            *LogEntry.objects.values_list("change_message", "object_repr"),
            *Revision.objects.values_list("snapshot"),
        ]
        self.assertNotIn(link.secret, str(kept))
