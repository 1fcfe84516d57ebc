import re
from itertools import pairwise
from uuid import UUID

from django.test import SimpleTestCase

from news.drawing import HEIGHT, TINTS, WIDTH, doorways

SEEDS = [UUID(int=n * 0x1234567890ABCDEF1234567).int for n in range(200)]


class DrawingTests(SimpleTestCase):
    def test_same_article_same_drawing(self):
        self.assertEqual(doorways(SEEDS[5], 2), doorways(SEEDS[5], 2))

    def test_articles_differ(self):
        drawings = {tuple(door.path for door in doorways(seed, 0).doorways) for seed in SEEDS}
        self.assertGreater(len(drawings), 190)

    def test_doorways_lead_into_each_other(self):
        for seed in SEEDS:
            edges = [_edges(door.path) for door in doorways(seed, 0).doorways]
            for outer, inner in pairwise(edges):
                with self.subTest(seed=seed):
                    self.assertLess(outer[0], inner[0])
                    self.assertLess(inner[1], outer[1])

    def test_light_stays_on_the_floor_of_the_first_room(self):
        for seed in SEEDS:
            drawing = doorways(seed, 0)
            left, right = _edges(drawing.doorways[0].path)
            near_right, near_left = re.search(rf"L(-?\d+) {HEIGHT}H(-?\d+)Z", drawing.light_path).groups()
            with self.subTest(seed=seed):
                self.assertGreaterEqual(int(near_left), max(left, 0) - 1)
                self.assertLessEqual(int(near_right), min(right, WIDTH) + 1)

    def test_tints_go_round(self):
        self.assertEqual(doorways(1, 1), doorways(1, 1 + len(TINTS)))


def _edges(path: str) -> tuple[int, int]:
    left = int(re.match(r"M(-?\d+) ", path)[1])
    width = int(re.search(r" 0 0 1 (\d+) 0V", path)[1])
    return left, left + width
