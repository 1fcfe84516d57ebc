from django.test import SimpleTestCase

from opendoors.content.search.questions import LONGEST, MOST_TERMS, parse
from opendoors.content.search.results import Part, Problem
from opendoors.content.search.snippets import LENGTH, Marker

PROBLEMS = {
    "": Problem.EMPTY,
    " \n\t ": Problem.EMPTY,
    "\0": Problem.EMPTY,
    "🙂 🎓": Problem.NO_WORDS,
    '"': Problem.NO_WORDS,
    "- + * % _ ( ) : ^ ~ \\ ' ;": Problem.NO_WORDS,
    "OR": Problem.NO_WORDS,
    "the of in": Problem.COMMON_WORDS,
    '"и в на"': Problem.COMMON_WORDS,
    "-laboratory": Problem.ONLY_EXCLUDED,
}


def typed(terms):
    return [term.typed for term in terms]


class QuestionTests(SimpleTestCase):
    def test_what_cannot_be_answered_has_a_problem(self):
        for text, problem in PROBLEMS.items():
            self.assertEqual(parse(text).problem, problem, text)

    def test_words_phrases_and_exclusions(self):
        question = parse('scholarship "Peking University" -laboratory −"old campus" in')
        self.assertEqual(typed(question.required), ["scholarship", "Peking University"])
        self.assertEqual(typed(question.excluded), ["laboratory", "old campus"])
        self.assertIsNone(question.problem)

    def test_open_quotes_and_lone_operators_are_passed_over(self):
        self.assertEqual(typed(parse('visa "student').required), ["visa", "student"])
        self.assertEqual(typed(parse("visa - student OR").required), ["visa", "student"])
        self.assertEqual(typed(parse("«Пекинский университет»").required), ["Пекинский университет"])

    def test_or_joins_two_terms(self):
        question = parse("visa OR permit rules")
        self.assertEqual(len(question.required), 2)
        self.assertLessEqual({("visa",), ("permit",)}, set(question.required[0].forms))

    def test_hyphens_ask_for_parts_together_or_the_whole(self):
        (term,) = parse("co-operation").required
        self.assertEqual(term.forms, (("co", "oper"), ("cooper",)))

    def test_long_questions_are_cut(self):
        question = parse(" ".join(f"word{number}" for number in range(5_000)))
        self.assertLessEqual(len(question.text), LONGEST)
        self.assertEqual(len(question.required), MOST_TERMS)
        self.assertIsNone(parse("x" * 10_000).problem)

    def test_rewritten_keeps_the_rest(self):
        question = parse('tsingua "joint lab" -visa')
        self.assertEqual(question.rewritten({question.required[0]: "tsinghua"}), 'tsinghua "joint lab" -visa')


class SnippetTests(SimpleTestCase):
    def test_marks_inflected_forms_as_they_are_written(self):
        parts = Marker(parse("елка университет")).marked("Ёлки в Университетах <b>")
        self.assertEqual([part.text for part in parts if part.is_match], ["Ёлки", "Университетах"])
        self.assertEqual("".join(part.text for part in parts), "Ёлки в Университетах <b>")

    def test_shows_where_most_words_stand(self):
        text = "Nothing here. " * 60 + "The visa is extended by the dormitory office. " + "More of it. " * 60
        parts = Marker(parse("extend visa")).snippet([text], [])
        self.assertEqual([part.text for part in parts if part.is_match], ["visa", "extended"])
        self.assertEqual((parts[0], parts[-1]), (Part("… "), Part(" …")))
        self.assertLess(sum(len(part.text) for part in parts), LENGTH + 10)

    def test_shows_the_name_that_was_meant_and_the_beginning(self):
        parts = Marker(parse("北大")).snippet(["A university in Beijing."], ["Beida", "北大", "北京大学"])
        self.assertEqual("".join(part.text for part in parts), "北大 · A university in Beijing.")
        self.assertEqual([part.text for part in parts if part.is_match], ["北大"])

    def test_of_nothing_is_nothing(self):
        self.assertEqual(Marker(parse("visa")).snippet(["", ""], [""]), ())
