"""Nothing hidden is found, counted, suggested or shown, in no state, and everything public is, at its second."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.test import TestCase

from news.models import Article
from opendoors.content import clock, search
from opendoors.content.due import apply_due
from opendoors.content.publishing import State
from tests.content.search.finding import counts, shown, titles
from tests.factories import make_agreement, make_article, make_laboratory, make_topic, make_university, make_user

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HIDDEN = {
    "draft": {"state": State.DRAFT},
    "in review": {"state": State.IN_REVIEW},
    "withdrawn": {"state": State.WITHDRAWN},
    "in the bin": {"deleted_at": NOON - SECOND},
    "scheduled, one second before": {"publish_at": NOON + SECOND},
    "expired this second": {"publish_at": NOON - SECOND, "expire_at": NOON},
}
SHOWN = {
    "public": {},
    "scheduled, at its second": {"publish_at": NOON},
    "one second before it expires": {"publish_at": NOON - SECOND, "expire_at": NOON + SECOND},
}
SECRET = "zebrafication"


class StateTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.topic = make_topic(name_en="Only of this")
        make_article(title="Something else", lead="About zebras.", publish_at=NOON - timedelta(days=1))

    def place(self, state):
        values = {"title": f"A {SECRET}", "slug": "secret", "publish_at": NOON - SECOND, **state}
        return make_article(lead=SECRET, body=f"<p>{SECRET}</p>", topics=[self.topic], waived="a test", **values)

    def test_what_is_hidden_is_found_in_no_way(self):
        for name, state in HIDDEN.items():
            with self.subTest(name), clock.at(NOON):
                article = self.place(state)
                results = search.query(SECRET, language="en")
                self.assertEqual((results.total, results.hits), (0, ()))
                self.assertEqual(titles("something OR zebrafication"), ["Something else"])
                self.assertEqual(counts(search.query("zebras OR zebrafication", language="en"), "topic"), {})
                self.assertEqual(search.suggest(SECRET[:6], language="en"), [])
                mended = search.query("zebraficatoin", language="en")
                self.assertEqual((mended.suggestion, mended.total), (None, 0))
                article.delete()

    def test_what_is_public_is_found_in_every_way(self):
        for name, state in SHOWN.items():
            with self.subTest(name), clock.at(NOON):
                article = self.place(state)
                self.assertEqual(titles(SECRET), [article.title])
                self.assertEqual([each.text for each in search.suggest(SECRET[:6], language="en")], [article.title])
                self.assertEqual(search.query("zebraficatoin", language="en").suggestion, SECRET)
                article.delete()

    def test_a_form_that_only_stands_in_hidden_texts_is_not_suggested(self):
        make_article(title="Zebrafications of it all", state=State.DRAFT)
        make_article(title="The olympiad", publish_at=NOON - SECOND)
        make_article(title="The olympiads", publish_at=NOON + SECOND, lead="olympiadly")
        with clock.at(NOON):
            self.assertEqual(search.query("olmypiads", language="en").suggestion, "olympiad")

    def test_the_clock_alone_shows_and_hides(self):
        self.place({"publish_at": NOON, "expire_at": NOON + 2 * SECOND})
        for moment, found in ((NOON - SECOND, 0), (NOON, 1), (NOON + SECOND, 1), (NOON + 2 * SECOND, 0)):
            with clock.at(moment):
                self.assertEqual(search.query(SECRET, language="en").total, found, moment)


class DraftTests(TestCase):
    def test_a_draft_beside_a_public_text_is_not_found_before_it_is_public(self):
        article = make_article(title="The old text")
        article.title = SECRET
        article.save_draft(by=None)
        self.assertEqual(titles(SECRET), [])
        self.assertEqual(titles("old text"), ["The old text"])
        article.publish(by=None)
        self.assertEqual(titles(SECRET), [SECRET])
        self.assertEqual(titles("old text"), [])

    def test_a_scheduled_change_is_found_when_it_comes_out_also_by_the_time_machine(self):
        article = make_article(title="The old text")
        article.title = SECRET
        article.save_draft(by=None)
        moment = clock.now() + timedelta(days=1)
        article.schedule_changes(moment, by=None)
        self.assertEqual(titles(SECRET), [])
        with clock.at(moment), transaction.atomic():
            apply_due()
            self.assertEqual(titles(SECRET), [SECRET])
            transaction.set_rollback(True)
        self.assertEqual(titles(SECRET), [])
        self.assertEqual(titles("old text"), ["The old text"])


class PartnerTests(TestCase):
    def test_unpublished_partners_are_found_nowhere(self):
        parent = make_university(name_en="Zebra University")
        part = make_university(name_en="Faculty of Stripes", parent=parent, kind="faculty")
        make_laboratory(name_en="Stripe Laboratory", host=part)
        make_agreement(title_en="Stripe Agreement", parties=[part, make_university()])
        article = make_article(title="An article", universities=[part])
        self.assertEqual(len(titles("stripes")), 4)
        parent.is_published = False
        parent.save()
        self.assertEqual(titles("stripe"), [])
        self.assertEqual(titles("zebra"), [])
        self.assertEqual(search.suggest("str", language="en"), [])
        self.assertEqual(titles("article"), [article.title])
        parent.is_published = True
        parent.save()
        self.assertEqual(len(titles("stripe")), 4)

    def test_words_for_staff_are_not_in_the_index(self):
        make_university(name_en="Zebra University", internal_notes=SECRET)
        make_laboratory(internal_notes=SECRET)
        make_agreement(internal_notes=SECRET)
        self.assertEqual(titles(SECRET), [])
        self.assertEqual(staff(SECRET, make_user("Association editor")), [])


class StaffTests(TestCase):
    def test_staff_find_what_their_querysets_hold_in_any_state(self):
        for name, state in HIDDEN.items():
            make_article(title=f"Zebra {name}", waived="a test", **state)
        editor, visitor = make_user("Association editor"), make_user()
        self.assertEqual(len(staff("zebras", editor)), len(HIDDEN) - 1)  # without the bin
        self.assertEqual(staff("zebra", visitor), [])

    def test_staff_of_a_university_find_what_is_theirs(self):
        editor = make_user("Editor")
        mine = make_university(name_en="Mine", staff=[editor])
        make_article(title="Zebra of mine", owner=mine, state=State.DRAFT)
        make_article(title="Zebra of others", owner=make_university(), state=State.DRAFT)
        self.assertEqual(staff("zebra", editor), ["Zebra of mine"])

    def test_a_kind_without_rows_is_not_looked_for(self):
        make_university(name_en="Zebra University")
        self.assertEqual(staff("zebra", make_user("Association editor")), [])


def staff(text, user):
    rows = {"article": Article.objects.readable_by(user).not_in_bin()}
    return sorted(shown(hit.title) for hit in search.query_among(rows, text, language="en").hits)
