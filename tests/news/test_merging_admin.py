"""Two ordinary editors in one article, through every way of saving it."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import TestCase, TransactionTestCase
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from news.models import Article
from opendoors import roles
from opendoors.content.models import Revision
from opendoors.content.publishing import State
from tests.factories import make_article, make_topic, make_university, make_user
from tests.news.test_article_admin import ADD, LIST, form_data, moment

CLICKS = 4
FIRST, FIFTH = "<p>The first paragraph is about doors.</p>", "<p>The fifth paragraph is about winter.</p>"
MIDDLE = "<p>Two.</p><p>Three.</p><p>Four.</p>"
TEXT = FIRST + MIDDLE + FIFTH
FIRST2, FIRST3 = FIRST.replace("doors", "open doors"), FIRST.replace("doors", "windows")
FIFTH2 = FIFTH.replace("winter", "spring")


def hidden(page) -> dict:
    """What a form carries that nobody typed."""
    found = re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found}


class TwoEditorsCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.anna, cls.boris = (make_user("Association editor", first_name=name) for name in ("Anna", "Boris"))

    def setUp(self):
        self.article = make_article(state=State.DRAFT, title="Doors", slug="doors", lead="Lead", body=TEXT)
        self.url = f"{LIST}{self.article.pk}/change/"
        self.clients = {}
        for user in (self.anna, self.boris):
            self.clients[user] = self.client_class()
            self.clients[user].force_login(user)

    def opened(self, user) -> dict:
        """What the form of this person would send back if nothing were typed."""
        page = self.clients[user].get(self.url)
        article = Article.objects.get(pk=self.article.pk)
        relations = article.take_newest()
        names = ("title", "slug", "lead", "body", "byline", "cover_caption")
        values = {name: getattr(article, name) for name in names} | relations
        for name in ("publish_at", "expire_at"):
            values |= moment(name, getattr(article, name)) if getattr(article, name) else {}
        return form_data(**{**values, **hidden(page)}, _save=None)

    def send(self, user, form, button="_save", **typed):
        data = {name: value for name, value in {**form, **typed, button: "1"}.items() if value is not None}
        return self.clients[user].post(self.url, data, follow=True)

    def newest(self) -> dict:
        return Article.objects.get(pk=self.article.pk).latest_revision.snapshot

    def count(self) -> int:
        return Revision.objects.filter(object_id=self.article.pk).count()


class MergedTests(TwoEditorsCase):
    def test_different_paragraphs_are_both_in_the_result(self):
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, body=FIRST2 + MIDDLE + FIFTH)
        page = self.send(self.boris, other, body=FIRST + MIDDLE + FIFTH2)
        self.assertEqual(self.newest()["body"], FIRST2 + MIDDLE + FIFTH2)
        self.assertContains(page, "Saved together with the changes of Anna, ")

    def test_different_fields_and_links(self):
        topic, university = make_topic(), make_university()
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, title="New title", topics=[topic.pk])
        self.send(self.boris, other, lead="New lead", universities=[university.pk])
        newest = self.newest()
        self.assertEqual((newest["title"], newest["lead"]), ("New title", "New lead"))
        self.assertEqual((newest["topics"], newest["universities"]), ([topic.pk], [university.pk]))

    def test_merged_revision_is_based_on_the_other_and_by_who_saved_it(self):
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, title="New title")
        before = Article.objects.get().latest_revision
        self.send(self.boris, other, lead="New lead")
        revision = Article.objects.get().latest_revision
        self.assertEqual((revision.based_on, revision.author), (before, self.boris))

    def test_log_names_what_each_has_changed_alone(self):
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, title="New title", body=FIRST2 + MIDDLE + FIFTH)
        self.send(self.boris, other, lead="New lead", byline="Boris")
        self.send(self.boris, other, lead="New lead", byline="Boris")
        told = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
        self.assertEqual(told, ["Changed Title and Text.", "Changed Lead and Byline.", "No fields changed."])

    def test_message_in_russian(self):
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, title="New title")
        self.clients[self.boris].cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
        self.assertContains(self.send(self.boris, other, lead="New"), "Сохранено вместе с изменениями: Anna")

    def test_publish_keeps_a_draft_until_the_merged_text_was_seen(self):
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, title="New title")
        page = self.send(self.boris, other, "_publish", lead="New lead")
        self.assertContains(page, "It is not published")
        self.assertEqual(Article.objects.get().state, State.DRAFT)
        self.send(self.boris, self.opened(self.boris), "_publish")
        article = Article.objects.get()
        self.assertTrue(article.is_public)
        self.assertEqual((article.title, article.lead), ("New title", "New lead"))

    def test_review_takes_the_merged_text_along(self):
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, title="New title")
        self.assertContains(self.send(self.boris, other, "_review", lead="New lead"), "Choose who should look")
        newest = self.newest()
        self.assertEqual((newest["title"], newest["lead"]), ("New title", "New lead"))

    def test_draft_beside_a_public_text_is_merged_and_readers_see_nothing(self):
        self.send(self.anna, self.opened(self.anna), "_publish")
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, body=FIRST2 + MIDDLE + FIFTH)
        self.send(self.boris, other, body=FIRST + MIDDLE + FIFTH2)
        self.assertEqual(self.newest()["body"], FIRST2 + MIDDLE + FIFTH2)
        self.assertEqual(Article.objects.get().body, TEXT)

    def test_together_they_must_keep_the_rules(self):
        """One moves the beginning, the other the end: only together they are wrong."""
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, publish_at_0="2026-12-24", publish_at_1="10:00")
        page = self.send(self.boris, other, expire_at_0="2026-12-01", expire_at_1="10:00")
        self.assertContains(page, "expire before")
        self.assertContains(page, 'value="2026-12-24"')
        self.send(
            self.boris,
            {**other, **hidden(page)},
            publish_at_0="2026-11-24",
            publish_at_1="10:00",
            expire_at_0="2026-12-01",
            expire_at_1="10:00",
        )
        self.assertEqual(self.newest()["publish_at"][:10], "2026-11-24")

    def test_owner_is_not_set_back_by_a_form_opened_before(self):
        university = make_university()
        one, other = ({**self.opened(user), "owner": "", "initial-owner": ""} for user in (self.anna, self.boris))
        self.send(self.anna, one, owner=university.pk)
        self.send(self.boris, other, lead="New lead")
        self.assertEqual(Article.objects.get().owner, university)


class ClashTests(TwoEditorsCase):
    def setUp(self):
        super().setUp()
        self.one, self.other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, self.one, body=FIRST2 + MIDDLE + FIFTH)
        self.mine = FIRST3 + MIDDLE + FIFTH2

    def clash(self, button="_save"):
        return self.send(self.boris, self.other, button, body=self.mine)

    def choose(self, page, choice, button="_save", **typed):
        typed = {"body": self.mine, **typed}
        return self.send(self.boris, {**self.other, **hidden(page)}, button, **{"_choice-body-1": choice}, **typed)

    def test_both_texts_are_shown_and_nothing_is_saved(self):
        for button in ("_save", "_publish", "_review"):
            page = self.clash(button)
            self.assertContains(page, "about <mark>open doors.</mark>")
            self.assertContains(page, "about <mark>windows.</mark>")
            self.assertContains(page, "Anna, ")
            self.assertNotContains(page, "errornote")
            self.assertEqual(self.newest()["body"], FIRST2 + MIDDLE + FIFTH)
            self.assertEqual(Article.objects.get().state, State.DRAFT)

    def test_choices(self):
        page = self.clash()
        for choice, first in (("mine", FIRST3), ("theirs", FIRST2), ("both", FIRST3 + FIRST2)):
            with self.subTest(choice):
                Revision.objects.filter(author=self.boris).delete()
                Article.objects.update(latest_revision=Revision.objects.filter(author=self.anna).latest("pk"))
                self.choose(page, choice)
                self.assertEqual(self.newest()["body"], first + MIDDLE + FIFTH2)

    def test_without_a_choice_it_asks_again_and_keeps_what_was_typed(self):
        page = self.choose(self.clash(), "", title="Typed meanwhile")
        self.assertContains(page, "Please choose in every place")
        self.assertContains(page, "Typed meanwhile")
        self.assertEqual(self.newest()["title"], "Doors")
        self.choose(page, "mine", title="Typed meanwhile")
        self.assertEqual((self.newest()["title"], self.newest()["body"]), ("Typed meanwhile", self.mine))

    def test_own_text_corrected_while_choosing(self):
        again = self.mine.replace("windows", "wide windows")
        self.choose(self.clash(), "both", body=again)
        self.assertEqual(self.newest()["body"], again.replace("</p><p>Two", f"</p>{FIRST2}<p>Two", 1))

    def test_corrected_and_then_the_other_chosen_is_asked_again(self):
        page = self.choose(self.clash(), "theirs", body=self.mine.replace("windows", "wide windows"))
        self.assertContains(page, "wide")
        self.assertContains(page, 'name="_choice-body-1"')
        self.assertEqual(self.newest()["body"], FIRST2 + MIDDLE + FIFTH)

    def test_another_error_keeps_question_and_choice(self):
        page = self.choose(self.clash(), "theirs", title="")
        self.assertContains(page, "This field is required")
        self.assertContains(page, 'value="theirs" checked')
        self.choose(page, "theirs")
        self.assertEqual(self.newest()["body"], FIRST2 + MIDDLE + FIFTH2)

    def test_third_editor_saves_while_the_second_chooses(self):
        page = self.clash()
        carol = make_user("Association editor", first_name="Carol")
        self.clients[carol] = self.client_class()
        self.clients[carol].force_login(carol)
        self.send(carol, self.opened(carol), lead="Carol’s lead")
        page = self.choose(page, "both", "_publish")
        self.assertContains(page, "Carol, ")
        self.assertContains(page, "It is not published")
        newest = self.newest()
        self.assertEqual((newest["lead"], newest["body"]), ("Carol’s lead", FIRST3 + FIRST2 + MIDDLE + FIFTH2))

    def test_publish_after_choosing_publishes(self):
        self.choose(self.clash("_publish"), "theirs", "_publish")
        self.assertEqual(Article.objects.get().body, FIRST2 + MIDDLE + FIFTH2)
        self.assertTrue(Article.objects.get().is_public)

    def test_values_are_asked_too(self):
        self.send(self.anna, self.opened(self.anna), title="Anna’s title", is_featured="on")
        page = self.send(self.boris, self.other, title="Boris’ title")
        self.assertContains(page, "<mark>Anna’s</mark> title")
        shown = {**self.other, **hidden(page), "title": "Boris’ title", "is_featured": "on"}
        self.send(self.boris, {**shown, "_choice-title-1": "theirs"})
        self.assertEqual((self.newest()["title"], self.newest()["is_featured"]), ("Anna’s title", True))

    def test_russian_page(self):
        self.clients[self.boris].cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
        page = self.clash()
        for words in ("Ваш текст", "Сохранённый текст", "ничего ещё не сохранено"):
            self.assertContains(page, words)

    def test_popup_asks_as_well(self):
        page = self.send(self.boris, self.other, "_popup", body=self.mine)
        self.assertContains(page, 'name="_choice-body-1"')


class OneselfTests(TwoEditorsCase):
    def test_double_click_saves_once(self):
        form, before = self.opened(self.anna), self.count()
        for button in ("_save", "_save", "_publish", "_publish"):
            page = self.send(self.anna, form, button, body=FIRST2 + MIDDLE + FIFTH)
            self.assertNotContains(page, "Saved together")
            self.assertNotContains(page, "its status changed")
        self.assertEqual(self.count(), before + 1)
        self.assertTrue(Article.objects.get().is_public)

    def test_form_of_a_new_article_sent_again_goes_on_with_it(self):
        form = form_data(**hidden(self.clients[self.anna].get(ADD)), title="Windows")
        for lead in ("One.", "One.", "One. Two."):
            page = self.clients[self.anna].post(ADD, {**form, "lead": lead}, follow=True)
            self.assertContains(page, "“Windows” is not public")
        article = Article.objects.exclude(pk=self.article.pk).get()
        self.assertEqual((article.lead, article.revisions.count()), ("One. Two.", 2))
        self.clients[self.boris].post(ADD, {**form, "title": "Doors ajar"})
        self.assertEqual(Article.objects.count(), 3)

    def test_back_button_and_further_typing_in_the_same_paragraph(self):
        form = self.opened(self.anna)
        for text in (FIRST2, FIRST2.replace("open", "wide open"), FIRST3):
            self.send(self.anna, form, body=text + MIDDLE + FIFTH)
            self.assertEqual(self.newest()["body"], text + MIDDLE + FIFTH)

    def test_two_tabs_of_one_person(self):
        one, other = self.opened(self.anna), self.opened(self.anna)
        self.send(self.anna, one, body=FIRST2 + MIDDLE + FIFTH)
        page = self.send(self.anna, other, body=FIRST + MIDDLE + FIFTH2)
        self.assertContains(page, "yourself in another window")
        self.assertEqual(self.newest()["body"], FIRST2 + MIDDLE + FIFTH2)
        self.assertContains(self.send(self.anna, one, body=FIRST3 + MIDDLE + FIFTH), "Saved together")
        self.assertEqual(self.newest()["body"], FIRST3 + MIDDLE + FIFTH2)

    def test_the_same_typed_by_both_is_saved_once(self):
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, body=FIRST2 + MIDDLE + FIFTH)
        before = self.count()
        self.send(self.boris, other, "_publish", body=FIRST2 + MIDDLE + FIFTH)
        self.assertEqual(self.count(), before)
        self.assertTrue(Article.objects.get().is_public)

    def test_public_article_saved_twice_from_one_form_asks_nothing(self):
        self.send(self.anna, self.opened(self.anna), "_publish")
        moment = Article.objects.get().publish_at
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, title="New title")
        self.send(self.boris, other, lead="New lead")
        self.assertEqual((self.newest()["title"], self.newest()["lead"]), ("New title", "New lead"))
        self.send(self.boris, self.opened(self.boris), "_publish")
        self.assertEqual(Article.objects.get().publish_at, moment)


class SameMomentTests(TransactionTestCase):
    def setUp(self):
        roles.sync()  # the flush after other tests of this kind took the groups along

    def test_two_clicks_on_add_in_one_moment_make_one_article(self):
        self.client.force_login(make_user("Association editor"))
        form = form_data(**hidden(self.client.get(ADD)), title="Windows")
        # A database in memory refuses what others would wait for: there, one after the other.
        at_once = CLICKS if connection.features.has_select_for_update else 1
        barrier = Barrier(at_once)

        def click(_number):
            window = self.client_class()
            window.cookies = self.client.cookies.copy()
            barrier.wait()
            try:
                return window.post(ADD, form, follow=True)
            finally:
                connection.close() if at_once > 1 else None

        with ThreadPoolExecutor(at_once) as pool:
            pages = list(pool.map(click, range(CLICKS)))
        for page in pages:
            self.assertContains(page, "“Windows” is not public")
        self.assertEqual(Article.objects.get().revisions.count(), 1)


class StrangeFormTests(TwoEditorsCase):
    def test_unknown_beginning_asks_for_every_field_that_differs(self):
        other = make_article().latest_revision_id
        for given in ("", "rubbish", "²", "-1", "9" * 30, str(other), str(other + 1000)):
            with self.subTest(given):
                page = self.send(self.boris, self.opened(self.boris), _based_on=given, body=self.body(), lead="Mine")
                self.assertContains(page, 'name="_choice-body-1"')
                self.assertContains(page, 'name="_choice-lead-1"')
                self.assertNotContains(page, 'name="_choice-title-1"')
                self.assertEqual(self.newest()["lead"], "Lead")

    def body(self):
        return FIRST2 + MIDDLE + FIFTH

    def test_unknown_beginning_and_nothing_typed(self):
        before = self.count()
        self.send(self.boris, self.opened(self.boris), _based_on="")
        self.assertEqual(self.count(), before)

    def test_pruned_beginning_is_merged_with_the_one_before(self):
        self.send(self.anna, self.opened(self.anna), lead="Second")
        form = self.opened(self.boris)
        self.send(self.anna, self.opened(self.anna), title="Third")
        Revision.objects.get(pk=form["_based_on"]).delete()
        self.send(self.boris, form, body=FIRST2 + MIDDLE + FIFTH)
        newest = [self.newest()[name] for name in ("lead", "title", "body")]
        self.assertEqual(newest, ["Second", "Third", FIRST2 + MIDDLE + FIFTH])

    def test_forged_question_is_taken_for_none(self):
        for sealed in ("rubbish", "a:b:c", "." * 100):
            self.send(self.boris, self.opened(self.boris), _asked=sealed, lead=f"Lead {sealed[:3]}")
            self.assertEqual(self.newest()["lead"], f"Lead {sealed[:3]}")


class StateTests(TwoEditorsCase):
    def test_withdrawn_meanwhile_is_told_and_not_published_again(self):
        self.send(self.anna, self.opened(self.anna), "_publish")
        form = self.opened(self.boris)
        self.clients[self.anna].post(f"{LIST}{self.article.pk}/withdraw/", {"reason": "Wrong number"})
        page = self.send(self.boris, form, "_publish", lead="New lead")
        self.assertContains(page, "Wrong number")
        self.assertContains(page, "press the button again")
        self.assertEqual(Article.objects.get().state, State.WITHDRAWN)
        self.assertEqual(self.newest()["lead"], "New lead")

    def test_published_meanwhile_is_told_and_readers_keep_what_was_published(self):
        form = self.opened(self.boris)
        self.send(self.anna, self.opened(self.anna), "_publish")
        page = self.send(self.boris, form, lead="New lead")
        self.assertContains(page, "While you were writing, its status changed: Public.")
        self.assertEqual(Article.objects.get().lead, "Lead")
        self.assertTrue(Article.objects.get().is_public)

    def test_binned_meanwhile_the_text_is_kept_in_the_bin(self):
        form = self.opened(self.boris)
        Article.objects.get().throw_away()
        page = self.send(self.boris, form, "_publish", lead="New lead")
        self.assertContains(page, "Your text is kept there with it")
        article = Article.objects.get()
        self.assertTrue(article.deleted_at)
        self.assertEqual((article.state, self.newest()["lead"]), (State.DRAFT, "New lead"))


class QueryTests(TwoEditorsCase):
    def test_save_of_a_long_article_with_200_revisions_takes_no_more_queries_than_the_first(self):
        self.article.body = "".join(f"<p>Paragraph {number} {'words of a sentence ' * 7}</p>" for number in range(100))
        self.article.save_draft(by=self.anna)
        with override("en"):
            self.opened(self.anna)
            first = self.queries_of_a_save("First")
            for number in range(200):
                self.article.lead = f"Lead {number}"
                self.article.save_draft(by=self.anna)
            self.assertLessEqual(self.queries_of_a_save("Last"), first)

    def queries_of_a_save(self, lead) -> int:
        form = {**self.opened(self.anna), "lead": lead}
        with CaptureQueriesContext(connection) as queries:
            self.clients[self.anna].post(self.url, {name: value for name, value in form.items() if value is not None})
        self.assertEqual(self.newest()["lead"], lead)
        return len(queries)
