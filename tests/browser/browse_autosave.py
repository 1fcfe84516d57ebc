from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.db.models import Q

from news.models import Article
from opendoors.content.keeping import Autosave
from opendoors.content.models import Revision
from tests.browser.harness import PHONE, BrowserTestCase
from tests.factories import make_article, make_user

READY = "() => window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'"
PASSWORD = "twelve letters and more"
FORBID_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
ADD = "/admin/news/article/add/"
STATUS = "[data-keeping-told]"


class DeskCase(BrowserTestCase):
    def form(self, article=None, *, script: str = "", **options):
        options.setdefault("user", make_user("Association editor"))
        if not script:
            page = self.open(self.address(article), **options)
        else:
            page = self.open("/health/", **options)
            page.add_init_script(script)
            page.goto(self.address(article))
        page.wait_for_function(READY)
        return page

    def address(self, article=None) -> str:
        return f"/admin/news/article/{article.pk}/change/" if article else ADD

    def type(self, page, text: str, at: str = "Control+End"):
        """Into the editor's own page, as a person does; `at` are the keys that lead to the place."""
        body = page.frame_locator(".cke_wysiwyg_frame").locator("body")
        body.click()
        page.keyboard.press(at)
        page.keyboard.type(text)

    def body(self, page) -> str:
        return page.evaluate("CKEDITOR.instances.id_body.getData()")

    def says(self, page, text: str):
        page.locator(STATUS, has_text=text).wait_for()

    def kill(self, page):
        """As a crash does: the page is told nothing."""
        page.context.route("**/*", lambda route: route.abort())
        page.context.close()
        self.contexts.remove(page.context)


class KeptTests(DeskCase):
    def test_a_killed_browser_loses_no_more_than_five_seconds(self):
        user, article = (
            make_user("Association editor"),
            make_article(title="A title", body="<p>Before.</p>", state="draft"),
        )
        page = self.form(article, user=user)
        self.type(page, " Typed and never saved.")
        page.fill("#id_lead", "A new lead")
        page.wait_for_timeout(5000)
        self.kill(page)
        self.assertEqual(Revision.objects.filter(object_id=article.pk).count(), 1)
        page = self.form(article, user=user)
        offer = page.locator(".offer")
        offer.locator("summary").click()
        self.assertIn("Typed and never saved.", offer.locator("ins").all_inner_texts()[-1].strip())
        offer.get_by_text("Bring it back").click()
        page.wait_for_function(READY)
        self.assertIn("Typed and never saved.", self.body(page))
        self.assertEqual(page.input_value("#id_lead"), "A new lead")
        page.click("[name=_save]")
        page.get_by_text("is not public").wait_for()
        self.assertEqual(page.locator(".offer").count(), 0)
        self.assertIn("Typed and never saved.", Article.objects.get().body)
        self.assertFalse(Autosave.objects.unsaved().exists())

    def test_a_text_brought_back_and_a_colleagues_save_are_both_in_the_result(self):
        boris, anna = make_user("Association editor"), make_user("Association editor", first_name="Anna")
        article = make_article(state="draft", body="<p>The first.</p><p>The second is long.</p><p>The third.</p>")
        page = self.form(article, user=boris)
        self.type(page, " Boris was cut off here.")
        self.says(page, "on the server and in this browser")
        self.kill(page)
        page = self.form(article, user=anna)
        self.type(page, "Anna went on. ", at="Control+Home")
        page.click("[name=_save]")
        page.get_by_text("is not public").wait_for()
        page = self.form(article, user=boris)
        page.locator(".offer", has_text="A newer version has been saved since").get_by_text("Bring it back").click()
        page.wait_for_function(READY)
        self.assertNotIn("Anna went on.", self.body(page))
        page.click("[name=_save]")
        page.locator(".messagelist", has_text="Saved together with the changes of Anna").wait_for()
        page.wait_for_function(READY)
        self.assertEqual((page.locator(".clash").count(), page.locator(".offer").count()), (0, 0))
        for text in (self.body(page), Article.objects.get().latest_revision.snapshot["body"]):
            for words in ("Anna went on.", "The second is long.", "Boris was cut off here."):
                self.assertEqual(text.count(words), 1)

    def test_loading_the_page_again_shows_what_is_saved_and_offers_the_rest(self):
        article = make_article(state="draft", lead="Saved")
        page = self.form(article)
        page.fill("#id_lead", "Typed")
        self.says(page, "on the server and in this browser")
        article.lead = "Saved by a colleague"
        article.save_draft(by=None)
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        self.assertEqual(page.input_value("#id_lead"), "Saved by a colleague")
        page.locator(".offer", has_text="A newer version has been saved since").wait_for()

    def test_a_new_article_is_offered_back_from_the_browser_when_the_server_did_not_answer(self):
        page = self.form(user=make_user("Author"))
        self.expect_complaint("ERR_FAILED")
        page.route("**/keep/**", lambda route: route.abort())
        page.fill("#id_title", "Never saved")
        self.type(page, "Without a server.")
        self.says(page, "in this browser; the server does not answer")
        self.assertFalse(Autosave.objects.exists())
        page.goto("about:blank")  # a tab that is closed asks first; Chromium asks nobody here
        page.unroute("**/keep/**")
        page.goto(ADD)
        page.locator(".offer a.button").click()
        page.wait_for_function(READY)
        self.assertEqual(page.input_value("#id_title"), "Never saved")
        self.assertIn("Without a server.", self.body(page))
        page.click("[name=_save]")
        page.get_by_text("is not public").wait_for()
        page.goto(ADD)
        page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('opendoors:text:'))")
        self.assertEqual(page.locator(".offer").count(), 0)

    def test_says_what_is_kept_and_since_when_in_both_languages(self):
        for locale, kept in (("en-GB", "seconds ago, on the server and in"), ("ru-RU", "секунд")):
            with self.subTest(locale):
                page = self.form(make_article(), locale=locale, width=PHONE)
                self.assertFits(page)
                page.fill("#id_lead", "Other words")
                self.says(page, kept)
                self.assertFits(page)

    def test_a_text_that_is_thrown_away_is_gone_from_the_browser_too(self):
        page = self.form(user=make_user("Author"))
        page.fill("#id_title", "Not needed")
        self.says(page, "on the server and in this browser")
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(ADD)
        page.get_by_role("button", name="Throw it away").click()
        page.get_by_text("The unsaved text is thrown away").wait_for()
        page.wait_for_function("() => Object.keys(localStorage).every(key => !key.startsWith('opendoors:text:'))")
        self.assertEqual(page.locator(".offer").count(), 0)

    def test_full_storage_is_survived(self):
        self.expect_complaint("full")  # Django's own scripts mind
        page = self.form(make_article(), script=FORBID_STORAGE)
        page.fill("#id_lead", "Other words")
        self.says(page, "on the server; this browser keeps nothing")
        self.expect_complaint("ERR_FAILED")
        page.route("**/keep/**", lambda route: route.abort())
        page.fill("#id_lead", "And others")
        self.says(page, "kept nowhere")
        page.locator(".keeping-banner", has_text="kept nowhere").wait_for()

    def test_forbidden_storage_is_survived(self):
        forbidden = (
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } });"
        )
        self.expect_complaint("SecurityError")  # Django's own scripts mind
        page = self.form(make_article(), script=forbidden)
        page.fill("#id_lead", "Other words")
        self.says(page, "on the server; this browser keeps nothing")

    def test_another_person_at_the_same_computer_is_offered_nothing(self):
        page = self.form(user=make_user("Author"))
        page.fill("#id_title", "Private")
        self.says(page, "in this browser")
        page.on("dialog", lambda dialog: dialog.accept())
        self._sign_in(page.context, make_user("Author"))
        page.goto(ADD)
        page.wait_for_function(READY)
        page.wait_for_timeout(1000)
        self.assertEqual(page.locator(".offer").count(), 0)

    def test_signing_out_leaves_no_copy_in_the_browser(self):
        page = self.form(user=make_user("Author"))
        page.fill("#id_title", "Private")
        self.says(page, "in this browser")
        page.on("dialog", lambda dialog: dialog.accept())
        page.click("#logout-form button")
        page.wait_for_url("**/logout/")
        self.assertEqual(page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('opendoors'))"), [])


