"""Pictures of every kind of page, in both languages, by day and by night, at three widths: `make screenshots`.

They are written to var/screenshots, for people to look at. Nothing is asserted but that the pages open.
"""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from tests import page_kinds
from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase

FOLDER = Path(settings.BASE_DIR, "var", "screenshots")
TABLET = 768
# Pictures below the fold come at once, and nothing is caught half-way.
SETTLED = """async () => {
  for (const picture of document.images) picture.loading = "eager";
  await Promise.all([...document.images].map((picture) => picture.decode().catch(() => null)));
}"""


class Screenshots(BrowserTestCase):
    def test_every_kind_of_page(self):
        call_command("demo", verbosity=0)
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.expect_complaint("404 (Not Found)")  # one of the kinds
        for language in ("en", "ru"):
            for kind, path in page_kinds.paths(language).items():
                for dark in (False, True):
                    self._shoot(f"{kind}-{language}-{'dark' if dark else 'light'}", path, dark=dark)

    def _shoot(self, name: str, path: str, *, dark: bool) -> None:
        page = self.open(path, dark=dark)
        for width in (PHONE, TABLET, DESKTOP):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(SETTLED)
            page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)
        page.context.close()
        self.contexts.remove(page.context)
