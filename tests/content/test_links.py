"""Links followed: those inside by resolving them, those outside by asking a real server on this machine."""

import threading
import time
from contextlib import redirect_stdout
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.test import SimpleTestCase, TestCase, override_settings
from django.test.utils import CaptureQueriesContext

from opendoors.content import clock
from opendoors.content.links.checking import check
from opendoors.content.links.outside import Asker, is_public
from opendoors.content.models import CheckedLink
from opendoors.pages.models import HomePage
from tests.factories import (
    make_agreement,
    make_article,
    make_deadline,
    make_laboratory,
    make_menu_item,
    make_page,
    make_university,
    make_user,
)

HOUR = timedelta(hours=1)


class Handler(BaseHTTPRequestHandler):
    STATUSES = {"/ok": 200, "/gone": 404, "/broken": 500, "/closed": 403, "/busy": 429}
    LEADS = {"/moved": "/ok", "/round": "/round", "/inwards": "http://10.0.0.1/", "/file": "file:///etc/passwd"}
    LEADS["/named"] = "/дверь".encode().decode("latin-1")  # as many servers write it

    def answer(self):
        server, path = self.server, self.path.partition("?")[0]
        server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        server.now += 1
        server.most = max(server.most, server.now)
        if path == "/slow":
            time.sleep(0.6)
        if path == "/dripping":
            self.drip()
        status = 405 if path == "/get" and self.command == "HEAD" else self.STATUSES.get(path, 200)
        self.send_response(302 if path in self.LEADS else status)
        if path in self.LEADS:
            self.send_header("Location", self.LEADS[path])
        self.end_headers()
        server.now -= 1

    do_HEAD = do_GET = answer

    def drip(self):
        for _number in range(20):
            self.wfile.write(b"H")
            self.wfile.flush()
            time.sleep(0.05)

    def log_message(self, *arguments):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Whoever asked has hung up."""


class ServedCase(TestCase):
    def setUp(self):
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.asked, self.server.now, self.server.most = [], 0, 0
        thread = threading.Thread(target=self.server.serve_forever, args=[0.01])
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.root = f"http://127.0.0.1:{self.server.server_port}"
        here = override_settings(ALLOWED_HOSTS=["testserver"])
        here.enable()
        self.addCleanup(here.disable)

    def asker(self, **values):
        return Asker("Checker/1", **{"timeout": 0.4, "pause": 0, "may_ask": lambda ip: ip == "127.0.0.1", **values})

    def ask(self, path):
        answer = self.asker().ask(self.root + path)
        return answer.problem, answer.status


class OutsideTests(ServedCase):
    def test_what_answers_mean(self):
        for path, expected in {
            "/ok": ("", 200),
            "/gone": ("answer", 404),
            "/broken": ("answer", 500),
            "/closed": ("", 403),
            "/busy": ("", 429),
            "/get": ("", 200),
            "/moved": ("", 200),
            "/named": ("", 200),
            "/round": ("circle", 302),
            "/inwards": ("forbidden", None),
            "/file": ("forbidden", None),
            "/slow": ("silent", None),
            "/dripping": ("silent", None),
            "/ok?q=ы&x=%D1%8B": ("", 200),
        }.items():
            with self.subTest(path):
                self.assertEqual(self.ask(path), expected)

    def test_head_is_enough_unless_it_is_not_understood(self):
        self.ask("/ok")
        self.ask("/get")
        asked = [("HEAD", "/ok"), ("HEAD", "/get"), ("GET", "/get")]
        self.assertEqual([each[:2] for each in self.server.asked], asked)
        self.assertEqual({each[2] for each in self.server.asked}, {"Checker/1"})

    def test_one_host_is_asked_one_question_after_the_other(self):
        addresses = [f"{self.root}/ok?{number}" for number in range(6)]
        began = time.monotonic()
        answers = dict(self.asker(pause=0.05).ask_all(addresses))
        self.assertEqual({address: one.status for address, one in answers.items()}, dict.fromkeys(addresses, 200))
        self.assertEqual(self.server.most, 1)
        self.assertGreaterEqual(time.monotonic() - began, 5 * 0.05)

    def test_what_is_no_public_address_is_not_asked(self):
        for address in (f"{self.root}/ok", "http://localhost/", "http://[::1]/", "http://user@example.org/"):
            with self.subTest(address):
                self.assertEqual(Asker("x").ask(address).problem, "forbidden")
        self.assertEqual(self.server.asked, [])

    def test_what_nobody_answers(self):
        for address in ("http://127.0.0.1:9/", "http://[", f"http://{'a' * 70}.example/", "http://nothing.invalid/"):
            with self.subTest(address):
                self.assertEqual(self.asker().ask(address).problem, "unreachable")


class PublicAddressTests(SimpleTestCase):
    def test_private_networks_in_every_guise(self):
        for address in (
            *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
            *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1"),
            *("::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "::7f00:1", "fec0::1"),
        ):
            self.assertFalse(is_public(address), address)
        for address in ("8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"):
            self.assertTrue(is_public(address), address)


class CheckTests(ServedCase):
    def found(self):
        return {(str(one.content), one.address): one.problem for one in CheckedLink.objects.all()}

    def write(self, body, **values):
        return make_article(body=body, waived="Kept on purpose", **values)

    EVERY = {
        ("A", "/no/where/"): "nowhere",
        ("P", "http://testserver/news/no/"): "hidden",
        ("D", "/no-deadline/"): "hidden",
        ("M", "/no-menu/"): "hidden",
        ("Home page", "/admin/"): "staff",
        ("U", "http://testserver/media/no.pdf"): "file",
        ("G", "/no-source/"): "hidden",
        ("L", "http://testserver/partners/labs/no/"): "hidden",
    }

    def test_every_kind_of_content_is_read(self):
        make_article(slug="there")
        body = '<p><a href="/news/there/">Good</a>, <a href="/no/where/">bad</a>, <a href="#x">here</a></p>'
        self.write(body, title="A")
        page = make_page(title="P")
        type(page).objects.update(body='<p><a href="http://testserver/news/no/">Bad</a></p>')
        make_deadline(title_en="D", link="/no-deadline/", is_published=True)
        make_menu_item(None, label_en="M", address="/no-menu/")
        HomePage.objects.update_or_create(pk=1, defaults={"action_label_en": "H", "action_address": "/admin/"})
        university = make_university(name_en="U", description_en="See http://testserver/media/no.pdf.")
        agreement = make_agreement(title_en="G", parties=[university, make_university()])
        agreement.events.create(kind="other", source_title="S", source_url="/no-source/")
        laboratory = make_laboratory(name_en="L", host=university)
        type(laboratory).objects.update(website="http://testserver/partners/labs/no/")
        check(None)
        self.assertEqual(self.found(), self.EVERY)

    def test_drafts_and_what_is_hidden_are_not_read(self):
        for state in ("draft", "withdrawn"):
            self.write('<p><a href="/nowhere/x/">Bad</a></p>', state=state)
        make_university(is_published=False, website="http://testserver/nowhere/x/")
        check(None)
        self.assertEqual(self.found(), {})

    def test_results_say_since_when_and_vanish_when_it_is_mended(self):
        article = self.write('<p><a href="/news/later/">Soon</a></p>')
        begin = clock.now()
        for hours in (0, 1):
            with clock.at(begin + hours * HOUR):
                check(None)
        result = CheckedLink.objects.get()
        self.assertEqual((result.broken_since, result.checked_at), (begin, begin + HOUR))
        make_article(slug="later")
        check(None)
        self.assertFalse(CheckedLink.objects.of(article).exists())

    def test_they_vanish_with_the_text_that_readers_know(self):
        article = self.write(f'<p><a href="/no/where/">Bad</a> <a href="{self.root}/gone">Gone</a></p>')
        check(self.asker())
        self.assertEqual(CheckedLink.objects.count(), 2)
        article.body = f'<p><a href="{self.root}/gone">Gone</a></p>'
        with self.captureOnCommitCallbacks(execute=True):
            article.save_draft(by=None)
        self.assertEqual(CheckedLink.objects.count(), 2)
        with self.captureOnCommitCallbacks(execute=True):
            article.publish(by=None)
        self.assertEqual(CheckedLink.objects.get().address, f"{self.root}/gone")
        with self.captureOnCommitCallbacks(execute=True):
            article.withdraw("Wrong")
        self.assertFalse(CheckedLink.objects.exists())

    def test_an_address_is_asked_once_wherever_it_stands(self):
        for path in ("/ok", "/gone"):
            for _number in range(2):
                self.write(f'<p><a href="{self.root}{path}">Words</a></p>')
        done = check(self.asker())
        self.assertEqual((done["checked"], done["broken"]), (2, 1))
        self.assertEqual([each[:2] for each in self.server.asked if each[1] == "/ok"], [("HEAD", "/ok")])
        self.assertEqual(CheckedLink.objects.count(), 4)
        check(None)  # what was found elsewhere stays
        self.assertEqual(CheckedLink.objects.broken().count(), 2)


class CommandTests(ServedCase):
    def run_it(self, *options):
        told = StringIO()
        with redirect_stdout(told):
            try:
                call_command("check_links", *options, stdout=told)
            except SystemExit as end:
                told.write(f"exit {end.code}")
        return told.getvalue()

    def test_it_tells_what_is_broken_and_fails(self):
        make_article(title="A", body='<p><a href="/no/where/">Bad</a></p>', waived="Kept on purpose")
        told = self.run_it()
        self.assertIn("article “A”: /no/where/ leads to no page of this site", told)
        self.assertTrue(told.endswith("1 addresses checked, 1 of them broken.\nexit 1"), told)

    def test_it_asks_no_private_network(self):
        make_article(title="A", body=f'<p><a href="{self.root}/ok">Words</a></p>')
        self.assertIn("is no public address", self.run_it("--external", "--pause=0"))
        self.assertEqual(self.server.asked, [])

    def test_without_a_network_nothing_is_told_of_other_sites(self):
        make_article(title="A", body=f'<p><a href="{self.root}/ok">Words</a></p>')
        self.run_it("--external", "--pause=0")
        self.assertEqual(self.run_it(), "0 addresses checked, 0 of them broken.\n")

    def test_nothing_broken(self):
        self.assertEqual(self.run_it(), "0 addresses checked, 0 of them broken.\n")


class ListTests(TestCase):
    LIST = "/admin/content/checkedlink/"

    @classmethod
    def setUpTestData(cls):
        cls.author, cls.editor = make_user("Author"), make_user("Association editor")
        owner = make_university(staff=[cls.author])
        for title, owned in (("Mine", owner), ("Theirs", None)):
            body = f'<p><a href="/no/{title.lower()}/">Bad</a></p>'
            cls.article = make_article(title=title, body=body, owner=owned, waived="Kept on purpose")
        check(None)

    def see(self, user, query=""):
        self.client.force_login(user)
        return self.client.get(self.LIST + query)

    def test_everybody_sees_what_stands_in_their_own(self):
        page = self.see(self.author)
        self.assertContains(page, "/no/mine/")
        self.assertNotContains(page, "/no/theirs/")
        self.assertNotContains(page, "Theirs")
        page = self.see(self.editor)
        for words in ("/no/mine/", "/no/theirs/", f"/admin/news/article/{self.article.pk}/change/"):
            self.assertContains(page, words)

    def test_broken_ones_unless_all_are_asked_for(self):
        CheckedLink.objects.filter(address="/no/mine/").update(problem="")
        self.assertNotContains(self.see(self.editor), "/no/mine/")
        self.assertContains(self.see(self.editor, "?state=all"), "/no/mine/")
        self.assertNotContains(self.see(self.editor, "?to=elsewhere"), "/no/theirs/")

    def test_the_articles_form_says_so_quietly(self):
        self.client.force_login(self.editor)
        form = f"/admin/news/article/{self.article.pk}/change/"
        self.assertContains(self.client.get(form), "1 link in the text that readers know is broken")
        CheckedLink.objects.all().delete()
        self.assertNotContains(self.client.get(form), "that readers know")

    def test_the_list_costs_the_same_however_long_it_is(self):
        self.client.force_login(self.editor)
        self.client.get(self.LIST)
        spent = []
        for _round in range(2):
            with CaptureQueriesContext(connection) as queries:
                self.client.get(self.LIST)
            spent.append(len(queries))
            for number in range(28):
                make_article(body=f'<p><a href="/no/{number}/">Bad</a></p>', waived="Kept on purpose")
            check(None)
        self.assertEqual(spent[0], spent[1])
