"""A live site and Debian's Chromium. Every test fails on a console error, and on a request to another host."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route, sync_playwright

from tests import demonstration

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = 360, 1366  # CSS pixels
PATIENCE = 15_000  # milliseconds
SCREENSHOTS = Path(settings.BASE_DIR, "var", "browser")

WITH_A_WINDOW = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{} Safari/537.36"


class BrowserTestCase(StaticLiveServerTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Playwright's event loop runs in this thread, and Django refuses the database wherever one runs.
        asked_before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        cls.addClassCleanup(_restore, "DJANGO_ALLOW_ASYNC_UNSAFE", asked_before)
        playwright = sync_playwright().start()
        cls.addClassCleanup(playwright.stop)
        cls.browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        demonstration.empty()
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []
        self.expected: list[str] = []

    def tearDown(self):
        for context in self.contexts:
            context.close()
        unexpected = [said for said in self.complaints if not any(part in said for part in self.expected)]
        self.assertEqual(unexpected, [])

    def _fixture_teardown(self):
        """Left to the next one's `setUp`: a flush would meet requests that are still on their way."""

    def _callTestMethod(self, method):
        try:
            super()._callTestMethod(method)
        except BaseException:
            self._keep_screenshots()
            raise

    # ---- What tests call ----

    def open(
        self,
        path: str = "/",
        *,
        width: int = DESKTOP,
        javascript: bool = True,
        dark: bool = False,
        user: User | None = None,
        locale: str = "en-GB",
        scale: float = 1,
    ) -> Page:
        """A page of a fresh browser (no cookies but `user`'s session), opened at `path`."""
        context = self.browser.new_context(
            # As with a window: the site tells people from programs by it.
            user_agent=WITH_A_WINDOW.format(self.browser.version),
            base_url=self.live_server_url,
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            locale=locale,
            device_scale_factor=scale,
        )
        context.set_default_timeout(PATIENCE)
        context.route("**/*", self._stay_at_home)
        self.contexts.append(context)
        if user:
            self._sign_in(context, user)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.goto(path)
        return page

    def expect_complaint(self, part: str) -> None:
        """Whatever the console says with `part` in it is no failure (a 404 that the test asks for, say)."""
        self.expected.append(part)

    def assertFits(self, page: Page) -> None:
        """Nothing sticks out sideways."""
        page.wait_for_load_state()  # after a click the styles may still be on their way
        wide, view = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        self.assertLessEqual(wide, view, f"{page.url} scrolls sideways")

    # ---- How it is done ----

    def _sign_in(self, context: BrowserContext, user: User) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.live_server_url}])

    def _stay_at_home(self, route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(self.live_server_url).netloc:
            route.continue_()
            return
        self.complaints.append(f"asked a foreign host: {route.request.url}")
        route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.location.get('url', '')}: {message.text}")

    def _keep_screenshots(self) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        pages = [page for context in self.contexts for page in context.pages]
        for number, page in enumerate(pages, 1):
            page.screenshot(path=SCREENSHOTS / f"{self.id()}-{number}.png", full_page=True)


def _restore(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
