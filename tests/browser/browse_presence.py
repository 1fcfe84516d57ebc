from opendoors.content.keeping import Presence
from tests.browser.browse_autosave import DeskCase
from tests.factories import make_article, make_user

OTHERS = "[data-keeping-others]"
SOON = 25_000  # milliseconds: two polls and a little


class PresenceTests(DeskCase):
    def setUp(self):
        super().setUp()
        self.anna = make_user("Association editor", first_name="Anna", last_name="Petrova")
        self.boris = make_user("Author", first_name="Борис", last_name="Иванов")
        self.article = make_article(state="draft", created_by=self.boris)

    def sees(self, page, text: str):
        page.locator(OTHERS, has_text=text).wait_for(timeout=SOON)

    def test_two_people_see_each_other_and_who_has_unsaved_changes(self):
        hers = self.form(self.article, user=self.anna)
        his = self.form(self.article, user=self.boris, locale="ru-RU")
        self.sees(his, "у коллеги (Anna Petrova)")
        hers.fill("#id_lead", "Not saved yet")
        self.sees(his, "есть несохранённые изменения")
        self.sees(hers, "Борис Иванов has this open.")
        hers.click("[name=_save]")
        hers.get_by_text("is not public").wait_for()
        his.wait_for_function(
            "() => !document.querySelector('[data-keeping-others]').textContent.includes('есть')", timeout=SOON
        )
        his.goto("/admin/")
        hers.wait_for_function("() => !document.querySelector('[data-keeping-others]').children.length", timeout=SOON)

    def test_a_killed_tab_vanishes(self):
        his = self.form(self.article, user=self.boris)
        hers = self.form(self.article, user=self.anna)
        self.sees(hers, "Борис Иванов has this open.")
        self.kill(his)
        self.assertTrue(Presence.objects.of(self.boris).exists())
        hers.wait_for_function("() => !document.querySelector('[data-keeping-others]').children.length", timeout=60_000)

    def test_two_tabs_of_one_person_are_told_so(self):
        first = self.form(self.article, user=self.boris)
        second = first.context.new_page()
        second.goto(self.address(self.article))
        self.sees(second, "You have this open in another tab.")
        second.close(run_before_unload=True)
        first.wait_for_function("() => !document.querySelector('[data-keeping-others]').children.length", timeout=SOON)
