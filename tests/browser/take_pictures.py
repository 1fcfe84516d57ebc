"""Takes pictures of docs/editors.md anew, of the demonstration site, by `make pictures`. Look at them before use."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from PIL import Image

from news.models import Article
from tests.browser.harness import BrowserTestCase
from tests.factories import make_user

FOLDER = Path(settings.BASE_DIR, "docs", "images")
WIDTH, COLOURS = 1280, 48


class Pictures(BrowserTestCase):
    def setUp(self):
        super().setUp()
        call_command("demo", picture_width=640, verbosity=0)
        self.maria = make_user("Association editor", first_name="Maria", last_name="Petrova", email="maria@example.org")

    def picture(self, name: str, path: str, *, height: int, part: str = "#content") -> None:
        """The part of the page, cut off at `height`, in few colours."""
        page = self.open(path, user=self.maria, width=WIDTH)
        page.wait_for_load_state("networkidle")
        box = page.locator(part).bounding_box()
        kept = {"x": box["x"], "y": box["y"], "width": box["width"], "height": min(height, box["height"])}
        file = FOLDER / f"{name}.png"
        page.screenshot(path=file, clip=kept, full_page=True)
        Image.open(file).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)

    def test_why(self):
        article = Article.objects.in_language("en").scheduled().get()
        self.picture("why", f"/admin/news/article/{article.pk}/visibility/", height=750)
