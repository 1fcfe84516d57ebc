import base64
from tempfile import TemporaryDirectory

from django.test import override_settings

from news.models import Article
from opendoors.content.models import Image
from tests.browser.harness import PHONE, BrowserTestCase
from tests.factories import make_article, make_image, make_user
from tests.pictures import picture_bytes

MEDIA = TemporaryDirectory()
ADD = "/desk/news/article/add/"
PASTE = """html => CKEDITOR.instances.id_body.fire("paste", {
    dataValue: html, method: "paste", type: "html", dataTransfer: new CKEDITOR.plugins.clipboard.dataTransfer() })"""
DATA = "() => CKEDITOR.instances.id_body.getData()"


def file(content: bytes, name: str) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


@override_settings(ROOT_URLCONF="tests.browser.editor_site", MEDIA_ROOT=MEDIA.name)
class EditorTests(BrowserTestCase):
    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        MEDIA.cleanup()

    def editor(self, **options):
        options.setdefault("user", make_user("Association editor", is_superuser=True))
        page = self.open(ADD, **options)
        page.wait_for_function("() => window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'")
        return page

    def test_starts_without_a_word_of_complaint_in_light_dark_and_on_a_phone(self):
        for options in ({}, {"dark": True}, {"width": PHONE}, {"locale": "ru-RU"}):
            with self.subTest(options):
                page = self.editor(**options)
                page.frame_locator(".cke_wysiwyg_frame").locator("body.prose").wait_for()

    def test_policy_is_relaxed_on_the_form_and_nowhere_else(self):
        page = self.editor()
        policies = {
            path: page.request.get(path).headers["content-security-policy"]
            for path in (ADD, "/desk/news/article/", "/admin/content/image/add/", "/")
        }
        self.assertEqual([path for path, policy in policies.items() if "unsafe-inline" in policy], [ADD])
        self.assertNotIn("unsafe-eval", policies[ADD])

    def test_what_the_server_keeps_the_editor_keeps(self):
        page = self.editor()
        body = (
            '<h2>Dates</h2><p>By <strong>1 March</strong>, <span lang="zh-Hans">北京</span>, H<sub>2</sub>O.</p>'
            '<div class="callout"><p>Mind this.</p></div><div class="callout callout-deadline">By Sunday</div>'
            '<blockquote><p>Said.</p><p class="attribution">Ann</p></blockquote>'
            '<ul class="figures"><li><strong>60</strong> countries</li></ul>'
            '<dl class="figures"><div><dt>Countries</dt><dd>60</dd></div></dl>'
            '<table><caption>T</caption><thead><tr><th scope="col">A</th></tr></thead>'
            "<tbody><tr><td>1</td></tr></tbody></table>"
            '<figure class="image image-left"><img src="/static/img/favicon.png" alt="x" width="32" height="32">'
            "<figcaption>Caption</figcaption></figure><p>end</p>"
        )
        page.evaluate("html => new Promise(done => CKEDITOR.instances.id_body.setData(html, done))", body)
        kept = page.evaluate(DATA)
        for part in (
            *('<div class="callout">', '<dl class="figures">', "<dt>Countries</dt>", 'lang="zh-Hans"', "<sub>2</sub>"),
            *(
                '<div class="callout callout-deadline">By Sunday</div>',
                '<p class="attribution">',
                '<ul class="figures">',
            ),
            *('<th scope="col">', "<caption>T</caption>", '<figure class="image image-left">', "<figcaption>Caption"),
        ):
            self.assertIn(part, kept)

    def test_styles_of_the_drop_down_make_the_blocks(self):
        page = self.editor()
        styled = """([html, name]) => new Promise(done => {
            const editor = CKEDITOR.instances.id_body;
            editor.setData(html, () => {
                const range = editor.createRange();
                range.moveToElementEditEnd(editor.editable().find("p, li").getItem(0));
                range.select();
                editor.getStylesSet(sets => {
                    const style = sets.find(one => one.name === name);
                    editor.applyStyle(new CKEDITOR.style(style));
                    done(editor.getData().replace(/\\s+/g, " ").replace(/> </g, "><").trim());
                });
            });
        })"""
        for html, name, expected in (
            ("<p>Mind.</p>", "Important", '<div class="callout">Mind.</div>'),
            ("<p>Sunday</p>", "Deadline", '<div class="callout callout-deadline">Sunday</div>'),
            ('<div class="callout">Sunday</div>', "Deadline", None),
            ("<blockquote><p>Ann</p></blockquote>", "Attribution of a quotation", '<p class="attribution">Ann</p>'),
            ("<ul><li>60</li></ul>", "Key numbers", '<ul class="figures">'),
        ):
            with self.subTest(name):
                if expected:
                    self.assertIn(expected, page.evaluate(styled, [html, name]))

    def test_dialog_uploads_a_picture_and_tells_why_one_is_refused(self):
        page = self.editor()
        said = []
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.accept()))
        page.click(".cke_button__image")
        page.click(".cke_dialog_tab >> text=Upload")
        chooser = page.frame_locator("iframe.cke_dialog_ui_input_file").locator("input[type=file]")
        chooser.set_input_files(file(b"<html>", "photo.jpg"))
        with page.expect_event("dialog"):
            page.click("a.cke_dialog_ui_fileButton")
        self.assertIn("not a picture", said[0])
        chooser.set_input_files(file(picture_bytes((300, 200), kind="JPEG"), "photo.jpg"))
        page.click("a.cke_dialog_ui_fileButton")
        page.wait_for_function(
            "() => [...document.querySelectorAll('.cke_dialog input')].some(i => /media/.test(i.value))"
        )
        self.assertEqual(Image.objects.get().width, 300)

    def test_pasted_picture_is_uploaded_before_the_form_is_saved(self):
        page = self.editor()
        self.expect_complaint("addRange()")  # the editor's own, when it loses the focus to a message
        page.route("**/admin/pictures/upload/", lambda route: (page.wait_for_timeout(1500), route.continue_()))
        page.fill("#id_title", "Pasted")
        source = base64.b64encode(picture_bytes((60, 40))).decode()
        page.evaluate(PASTE, f'<p>Before</p><img src="data:image/png;base64,{source}" alt="">')
        page.evaluate("document.querySelector('[name=_save]').click()")
        page.get_by_text("A picture is still being sent").first.wait_for()
        self.assertFalse(Article.objects.exists())
        page.wait_for_function("() => /media.images/.test(CKEDITOR.instances.id_body.getData())")
        page.click("[name=_save]")
        page.wait_for_url("**/desk/news/article/")
        self.assertIn(f'src="/media/{Image.objects.get().file.name}"', Article.objects.get().body)

    def test_pictures_of_other_sites_are_left_out_aloud(self):
        page = self.editor()
        own = f"{self.live_server_url}/media/images/1.jpg"
        page.route("**/media/images/1.jpg", lambda route: route.fulfill(body=picture_bytes()))
        page.evaluate(PASTE, f'<p>a<img src="https://foreign.example/x.png">b<img src="{own}" alt="o">c</p>')
        page.get_by_text("Pictures of other sites were left out").wait_for()
        kept = page.evaluate(DATA)
        self.assertNotIn("foreign", kept)
        self.assertIn('src="/media/images/1.jpg"', kept)

    def test_good_cover_survives_an_error_elsewhere(self):
        page = self.editor()
        page.evaluate("document.querySelector('#id_title').required = false")
        page.set_input_files("#id_picture_upload", file(picture_bytes((90, 60)), "cover.png"))
        page.fill("#id_picture_alt", "A hall")
        page.click("[name=_save]")
        page.get_by_text("Your picture is kept").wait_for()
        self.assertEqual(page.locator("#id_cover").input_value(), str(Image.objects.get().pk))


