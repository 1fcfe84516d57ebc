from datetime import timedelta

from opendoors.content import clock
from opendoors.content.publishing import State
from tests import factories
from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase


class VisibilityTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.editor = factories.make_user("Association editor")
        self.article = factories.make_article(
            title="A day behind the doors of a university with a long name",
            publish_at=clock.now() + timedelta(days=1),
            topics=[factories.make_topic()],
            universities=[factories.make_university()],
        )
        self.path = f"/admin/news/article/{self.article.pk}/"

    def test_from_the_list_to_the_field_that_mends_it(self):
        page = self.open("/admin/news/article/", user=self.editor)
        page.get_by_role("link", name="Why is it not visible?").click()
        page.get_by_text("What stands in the way first: Its moment has come: no.").wait_for()
        page.get_by_role("link", name="Look at its moment").click()
        page.get_by_role("heading", name="Where is it visible?").wait_for()
        page.get_by_role("link", name="Now").click()
        page.get_by_role("link", name="Change the moment").click()
        page.wait_for_url("**#id_publish_at_0")

    def test_another_language_without_javascript(self):
        page = self.open(f"{self.path}visibility/", user=self.editor, javascript=False)
        page.get_by_label("Language").select_option("ru")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("link", name="Add a translation: Russian").wait_for()

    def test_a_text_in_the_bin_is_restored_from_here(self):
        draft = factories.make_article(state=State.DRAFT)
        draft.throw_away()
        page = self.open(f"/admin/news/article/{draft.pk}/visibility/", user=self.editor)
        page.get_by_role("button", name="Restore").click()
        page.get_by_text("is restored, with its address and its history").wait_for()

    def test_it_fits(self):
        for locale in ("en-GB", "ru-RU"):
            for width in (PHONE, DESKTOP):
                for query in ("", "?moment=2099-01-01T00:00"):
                    with self.subTest(locale, width=width, query=query):
                        path = f"{self.path}visibility/{query}"
                        self.assertFits(self.open(path, width=width, user=self.editor, locale=locale))
