from collections import Counter

from django.test import SimpleTestCase, TestCase

from news.models import Article
from tests.search import documents
from tests.search.queries import for_tuning, held_out, queries

KINDS = {
    "inflection-en",
    "inflection-ru",
    "acronym",
    "name-latin",
    "name-cyrillic",
    "name-chinese",
    "transliteration",
    "typing-error",
    "phrase",
    "minus",
    "question",
    "topic",
    "mixed-language",
    "yo",
}


class QueriesTests(SimpleTestCase):
    def test_there_are_enough_of_every_kind(self):
        self.assertEqual(Counter(query.kind for query in queries()), dict.fromkeys(KINDS, 10))
        self.assertEqual([query.number for query in queries()], list(range(1, 141)))

    def test_none_is_asked_twice(self):
        asked = Counter((query.text, query.language) for query in queries())
        self.assertEqual([question for question, times in asked.items() if times > 1], [])

    def test_forty_are_held_out_by_the_rule(self):
        self.assertEqual(len(held_out()), 40)
        self.assertEqual(len(for_tuning()), 100)
        self.assertEqual({query.kind for query in held_out()}, KINDS)
        for query in queries():
            with self.subTest(query.text):
                self.assertEqual(query.held_out, query.number % 7 in {3, 6})

    def test_each_has_what_is_exactly_meant(self):
        for query in queries():
            with self.subTest(query.text):
                self.assertEqual(max(query.grades.values()), 3)
                self.assertLessEqual(set(query.grades.values()), {0, 1, 2, 3})


class DocumentsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.rows = documents.load()

    def test_there_are_enough_of_every_kind(self):
        kinds = Counter(type(row).__name__ for row in self.rows.values())
        self.assertEqual(kinds, {"Article": 211, "University": 86, "Agreement": 29, "Laboratory": 26})
        self.assertEqual(Counter(article.language for article in Article.objects.published()), {"en": 104, "ru": 107})

    def test_every_graded_document_is_there_and_public(self):
        for query in queries():
            for key in query.grades:
                with self.subTest(query.text, key=key):
                    self.assertTrue(self.rows[key].is_public)

    def test_translations_know_one_another(self):
        english, russian = self.rows["perovskite.en"], self.rows["perovskite.ru"]
        self.assertEqual(english.translation_key, russian.translation_key)
