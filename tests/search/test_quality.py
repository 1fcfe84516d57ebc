from collections.abc import Callable
from statistics import mean

from django.test import TestCase

from tests.search.measures import ndcg, success
from tests.search.ours import Ours, load_indexed
from tests.search.queries import for_tuning


class QualityTests(TestCase):
    """Over the queries that are not held out; `python -m bench.search_quality` tells more."""

    @classmethod
    def setUpTestData(cls):
        ours = Ours(load_indexed())
        cls.answers = {query: ours(query) for query in for_tuning()}

    def scores(self, measure: Callable) -> dict[str, float]:
        return {f"{query.number} {query.text}": measure(found, query.grades) for query, found in self.answers.items()}

    def test_the_best_stand_first(self):
        scores = self.scores(ndcg)
        worst = sorted(scores.items(), key=lambda score: score[1])[:20]
        self.assertGreaterEqual(mean(scores.values()), 0.90, worst)

    def test_what_is_meant_is_among_the_first_three(self):
        scores = self.scores(success)
        missed = [query for query, score in scores.items() if not score]
        self.assertGreaterEqual(mean(scores.values()), 0.95, missed)
