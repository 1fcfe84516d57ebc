"""The Russian interface: the grammar that a catalogue can get wrong although it is complete."""

from datetime import datetime

from django.conf import settings
from django.test import SimpleTestCase, TestCase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext, pgettext

from tests.factories import make_article, make_topic, make_user


class CatalogueTests(SimpleTestCase):
    def test_numbers_have_three_forms(self):
        with translation.override("ru"):
            told = [ngettext("%(counter)s article", "%(counter)s articles", count) for count in (1, 3, 5, 11, 21, 112)]
        forms = ["материал", "материала", "материалов", "материалов", "материал", "материалов"]
        self.assertEqual(told, [f"%(counter)s {form}" for form in forms])

    def test_one_english_word_has_two_russian_ones_by_context(self):
        with translation.override("ru"):
            self.assertEqual(pgettext("agreement", "Signed"), "Подписано")
            self.assertEqual(gettext("Signed"), "Подписание")


class VisitorTests(TestCase):
    def test_month_is_a_heading_and_a_date_has_its_case(self):
        day = timezone.make_aware(datetime(2025, 10, 24, 12))
        make_article(language="ru", title="Заголовок", slug="zagolovok", publish_at=day)
        page = self.client.get("/ru/news/archive/2025/10/").content.decode()
        self.assertIn("<h1>Октябрь 2025</h1>", page)
        self.assertIn("24 октября 2025</time>", page)
        self.assertIn("1 материал<", page)

    def test_brand_lines_are_russian(self):
        self.assertContains(self.client.get("/ru/"), "Ассоциация «Глобальные университеты»")


class AdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Association editor")
        cls.topic = make_topic()

    def setUp(self):
        self.client.force_login(self.editor)
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"

    def test_names_of_models_stand_outside_the_grammar(self):
        self.assertContains(self.client.get(reverse("admin:news_topic_changelist")), "Добавить: тема")
        self.assertContains(self.client.get(reverse("admin:news_topic_add")), "<h1>Добавить: тема</h1>", html=True)

    def test_list_tells_its_total_without_counting_by_a_name(self):
        self.assertContains(self.client.get(reverse("admin:news_topic_changelist")), "Всего: 1")

    def test_refusal_to_delete_names_what_is_in_the_way(self):
        make_article(title="О науке", language="ru", topics=[self.topic])
        page = self.client.get(reverse("admin:news_topic_delete", args=[self.topic.pk]))
        self.assertContains(page, "Материал: О науке")
