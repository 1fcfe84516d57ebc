import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from django.test import SimpleTestCase

from tests.serving import asking
from tests.serving.site import the_site

PAGES = ("/", "/ru/", "/news/", "/partners/", "/search/?q=university", "/news/feed.rss", "/admin/login/")
GZIP = {"Accept-Encoding": "gzip"}
PASSWORD = "correct horse battery staple"


class SiteTestCase(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site = the_site()
        cls.home = cls.site.ask().text

    def first(self, pattern: str) -> str:
        """What of the home page this finds."""
        return re.search(pattern, self.home)[0]


class ServedTests(SiteTestCase):
    def test_pages_open(self):
        for path in PAGES:
            with self.subTest(path):
                answer = self.site.ask(path, headers=GZIP)
                self.assertEqual((answer.status, answer["Content-Encoding"]), (200, "gzip"))
                self.assertIn("max-age=31536000", answer["Strict-Transport-Security"])

    def test_everything_that_pages_load_is_there(self):
        named = {
            path for page in PAGES for path in re.findall(r"/(?:static|media)/[^\"\s,<>&]+", self.site.ask(page).text)
        }
        self.assertGreater(len(named), 20)
        self.assertEqual({path: self.site.ask(path).status for path in named}, dict.fromkeys(named, 200))

    def test_the_application_could_do_without_nginx(self):
        server, style = self.site.servers[0], self.first(r"/static/[^\"]+\.css")
        over_https = {"X-Forwarded-Proto": "https"}
        self.assertEqual(asking.ask(server.port, style, plain=True, headers=over_https).status, 200)
        self.assertEqual(asking.ask(server.port, "/", plain=True, headers=over_https).status, 200)
        self.assertEqual(asking.ask(server.port, "/", plain=True).status, 301)

    def test_over_http_2(self):
        told = ["-w", "%{http_version} %{http_code}", "-o", "/dev/null", "-sk", f"{self.site.url}/news/"]
        spoken = subprocess.run(["curl", "--http2", *told], capture_output=True, text=True, check=True).stdout
        self.assertEqual(spoken, "2 200")

    def test_old_tls_is_refused(self):
        for version, is_spoken in (("1.1", False), ("1.2", True), ("1.3", True)):
            with self.subTest(version):
                only = [f"--tlsv{version}", "--tls-max", version, "--ciphers", "DEFAULT@SECLEVEL=0"]
                asked = ["curl", "-sk", "-o", "/dev/null", *only, f"{self.site.url}/health/"]
                self.assertEqual(subprocess.run(asked).returncode == 0, is_spoken)

    def test_plain_http_leads_to_https(self):
        answer = asking.ask(self.site.nginx.http, "/news/?page=2", plain=True, host="www.example.org")
        self.assertEqual((answer.status, answer["Location"]), (301, f"{self.site.url}/news/?page=2"))

    def test_nothing_tells_which_nginx_it_is(self):
        for path in ("/", "/static/nothing.css", "/503.html"):
            answer = self.site.ask(path)
            self.assertEqual(answer["Server"], "nginx")
            self.assertNotRegex(answer.text, r"nginx/\d")

    def test_another_host_is_refused(self):
        self.assertEqual(self.site.ask(host="evil.example").status, 400)

    def test_health(self):
        self.assertEqual(self.site.ask("/health/").status, 200)

    def test_a_feed_that_somebody_has_is_304(self):
        whole = self.site.ask("/news/feed.rss")
        answer = self.site.ask("/news/feed.rss", headers={"If-None-Match": whole["ETag"]})
        self.assertEqual((whole.status, answer.status, answer.body), (200, 304, b""))

    def test_staff_sign_in(self):
        make = (
            f"from django.contrib.auth.models import User; User.objects.create_superuser('anna', password={PASSWORD!r})"
        )
        self.site.shell(make)
        form = self.site.ask("/admin/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)[1]
        cookie = form["Set-Cookie"].partition(";")[0]
        filled = {"csrfmiddlewaretoken": token, "username": "anna", "password": PASSWORD, "next": "/admin/"}
        headers = {"Cookie": cookie, "Origin": self.site.url, "Content-Type": "application/x-www-form-urlencoded"}
        host = self.site.url.partition("://")[2]
        sent = self.site.ask(
            "/admin/login/", method="POST", headers=headers, body=urlencode(filled).encode(), host=host
        )
        self.assertEqual((sent.status, sent["Location"]), (302, "/admin/"))
        session = re.search(r"sessionid=\w+", sent["Set-Cookie"])[0]
        self.assertEqual(self.site.ask("/admin/", headers={"Cookie": session}).status, 200)
        self.assertEqual(self.site.ask("/admin/").status, 302)


class FilesTests(SiteTestCase):
    def test_styles_and_scripts_come_compressed_from_nginx_and_stay_for_ever(self):
        for pattern in (r"/static/[^\"]+\.css", r"/static/[^\"]+\.js"):
            path = self.first(pattern)
            stored = Path(self.site.environment["STATIC_ROOT"], path.removeprefix("/static/") + ".gz")
            answer = self.site.ask(path, headers=GZIP)
            self.assertEqual((answer.status, answer["Content-Encoding"]), (200, "gzip"))
            self.assertEqual(answer.body, stored.read_bytes())
            self.assertEqual(answer["Cache-Control"], "public, max-age=31536000, immutable")
            self.assertEqual((answer["Vary"], answer["X-Content-Type-Options"]), ("Accept-Encoding", "nosniff"))
            self.assertFalse(answer["ETag"].startswith("W/"))
            self.assertIn("charset=utf-8", answer["Content-Type"])

    def test_a_file_whose_name_does_not_change_is_asked_for_again(self):
        answer = self.site.ask("/static/css/tokens.css")
        self.assertEqual((answer.status, answer["Cache-Control"]), (200, "public, max-age=60"))

    def test_a_file_that_is_not_there_is_not_remembered(self):
        for path in ("/static/css/site.0123456789ab.css", "/media/images/nothing.jpg"):
            answer = self.site.ask(path)
            self.assertEqual((answer.status, answer["Cache-Control"]), (404, "no-store"))

    def test_pictures_are_in_a_sandbox(self):
        answer = self.site.ask(self.first(r"/media/[^\" ]+"))
        self.assertEqual(answer.status, 200)
        self.assertRegex(answer["Content-Type"], "^image/")
        self.assertEqual(answer["Content-Security-Policy"], "default-src 'none'; sandbox")
        self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
        self.assertEqual(answer["Cache-Control"], "public, max-age=31536000, immutable")

    def test_private_files_have_no_address(self):
        card = next(Path(self.site.environment["MEDIA_ROOT"]).rglob("*.*")).parent
        private = Path(self.site.environment["PRIVATE_ROOT"])
        private.mkdir(exist_ok=True)
        (private / "secret.pdf").write_text("secret")
        for path in ("/media/../private/secret.pdf", "/media/%2e%2e/private/secret.pdf", "/private/secret.pdf"):
            self.assertIn(self.site.ask(path).status, (400, 404))
        self.assertTrue(card.exists())


class UpgradeTests(SiteTestCase):
    def test_servers_restarted_one_after_the_other_drop_nothing(self):
        seen = []
        with ThreadPoolExecutor(4) as pool:
            working = [pool.submit(self.work, seen) for _reader in range(3)]
            for server in self.site.servers:
                time.sleep(0.5)
                server.restart()
            time.sleep(0.5)
            seen.append("end")
            for work in working:
                work.result()
        self.assertGreater(len(seen), 20)
        self.assertEqual(set(seen), {"GET 200", "POST 403", "end"})

    def work(self, seen: list[str]) -> None:
        """Reads and sends until the end."""
        while "end" not in seen:
            seen.append(f"GET {self.site.ask('/partners/').status}")
            seen.append(f"POST {self.site.ask('/admin/login/', method='POST', body=b'x=y').status}")

    def test_all_dead_and_back(self):
        style = self.first(r"/static/[^\"]+\.css")
        for server in self.site.servers:
            server.kill()
        down = self.site.ask("/partners/labs/")
        self.assertEqual((down.status, down["Retry-After"]), (503, "10"))
        self.assertEqual(self.site.ask(style).status, 200)
        for server in self.site.servers:
            server.start()
        self.assertEqual(self.site.ask("/partners/labs/").status, 200)
