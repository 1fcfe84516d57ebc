from datetime import timedelta

from django.test import TestCase

from news.models import Article
from opendoors.content import clock
from opendoors.content.keeping import KEPT_FOR, KEPT_OF_ONE_PERSON, Autosave
from tests.factories import make_user

PLACE = (Article, 7)
TAB = "0123456789abcdef"


class KeepingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("Author")

    def keep(self, text="Typed", *, tab=TAB, place=PLACE, ago=timedelta(), user=None):
        values = {"title": [text]}
        moment = clock.now() - ago
        return Autosave.objects.keep(user or self.user, tab, place, values=values, based_on=3, kept_at=moment)

    def kept(self) -> list[str]:
        return [row.values["title"][0] for row in Autosave.objects.unsaved().newest_first()]

    def test_a_tab_keeps_its_newest_text_alone(self):
        self.assertTrue(self.keep("One"))
        self.assertTrue(self.keep("Two"))
        self.assertEqual(self.kept(), ["Two"])

    def test_an_older_text_never_replaces_a_newer_one(self):
        self.keep("Newer")
        self.assertTrue(self.keep("Older", ago=timedelta(minutes=1)))
        self.assertEqual(self.kept(), ["Newer"])

    def test_what_is_settled_stays_settled_whoever_comes_late(self):
        self.keep("Saved")
        Autosave.objects.settle(self.user, [TAB], PLACE)
        self.assertFalse(self.keep("Saved"))
        self.assertEqual(self.kept(), [])

    def test_a_text_that_the_server_never_heard_of_is_settled_too(self):
        Autosave.objects.settle(self.user, [TAB], PLACE)
        self.assertFalse(self.keep("Left in the browser"))

    def test_two_tabs_and_two_people_keep_apart(self):
        self.keep("One")
        self.keep("Two", tab="another-tab")
        self.keep("Hers", user=make_user("Author"))
        self.assertEqual(len(self.kept()), 3)

    def test_queries_do_not_grow(self):
        self.keep("Warm")
        with self.assertNumQueries(1):
            self.keep("Again")

    def test_old_ones_of_everybody_and_too_many_of_one_go(self):
        other = make_user("Author")
        self.keep("Old", user=other, ago=KEPT_FOR + timedelta(minutes=1))
        self.keep("Hers", user=other, ago=timedelta(days=9))
        for number in range(KEPT_OF_ONE_PERSON + 3):
            self.keep(str(number), tab=f"a-tab-{number:04}", ago=timedelta(hours=number))
        Autosave.objects.prune(self.user)
        self.assertEqual(self.kept(), [*map(str, range(KEPT_OF_ONE_PERSON)), "Hers"])
