import re
from html import unescape

from django.test import TestCase
from django.utils import timezone

from opendoors.content import clock
from opendoors.demo import association
from opendoors.demo.loading import Demo
from opendoors.pages.models import Deadline, Figure, HomePage, MenuItem, Page
from tests.factories import make_article

SLUGS = {"about", "rules", "faq", "privacy", "contacts"}
FOREIGN = {"en": r"[\"'«»„]", "ru": r"[\"'“”‘]"}


def load():
    return [loader(Demo(say=str)) for loader in (association.load_pages, association.load_menus, association.load_home)]


class DemoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for slug, language in (
            ("how-to-take-part-step-by-step", "en"),
            ("chetyre-treka-odin-kabinet-kak-uchastvovat-shag-za-shagom", "ru"),
        ):
            make_article(slug=slug, language=language)  # to which the answers lead
        load()

    def test_every_page_in_both_languages_under_one_address(self):
        for language, prefix in (("en", ""), ("ru", "/ru")):
            self.assertEqual({page.slug for page in Page.objects.published().in_language(language)}, SLUGS)
            for slug in SLUGS:
                with self.subTest(slug, language=language):
                    self.assertEqual(self.client.get(f"{prefix}/{slug}/").status_code, 200)
        for page in Page.objects.in_language("ru"):
            self.assertEqual(page.original.slug, page.slug)

    def test_gate_has_nothing_to_say(self):
        for page in Page.objects.all():
            with self.subTest(page.slug, language=page.language):
                report = page.report()
                self.assertEqual((report.blocking, report.warnings), ([], []))

    def test_quotation_marks_are_those_of_the_language(self):
        for row in association.texts():
            with self.subTest(row["slug"], language=row["language"]):
                told = unescape(re.sub(r"<[^>]+>", "", row["body"])) + row["title"] + row["lead"]
                self.assertNotRegex(told, FOREIGN[row["language"]])

    def test_at_least_eight_questions(self):
        for page in Page.objects.with_slug("faq"):
            self.assertGreaterEqual(page.body.count("<h2>"), 8)

    def test_menus_lead_to_the_pages(self):
        for prefix, title in (("", "About Open Doors"), ("/ru", "Об Open Doors")):
            response = self.client.get(f"{prefix}/")
            self.assertContains(response, title, count=2)
            self.assertContains(response, f'href="{prefix}/privacy/"')

    def test_deadlines_seen_from_the_day_of_loading(self):
        upcoming = Deadline.objects.published().upcoming()
        self.assertGreaterEqual(upcoming.count(), 4)
        self.assertTrue(Deadline.objects.published().past().exists())
        self.assertGreater(len({deadline.zone for deadline in upcoming}), 1)
        days = (upcoming[0].local.date() - timezone.localtime(clock.now()).date()).days
        self.assertEqual((days, f"{upcoming[0].local:%H:%M}"), (9, "23:59"))

    def test_figures_have_sources(self):
        told = [(figure.value_en, figure.source_url) for figure in Figure.objects.published().in_order()]
        self.assertEqual([value for value, _url in told], ["185", "146,000", "6,300+", "24"])
        self.assertEqual({url for _value, url in told}, {"https://od.globaluni.ru/"})

    def test_again_it_adds_nothing_and_keeps_what_was_edited(self):
        HomePage(statement_title_en="Edited").save()
        Page.objects.with_slug("rules").update(title="Edited")
        before = MenuItem.objects.count()
        self.assertEqual([tally.added for tally in load()], [0, 0, 0])
        self.assertEqual(MenuItem.objects.count(), before)
        self.assertEqual(HomePage.objects.get().statement_title_en, "Edited")
        self.assertEqual({page.title for page in Page.objects.with_slug("rules")}, {"Edited"})