class LeavingTests(DeskCase):
    def asked(self, page) -> list[str]:
        said = []
        page.on("dialog", lambda dialog: (said.append(dialog.type), dialog.accept()))
        page.click("#site-name a")
        page.wait_for_url("**/admin/")
        return said

    def test_nobody_is_warned_when_nothing_has_changed(self):
        body = (
            "<h2>Dates</h2><p>By <strong>1 March</strong> &amp; later, H<sub>2</sub>O.</p><ul><li>one</li></ul>"
            '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
        )
        page = self.form(make_article(body=body))
        self.says(page, "Saved")
        page.click("#id_title")
        page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
        page.wait_for_timeout(4000)
        self.assertEqual([row.values for row in Autosave.objects.all()], [])
        self.assertEqual(self.asked(page), [])

    def test_one_is_warned_of_what_was_typed_chosen_or_attached(self):
        def choose(page):
            page.select_option("#id_language", "ru")

        def attach(page):
            page.set_input_files("#id_picture_upload", {"name": "a.png", "mimeType": "image/png", "buffer": b"x"})
            self.says(page, "kept only when you save")

        for act in (lambda page: self.type(page, "x"), choose, attach):
            page = self.form(user=make_user("Author"))
            page.click("#id_title")
            act(page)
            self.assertEqual(self.asked(page), ["beforeunload"])

    def test_saving_by_the_keyboard_asks_nothing(self):
        article = make_article(state="draft", body="<p>One.</p>")
        page = self.form(article)
        said = []
        page.on("dialog", lambda dialog: (said.append(dialog.type), dialog.accept()))
        self.type(page, " Two.")
        page.keyboard.press("Control+s")
        page.get_by_text("is not public").wait_for()
        page.wait_for_function(READY)
        self.assertIn("One. Two.", Article.objects.get().body)
        page.fill("#id_lead", "By hand")
        with page.expect_navigation():
            page.keyboard.press("Control+s")
        self.assertEqual((page.input_value("#id_lead"), said), ("By hand", []))
        self.says(page, "Saved")


