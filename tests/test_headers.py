"""What every answer tells browsers to forbid: exactly, on every address of tests/test_site.py."""

from django.conf import settings
from django.contrib.staticfiles import finders

from opendoors.content.publishing import State
from tests.factories import make_article, make_page
from tests.test_site import OPEN, TABLE, SiteCase, read_to_the_end

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ALWAYS = {
    "Referrer-Policy": {"same-origin", "no-referrer"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "X-Content-Type-Options": {"nosniff"},
}
FILMS = {
    "https://www.youtube-nocookie.com": "https://youtu.be/dQw4w9WgXcQ",
    "https://rutube.ru": f"https://rutube.ru/video/{'0a' * 16}/",
    "https://vkvideo.ru": "https://vk.com/video-22822305_456242110",
    "https://player.bilibili.com": "https://www.bilibili.com/video/BV1xx411c7mD/",
}


def policy(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


class HeaderTests(SiteCase):
    def look(self, path, status=None):
        response = self.client.get(path)
        read_to_the_end(response)
        if status:
            self.assertEqual(response.status_code, status, path)
        for name, values in ALWAYS.items():
            self.assertIn(response.get(name), values, f"{name} of {path}")
        forbidden = response["Permissions-Policy"].split(", ")
        self.assertLess({"camera=()", "microphone=()", "geolocation=()"}, set(forbidden))
        return response

    def test_public_pages_have_exactly_this_policy(self):
        for name, answers in TABLE.items():
            if answers is not OPEN:
                continue
            for prefix in ("", "/ru"):
                address = self.address_of(name)
                if prefix and (address.startswith(("/admin", "/health")) or name.endswith("-detail")):
                    continue  # has no Russian address, or another one
                with self.subTest(prefix + address):
                    self.assertEqual(policy(self.look(prefix + address)), POLICY)

    def test_answers_that_are_no_page(self):
        withdrawn, article = make_article(state=State.WITHDRAWN), make_article()
        old = article.old_addresses.create(path="/news/of-old")
        for path, status in {
            "/nowhere/": 404,
            "/news/%00/": 400,
            withdrawn.get_absolute_url(): 410,
            old.path: 301,
            "/admin/": 302,
        }.items():
            with self.subTest(path):
                self.assertEqual(policy(self.look(path, status)), POLICY)

    def test_staff_are_never_told_less(self):
        self.client.force_login(self.users["Administrator"])
        for name in TABLE:
            with self.subTest(name):
                told = policy(self.look(self.address_of(name)))
                self.assertEqual(told["default-src"], "'none'")
                self.assertNotIn("unsafe-eval", " ".join(told.values()))
                self.assertNotIn("http", " ".join(told.values()))

    def test_styles_and_scripts_too(self):
        self.assertTrue(finders.find("css/site.css"))
        for name in ("css/site.css", "js/video.js"):
            self.look(f"{settings.STATIC_URL}{name}", 200)


class FilmTests(SiteCase):
    def frames(self, *addresses):
        body = "".join(f'<p><a href="{address}">A film</a></p>' for address in addresses)
        return [policy(self.client.get(make(body=body).get_absolute_url())) for make in (make_article, make_page)]

    def test_players_are_let_in_where_their_film_is(self):
        for host, address in FILMS.items():
            for told in self.frames(address, "https://example.org/"):
                with self.subTest(address):
                    self.assertEqual(told, {**POLICY, "frame-src": host})

    def test_several_at_once(self):
        for told in self.frames(*FILMS.values()):
            self.assertEqual(set(told["frame-src"].split()), set(FILMS))

    def test_nowhere_else(self):
        for told in self.frames("https://example.org/?v=dQw4w9WgXcQ", "https://rutube.ru/video/x/"):
            self.assertEqual(told, POLICY)
