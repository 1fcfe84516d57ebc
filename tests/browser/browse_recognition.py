"""An author writes about a partner, sees it proposed, and links it with one click."""

from news.models import Article
from tests.browser.harness import PHONE, BrowserTestCase
from tests.factories import make_laboratory, make_university, make_user

ADD = "/admin/news/article/add/"
ITEM = "[data-recognition-list] li"
STATUS = "[data-recognition-status]"
TYPED = "С Пекинским университетом и PKU; и Valley University."


class RecognitionTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.author = make_user("Author")
        self.peking = make_university(name_en="Peking University", name_ru="Пекинский университет", acronym="PKU")
        self.valley = make_university(name_en="Valley University")

    def writing(self, **options):
        page = self.open(ADD, user=self.author, **options)
        page.wait_for_function("() => window.CKEDITOR?.instances.id_body?.status === 'ready'")
        return page

    def write(self, page, text: str) -> None:
        page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
        page.keyboard.type(text)

    def linked(self, page) -> list[str]:
        return page.eval_on_selector_all("#id_universities option:checked", "all => all.map(o => o.textContent)")

    def test_type_accept_by_one_click_and_save(self):
        for width in (None, PHONE):
            with self.subTest(width):
                page = self.writing(**({"width": width} if width else {}))
                page.fill("#id_title", f"A visit {width}")
                self.write(page, TYPED)
                page.locator(ITEM).nth(1).wait_for()
                self.assertEqual(self.linked(page), [])  # nothing by itself
                page.click(f"{ITEM}:has-text('Peking') [data-act=link]")
                self.assertEqual(self.linked(page), ["Peking University"])
                self.assertIn("Peking University", page.inner_text("[data-recognition-linked]"))
                self.assertFits(page)
                page.click("[name=_save]")
                page.locator(".success").wait_for()
                article = Article.objects.get(title=f"A visit {width}")
                self.assertEqual(list(article.universities.all()), [self.peking])
                self.assertEqual(article.latest_revision.snapshot["universities"], [self.peking.pk])
                self.assertEqual(page.locator(ITEM).count(), 1)  # the other one is still offered

    def test_dismissed_stays_away_and_unlinked_comes_back(self):
        page = self.writing()
        self.write(page, TYPED)
        page.click(f"{ITEM}:has-text('Valley') [data-act=dismiss]")
        page.click(f"{ITEM} [data-act=link]")
        self.assertEqual(page.locator(ITEM).count(), 0)
        self.assertTrue(page.evaluate("document.activeElement.matches('[data-recognition-status]')"))
        with page.expect_response("**/recognise/"):
            self.write(page, " Valley University again.")
        page.wait_for_timeout(300)
        self.assertEqual(page.locator(ITEM).count(), 0)
        page.click(".field-universities .select2-selection__choice__remove")
        page.locator(f"{ITEM}:has-text('Peking')").wait_for()

    def test_asks_only_when_the_text_has_changed_and_not_while_typing(self):
        page = self.writing()
        asked = []
        page.on("request", lambda request: asked.append(request.url) if "recognise" in request.url else None)
        self.write(page, TYPED)
        self.assertEqual(asked, [])
        page.locator(ITEM).first.wait_for()
        page.fill("#id_byline", "PKU")
        page.evaluate("CKEDITOR.instances.id_body.fire('change')")
        page.wait_for_timeout(2000)
        self.assertEqual(len(asked), 1)

    def test_failure_is_told_and_tried_again_in_silence(self):
        page = self.writing()
        self.expect_complaint("recognise")
        page.route("**/recognise/", lambda route: route.fulfill(status=500, body="oh"), times=1)
        page.fill("#id_title", "PKU")
        page.locator(f"{STATUS}:has-text('tried again')").wait_for()
        page.fill("#id_title", "PKU!")
        page.locator(f"{ITEM}:has-text('Peking')").wait_for()

    def test_boxes_do_the_same_without_javascript(self):
        make_laboratory(name_en="Laboratory of deep clear water", host=self.valley)
        page = self.open(ADD, user=self.author, javascript=False)
        page.fill("#id_title", "PKU has a laboratory of deep clear water")
        page.fill("#id_body", "<p>Text</p>")
        page.click("[name=_save]")
        page.check(f"{ITEM}:has-text('Peking') input")
        page.click("[name=_save]")
        self.assertEqual(list(Article.objects.get().universities.all()), [self.peking])
        self.assertEqual(page.locator(f"{ITEM} input").count(), 1)

    def test_russian_and_dark(self):
        page = self.writing(locale="ru-RU", dark=True, width=PHONE)
        self.write(page, TYPED)
        page.locator(f"{ITEM}:has-text('Пекинский университет')").wait_for()
        self.assertIn("Найдены, но ещё не связаны: 2", page.inner_text(STATUS))
        self.assertFits(page)
