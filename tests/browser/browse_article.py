"""The main job from end to end: an editor pastes a report and publishes it, a visitor reads it."""

import re
import tempfile
from io import BytesIO
from pathlib import Path

from django.test import override_settings
from PIL import Image as Drawing

from news.models import Article
from tests import factories
from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase

REPORT = """
<h2>A morning of questions</h2>
<p>The first bus reached the campus before eight, and by nine the queue at the registration desk had bent round the
corner.</p>
<p>‘I came to ask one thing,’ said a teacher from Accra, ‘and I left with a list of eleven more.’</p>
<p>The day had three parts: a talk about the tracks, an hour with the people who read portfolios, and a walk.</p>
<h2>What a portfolio is for</h2>
<p>“Write what you did, not what you felt about it,” one of the readers told the hall – twice, because the first
time nobody wrote it down.</p>
<blockquote><p>‘A page that a stranger understands is worth three that only your supervisor can
follow.’</p></blockquote>
<p>She showed two applications side by side, both real, both without names, and let the audience choose.</p>
<p>Most chose the shorter one. So had the jury, four years earlier.</p>
<h3>Three things to check</h3>
<ul><li>Each certificate is readable.</li><li>Each date is there.</li><li>The letter names the field.</li></ul>
<p>Questions about languages took half an hour: which tests count, who needs none, and why the answer differs by
track.</p>
<p>The organisers’ reply was the same each time – look at the page of your track, and write if it is silent.</p>
<h2>An afternoon outside</h2>
<p>After lunch the guests saw a laboratory where glass is grown, slowly, at the temperature of a warm oven.</p>
<p>‘It takes nine days,’ a doctoral student explained, ‘and you cannot hurry it; we have tried.’</p>
<p>Two of the guests asked whether they might come back for the ninth day. They were given an address to write to.</p>
<p>The last bus left at six. The list of unanswered questions, by then on a blackboard, was photographed and will be
published together with the answers.</p>
"""


def picture(folder: str) -> Path:
    path = Path(folder, "cover.jpg")
    with BytesIO() as file:
        Drawing.linear_gradient("L").resize((1200, 675)).convert("RGB").save(file, "JPEG")
        path.write_bytes(file.getvalue())
    return path


class PublishTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.enterContext(override_settings(MEDIA_ROOT=self.folder))
        self.topic = factories.make_topic(name_en="Open days", name_ru="Дни открытых дверей")
        for _each in range(3):
            factories.make_article()

    def test_editor_pastes_a_report_and_a_visitor_reads_it(self):
        self._write(self.open("/admin/news/article/add/", user=factories.make_user("Association editor")))
        article = Article.objects.get(title="A day behind the doors")
        for width in (DESKTOP, PHONE):
            page = self.open("/news/", width=width, javascript=False)
            page.get_by_role("link", name="A day behind the doors").first.click()
            self._read(page)
        page = self.open(self.topic.get_absolute_url(), javascript=False)
        self.assertTrue(page.get_by_role("link", name="A day behind the doors").first.is_visible())
        self.assertEqual(article.cover.alt_en, "A grey wall")

    def test_double_click_publishes_once(self):
        page = self.open("/admin/news/article/add/", user=factories.make_user("Association editor"))
        page.frame_locator("iframe.cke_wysiwyg_frame").locator("body").wait_for()  # it complains when it is cut short
        page.get_by_label("Title").fill("Clicked twice")
        page.get_by_label("Lead").fill("Once is enough.")
        page.get_by_role("button", name="Publish", exact=True).dblclick()
        page.get_by_text("“Clicked twice” is public.").wait_for()
        self.assertEqual(page.locator(".errornote").count(), 0)
        self.assertEqual(Article.objects.get(title="Clicked twice").revisions.count(), 1)

    def _write(self, page):
        page.get_by_label("Title").fill("A day behind the doors")
        page.get_by_label("Lead").fill("Teachers from six countries spent a day asking.")
        self._paste(page, REPORT)
        page.locator("input[name=picture_upload]").set_input_files(picture(self.folder))
        page.locator("[name=picture_alt]").fill("A grey wall")
        page.locator("[name=picture_credit]").fill("Press office")
        self._choose(page, "topics", "Open days")
        page.locator("[name=source_name]").fill("University newspaper")
        page.locator("[name=source_url]").fill("https://example.org/report")
        page.get_by_role("button", name="Publish", exact=True).click()
        page.get_by_text("is public").wait_for()

    def _paste(self, page, html):
        """Through the clipboard, as a person would."""
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.evaluate(
            """html => navigator.clipboard.write([
                new ClipboardItem({"text/html": new Blob([html], {type: "text/html"})}),
            ])""",
            html,
        )
        page.frame_locator("iframe.cke_wysiwyg_frame").locator("body").click()
        page.keyboard.press("Control+v")
        page.frame_locator("iframe.cke_wysiwyg_frame").get_by_text("The last bus left at six").wait_for()

    def _choose(self, page, field, name):
        box = page.locator(f".field-{field} .select2-selection")
        box.click()
        page.keyboard.type(name[:4])
        page.locator(".select2-results__option", has_text=name).click()

    def _read(self, page):
        self.assertEqual(page.locator("h1").inner_text(), "A day behind the doors")
        self.assertEqual(
            page.locator("main nav, nav.breadcrumb").first.locator("a").all_inner_texts(), ["Home", "News"]
        )
        shown = " ".join(page.locator("article").first.inner_text().split())
        for sentence in re.findall(r"<(?:p|li|h2|h3)>(.*?)</(?:p|li|h2|h3)>", REPORT, re.DOTALL):
            self.assertIn(" ".join(sentence.split()), shown)
        self.assertEqual(
            page.get_by_role("link", name="University newspaper").get_attribute("href"), "https://example.org/report"
        )
        self.assertTrue(page.get_by_role("heading", name="Latest News").is_visible())
        self.assertTrue(page.locator("picture img[alt='A grey wall']").first.is_visible())
        self.assertFits(page)
