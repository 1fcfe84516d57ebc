"""What is hidden is gone from pages that are kept, and what is shown is on them, at once and by the second."""

from django.test import TestCase
from django.utils import translation

from opendoors.content import clock
from tests.factories import make_deadline
from tests.test_visibility import HIDDEN, NOON, SECOND, SLUG, TITLE, PageSurroundings, Surroundings, only_part
from tests.test_visibility_register import SHOWN_RECORDS, RegisterSurroundings
from tests.warm import WarmMixin

BY_WRITING = [(name, state) for name, state in HIDDEN if name != "scheduled, one second before"]


class WarmSurroundings(Surroundings):
    def ask(self, row, moment):
        with clock.at(moment), translation.override(row.language):
            answers = {name: self.client.get(find(row), follow=True) for name, find in self.surfaces}
        return {name: only_part(name, answer) for name, answer in answers.items()}

    def check(self, row, moment, *, is_shown, **told):
        for surface, response in self.ask(row, moment).items():
            with self.subTest(surface=surface, language=row.language, is_shown=is_shown, **told):
                self.assertEqual(self.shows(response), is_shown)
                if not is_shown:
                    self.assertNotContains(response, SLUG, status_code=response.status_code)
                    self.assertNotContains(response, TITLE, status_code=response.status_code)

    def change(self, row, **values):
        with self.written():
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=values)


class WarmVisibilityTests(WarmSurroundings):
    def test_what_is_hidden_is_gone_at_once_and_what_is_shown_there_at_once(self):
        for language in ("en", "ru"):
            row = self.placed(language, {})
            public = {name: getattr(row, name) for name in ("state", "deleted_at", "publish_at", "expire_at")}
            self.check(row, NOON, is_shown=True)
            for name, state in BY_WRITING:
                kept = len(self.client.pages)
                self.assertGreater(kept, 3, "nothing was kept: then nothing is tried here")
                self.change(row, **{**state})
                self.check(row, NOON, is_shown=False, state=name)
                self.change(row, **public)
                self.check(row, NOON, is_shown=True, state=name)
            self.forget()

    def test_the_second_alone_changes_it(self):
        for language in ("en", "ru"):
            row = self.placed(language, {"publish_at": NOON, "expire_at": NOON + 2 * SECOND})
            for seconds, is_shown in ((-1, False), (0, True), (1.999, True), (2, False)):
                made = self.client.made
                self.check(row, NOON + seconds * SECOND, is_shown=is_shown, seconds=seconds)
                if seconds == 1.999:
                    self.assertLess(self.client.made - made, len(self.surfaces) / 2, "most is still known")
            self.forget()


class WarmPageVisibilityTests(PageSurroundings, WarmVisibilityTests):
    pass


class WarmPartnerTests(WarmMixin, RegisterSurroundings):
    def test_a_record_is_gone_at_once_and_back_at_once(self):
        for name, make in SHOWN_RECORDS:
            with self.written():
                record, shown = make()
                addresses = self.addresses(record, shown)
            self.ask(addresses)
            for is_published in (False, True, False):
                with self.written():
                    record.is_published = is_published
                    record.save()
                self.ask(addresses)
                made = self.client.made
                for surface, response in self.ask(addresses).items():
                    with self.subTest(record=name, surface=surface, is_published=is_published):
                        if not is_published:
                            self.assertNotContains(response, SLUG, status_code=response.status_code)
                        elif surface == "own":
                            self.assertContains(response, SLUG)
                self.assertLess(self.client.made - made, len(addresses) * 0.7)


class WarmDeadlineTests(WarmMixin, TestCase):
    def titles(self, moment):
        with clock.at(moment):
            pages = [self.client.get(path).content.decode() for path in ("/", "/deadlines/", "/deadlines.ics")]
        return [TITLE in page for page in pages], "Past" in pages[1]

    def test_it_is_over_at_its_second_and_gone_when_somebody_takes_it_back(self):
        with self.written():
            deadline = make_deadline(title_en=TITLE, title_ru=TITLE, at=NOON)
        self.assertEqual(self.titles(NOON - SECOND), ([True, True, True], False))
        self.assertEqual(self.titles(NOON), ([False, True, True], True))
        with self.written():
            deadline.is_published = False
            deadline.save()
        self.assertEqual(self.titles(NOON), ([False, False, False], False))