@override_settings(MEDIA_ROOT=MEDIA.name)
class LibraryTests(BrowserTestCase):
    def test_click_sets_the_focal_point(self):
        image = make_image(renditions=[], width=400, height=200)
        self.expected.append("404")
        page = self.open(f"/admin/content/image/{image.pk}/change/", user=make_user("Association editor"))
        box = page.locator("[data-focal-point]").bounding_box()
        page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
        self.assertEqual([page.locator(f"#id_focal_{axis}").input_value() for axis in "xy"], ["25", "75"])


class VideoTests(BrowserTestCase):
    def test_film_is_fetched_only_when_asked_for(self):
        article = make_article(body='<p><a href="https://youtu.be/dQw4w9WgXcQ">The campus</a></p>')
        page = self.open(article.get_absolute_url())
        asked = []
        page.context.route(
            "https://www.youtube-nocookie.com/**", lambda route: (asked.append(1), route.fulfill(body=""))
        )
        link = page.get_by_role("button", name="The campus")
        link.wait_for()
        self.assertEqual(asked, [])
        with page.expect_response("https://www.youtube-nocookie.com/**"):  # which the security policy lets in
            link.click()
        page.locator("iframe[title='The campus']").wait_for()
        self.assertEqual(asked, [1])
        self.assertEqual(page.locator("figure.video a").count(), 0)

    def test_without_javascript_it_is_a_link(self):
        article = make_article(body='<p><a href="https://youtu.be/dQw4w9WgXcQ">The campus</a></p>')
        page = self.open(article.get_absolute_url(), javascript=False)
        address = page.get_by_role("link", name="The campus").get_attribute("href")
        self.assertEqual(address, "https://www.youtube.com/watch?v=dQw4w9WgXcQ")
