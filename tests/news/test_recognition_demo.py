"""Every demo article against a list of the partners that a person finds named in it.

`python -m bench.recognition` prints how many of them are recognised.
"""

from django.contrib.auth.models import AnonymousUser
from django.test import TestCase

from news.recognition import named_partners
from opendoors.demo import register, texts
from opendoors.demo.loading import Demo

LOADERS = (register.load_fields, register.load_universities, register.load_agreements, register.load_laboratories)

VISIT = {
    "hse-university",
    "hse-university-nizhny-novgorod",  # “HSE's campus in Nizhny Novgorod”
    "hse-institute-of-education",
    "peking-university",
    "tsinghua-university",
    "tsinghua-institute-of-education",  # “Tsinghua, Institute of Education”, in a cell
    "beijing-normal-university",
    "bimsa",
    "china-national-academy-of-educational-sciences",
    "beijing-university-of-technology",
    "beihang-university",  # “Beihang” alone
    "tongji-university",
    "perovskite-solar-cells",  # without “joint”
    "mirror-symmetry-and-automorphic-forms",  # “HSE's laboratory of mirror symmetry”
}
SIGNING = {"hse-university", "peking-university", "tsinghua-university", "perovskite-solar-cells"}
FOUR = {
    "bauman-university",
    "mgimo-university",
    "moscow-university-of-civil-engineering",
    "moscow-polytechnic-university",
}
RANKED = {
    "far-eastern-federal-university",
    "leti",
    "mephi",
    "mipt",
    "rudn-university",
    "tomsk-polytechnic-university",
    "tomsk-state-university",
}
NAMED = {
    "01 en": set(),
    "01 ru": set(),
    "02 en": set(),
    "02 ru": set(),
    "03 en": set(),
    "03 ru": set(),
    "04 en": set(),
    "04 ru": set(),
    "05 en": set(),
    "06 en": set(),
    "06 ru": set(),
    "07 en": set(),
    "08 en": RANKED,
    "09 en": VISIT,
    "09 ru": VISIT,  # the campus is “the campus of Nizhny Novgorod”, without HSE
    "10 en": SIGNING,
    "10 ru": SIGNING,
    "11 en": {"kazan-federal-university"},
    "11 ru": {"kazan-federal-university"},
    "12 en": set(),
    "12 ru": set(),
    "13 en": set(),
    "13 ru": set(),
    "14 en": set(),
    "15 en": set(),
    "15 ru": set(),
    "16 en": set(),
    "16 ru": set(),
    "17 en": set(),
    "18 en": FOUR,
    "18 ru": FOUR,
    "19 en": set(),
    "19 ru": set(),
    "20 en": set(),
    "21 en": set(),
    "22 en": {"hse-university"},
}
# What a person understands and the program does not. None of these may grow in silence.
MISSED = {("09 ru", "hse-university-nizhny-novgorod")}


def load() -> None:
    for loader in LOADERS:
        loader(Demo(lambda line: None))


def compared() -> tuple[int, set[tuple[str, str]], set[tuple[str, str]]]:
    """How many partners the demo's articles name; which of them are missed; which are found and not named."""
    missed, invented = set(), set()
    for story in texts.stories():
        for text in story.texts:
            label = f"{text.number} {text.language}"
            fields = {"title": text.title, "lead": text.lead, "body": text.body}
            found = {proposal.record.slug for proposal in named_partners(fields, AnonymousUser())}
            missed |= {(label, slug) for slug in NAMED[label] - found}
            invented |= {(label, slug) for slug in found - NAMED[label]}
    return sum(map(len, NAMED.values())), missed, invented


class DemoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load()

    def test_every_article_is_in_the_table(self):
        loaded = [f"{text.number} {text.language}" for story in texts.stories() for text in story.texts]
        self.assertEqual(sorted(loaded), sorted(NAMED))

    def test_finds_what_a_person_finds_and_nothing_else(self):
        named, missed, invented = compared()
        self.assertEqual(invented, set())
        self.assertEqual(missed, MISSED)
        self.assertGreaterEqual((named - len(missed)) / named, 0.95)