class SessionTests(DeskCase):
    def person(self, role="Association editor"):
        user = make_user(role)
        user.set_password(PASSWORD)
        user.save()
        return user

    def end_session(self):
        Session.objects.all().delete()

    def sign_in(self, page, user: User):
        page.fill("#id_username", user.username)
        page.fill("#id_password", PASSWORD)
        page.click("[type=submit][value='Log in']")
        page.wait_for_url("**/admin/")

    def test_an_expired_session_loses_nothing(self):
        user, article = self.person(), make_article(state="draft", body="<p>One.</p>")
        page = self.form(article, user=user)
        self.expect_complaint("401")
        self.expect_complaint("403")
        self.type(page, " Two.")
        self.end_session()
        page.click("[name=_save]")
        page.locator(".keeping-banner", has_text="Your session has ended").wait_for()
        self.assertIn("One. Two.", self.body(page))
        with page.context.expect_page() as opened:
            page.click(".keeping-banner a")
        self.sign_in(opened.value, user)
        opened.value.close()
        page.click("[name=_save]")
        page.get_by_text("is not public").wait_for()
        self.assertIn("One. Two.", Article.objects.get().body)

    def test_nothing_is_sent_under_the_name_of_somebody_else(self):
        user, article = self.person(), make_article(state="draft")
        page = self.form(article, user=user)
        page.fill("#id_lead", "Mine")
        self._sign_in(page.context, self.person())
        page.click("[name=_save]")
        page.locator(".keeping-banner", has_text="Somebody else has signed in").wait_for()
        self.assertFalse(Article.objects.filter(Q(lead="Mine")).exists())

    def test_rights_withdrawn_while_writing_are_told_and_nothing_is_sent(self):
        user, article = make_user("Association editor"), make_article(state="draft", body="<p>One.</p>")
        page = self.form(article, user=user)
        self.expect_complaint("404")
        self.expect_complaint("403")  # looking for partners in the text
        self.type(page, " Two.")
        self.says(page, "on the server and in this browser")
        user.groups.clear()
        self.type(page, " Three.")
        self.says(page, "the server does not take them any more")
        page.locator(".keeping-banner", has_text="You may not edit this any more").wait_for()
        page.click("[name=_save]")
        page.wait_for_timeout(1000)
        self.assertIn("One. Two. Three.", self.body(page))
        user.groups.add(Group.objects.get(name="Association editor"))
        page.click("[name=_save]")
        page.get_by_text("is not public").wait_for()
        self.assertIn("One. Two. Three.", Article.objects.get().body)

    def test_moved_to_the_bin_while_writing_is_told_and_the_text_goes_along(self):
        for locale, told in (("en-GB", "This was moved to the bin"), ("ru-RU", "в корзин")):
            with self.subTest(locale):
                article = make_article(state="draft")
                page = self.form(article, locale=locale, width=PHONE)
                article.throw_away()
                page.fill("#id_lead", "Written meanwhile")
                page.locator(".keeping-banner", has_text=told).wait_for()
                self.assertFits(page)
                page.click("[name=_save]")
                page.locator(".messagelist .success").wait_for()
                article = Article.objects.get(pk=article.pk)
                self.assertEqual(article.latest_revision.snapshot["lead"], "Written meanwhile")
                self.assertTrue(article.deleted_at)

    def test_saving_is_put_off_while_the_server_does_not_answer(self):
        page = self.form(make_article(state="draft"))
        self.expect_complaint("ERR_FAILED")
        page.fill("#id_lead", "Later")
        page.route("**/keep/**", lambda route: route.abort())
        page.click("[name=_save]")
        page.locator(".keeping-banner", has_text="does not answer").wait_for()
        page.unroute("**/keep/**")
        page.click("[name=_save]")
        page.get_by_text("is not public").wait_for()
        self.assertEqual(Article.objects.get().lead, "Later")

    def test_without_javascript_an_expired_session_loses_nothing_either(self):
        user, article = self.person(), make_article(state="draft")
        self.expect_complaint("403")
        page = self.open(self.address(article), user=user, javascript=False, width=PHONE)
        page.fill("#id_lead", "Typed “without” & script")
        self.end_session()
        page.click("[name=_save]")
        self.assertFits(page)
        with page.context.expect_page() as opened:
            page.get_by_role("link", name="Sign in in another tab").click()
        self.sign_in(opened.value, user)
        page.get_by_role("button", name="Send it again").click()
        page.get_by_text("You have signed in again").wait_for()
        page.get_by_role("button", name="Send it again").click()
        page.get_by_text("is not public").wait_for()
        self.assertEqual(Article.objects.get().lead, "Typed “without” & script")
