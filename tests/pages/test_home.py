"""Figures with their sources, and the words and choices of the home page."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase

from opendoors.pages.models import Figure, HomePage
from tests.factories import make_deadline, make_figure, make_page
from tests.test_pages import PageTestCase


class FigureTests(PageTestCase):
    def test_each_stands_with_its_date_and_source(self):
        make_figure(value_en="146,000", value_ru="146 000", label_en="participants", source_name_en="Annual report")
        page = self.page("/")
        self.assert_order(page, "participants", "146,000", "September 2025", "Annual report</a>")
        self.assertIn("146 000", self.page("/ru/"))

    def test_in_their_order_and_only_what_is_published(self):
        for position, label in ((3, "third"), (1, "first"), (2, "second")):
            make_figure(label_en=label, position=position)
        make_figure(label_en="unpublished", is_published=False)
        page = self.page("/")
        self.assert_order(page, "first", "second", "third")
        self.assertNotIn("unpublished", page)

    def test_without_a_source_it_is_not_published(self):
        for missing in ({"as_of": None}, {"source_url": ""}, {"source_name_en": "", "source_name_ru": ""}):
            figure = make_figure(is_published=False, **missing)
            with self.subTest(missing):
                figure.is_published = True
                with self.assertRaises(ValidationError):
                    figure.full_clean()
                with self.assertRaises(IntegrityError), transaction.atomic():
                    figure.save()

    def test_without_a_source_it_may_wait(self):
        Figure(value_en="1", label_en="x").full_clean()

    def test_no_figure_no_heading(self):
        self.assertNotIn("in figures", self.page("/"))


class HomePageTests(PageTestCase):
    def test_there_is_one_row(self):
        self.assertEqual(HomePage.objects.count(), 1)
        HomePage(statement_title_en="Another").save()
        self.assertEqual([home.statement_title_en for home in HomePage.objects.all()], ["Another"])

    def test_without_words_of_editors_the_site_says_its_own(self):
        HomePage.objects.all().delete()
        self.assertIn("won by what you know</h1>", self.page("/"))

    def test_words_of_editors_in_each_language(self):
        HomePage(
            statement_title_en="Come in",
            statement_title_ru="Входите",
            statement_text_en="The door is open.",
            action_label_en="Rules",
            action_label_ru="Правила",
            action_address="/rules/",
        ).save()
        page = make_page(slug="rules")
        make_page(slug="pravila", language="ru", translation_key=page.translation_key)
        self.assert_order(self.page("/"), "Come in</h1>", "The door is open.", '<a class="button" href="/rules/">Rules')
        self.assert_order(self.page("/ru/"), "Входите</h1>", '<a class="button" href="/ru/pravila/">Правила')

    def test_no_line_of_a_heading_begins_with_a_dash(self):
        HomePage(statement_title_ru="Место — за знания", statement_text_ru="Open Doors — олимпиада").save()
        make_page(slug="o", language="ru", title="Правила — коротко", lead="Об учёбе — университет")
        page = self.page("/ru/") + self.page("/ru/o/")
        for words in ("Место|— за", "Doors|— олимпиада", "Правила|— коротко</h1>", "учёбе|— университет</p>"):
            self.assertIn(words.replace("|", "\N{NO-BREAK SPACE}"), page)

    def test_what_it_shows_is_chosen(self):
        make_deadline()
        make_figure()
        HomePage(deadlines_shown=0, shows_figures=False).save()
        page = self.page("/")
        self.assertNotIn("Next deadlines", page)
        self.assertNotIn("in figures", page)


class WidthTests(TestCase):
    def test_more_deadlines_than_a_page_can_bear_are_refused(self):
        with self.assertRaises(ValidationError):
            HomePage(deadlines_shown=13).full_clean(exclude=["id"])
