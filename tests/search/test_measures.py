from math import log2

from django.test import SimpleTestCase

from tests.search.measures import ndcg, success

GRADES = {"exact": 3, "good": 2, "related": 1, "near miss": 0}


class NdcgTests(SimpleTestCase):
    def test_the_best_order_is_one(self):
        self.assertEqual(ndcg(["exact", "good", "related"], GRADES), 1)
        self.assertEqual(ndcg(["exact", "good", "related", "near miss", "unknown"], GRADES), 1)

    def test_nothing_relevant_is_zero(self):
        self.assertEqual(ndcg([], GRADES), 0)
        self.assertEqual(ndcg(["near miss", "unknown"], GRADES), 0)

    def test_a_turned_order_by_hand(self):
        # Gains 7, 3, 1. Found: 1/log2(2) + 3/log2(3) + 7/log2(4) = 1 + 1.8928 + 3.5; best: 7 + 1.8928 + 0.5.
        self.assertAlmostEqual(ndcg(["related", "good", "exact"], GRADES), 6.3928 / 9.3928, places=4)

    def test_what_is_missing_costs(self):
        self.assertAlmostEqual(ndcg(["exact"], GRADES), 7 / 9.3928, places=4)

    def test_a_miss_in_front_costs_a_place(self):
        found = ndcg(["near miss", "exact"], {"exact": 3})
        self.assertAlmostEqual(found, 1 / log2(3))

    def test_only_the_first_ten_count(self):
        misses = [f"miss {number}" for number in range(10)]
        self.assertEqual(ndcg([*misses, "exact"], GRADES), 0)
        many = {f"good {number}": 2 for number in range(12)}
        self.assertEqual(ndcg(list(many)[2:], many), 1)

    def test_a_second_time_gains_nothing(self):
        self.assertEqual(ndcg(["exact", "exact"], GRADES), ndcg(["exact"], GRADES))


class SuccessTests(SimpleTestCase):
    def test_the_best_grade_among_the_first_three(self):
        self.assertEqual(success(["related", "good", "exact"], GRADES), 1)
        self.assertEqual(success(["good", "related", "near miss", "exact"], GRADES), 0)
        self.assertEqual(success([], GRADES), 0)

    def test_the_best_grade_is_that_of_the_query(self):
        self.assertEqual(success(["good"], {"good": 2, "related": 1}), 1)
