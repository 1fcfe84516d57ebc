from datetime import timedelta

from django.test import TestCase

from opendoors.content import clock
from opendoors.content.keeping import Presence
from tests.factories import make_article, make_user

KEEP = "/admin/news/article/keep/"


class PresenceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.anna = make_user("Association editor", first_name="Anna", last_name="Petrova")
        cls.boris = make_user("Author", username="boris")
        cls.article = make_article(state="draft", created_by=cls.boris)

    def told(self, user, tab="a-tab-of-mine", **message) -> list[str]:
        self.client.force_login(user)
        sent = {"tab": tab, "content": str(self.article.pk), **message}
        return self.client.post(KEEP, sent, content_type="application/json").json()["others"]

    def test_two_people_hear_of_each_other_and_of_unsaved_changes(self):
        self.assertEqual(self.told(self.anna), [])
        self.assertEqual(self.told(self.boris, changed=True), ["Anna Petrova has this open."])
        self.assertEqual(self.told(self.anna), ["boris has this open and has unsaved changes."])

    def test_a_second_tab_of_ones_own_is_told_differently(self):
        self.told(self.anna)
        self.assertEqual(self.told(self.anna, "another-tab", changed=True), ["You have this open in another tab."])
        self.assertEqual(self.told(self.anna), ["You have this open in another tab, with unsaved changes."])

    def test_many_tabs_of_one_person_are_one_sentence(self):
        for number in range(3):
            self.told(self.boris, f"tab-number-{number}", changed=number == 1)
        self.assertEqual(self.told(self.anna), ["boris has this open and has unsaved changes."])

    def test_a_tab_that_closes_is_gone_at_once(self):
        self.told(self.anna)
        self.told(self.anna, closing=True)
        self.assertEqual(self.told(self.boris), [])

    def test_a_tab_that_dies_is_gone_after_forty_seconds_and_a_hidden_one_later(self):
        for hidden, later in ((False, 41), (True, 151)):
            with self.subTest(hidden=hidden):
                with clock.at(clock.now() - timedelta(seconds=later - 2)):
                    self.told(self.anna, hidden=hidden)
                self.assertEqual(len(self.told(self.boris)), 1)
                with clock.at(clock.now() - timedelta(seconds=later)):
                    self.told(self.anna, hidden=hidden)
                self.assertEqual(self.told(self.boris), [])

    def test_rows_of_dead_tabs_are_swept_away(self):
        with clock.at(clock.now() - timedelta(hours=2)):
            self.told(self.anna)
        self.told(self.boris)
        self.assertEqual([row.user for row in Presence.objects.all()], [self.boris])

    def test_who_may_not_edit_it_hears_nothing(self):
        self.client.force_login(make_user("Author"))
        sent = {"tab": "a-tab-of-mine", "content": str(self.article.pk)}
        self.assertEqual(self.client.post(KEEP, sent, content_type="application/json").status_code, 404)
        self.assertFalse(Presence.objects.exists())

    def test_a_text_left_behind_in_a_browser_makes_nobody_present(self):
        self.told(self.anna)
        self.client.force_login(self.boris)
        sent = {"tab": "of-yesterday", "content": str(self.article.pk), "left_behind": True, "changed": True}
        self.client.post(KEEP, {**sent, "values": {"title": ["x"]}}, content_type="application/json")
        self.assertEqual(self.told(self.anna), [])
