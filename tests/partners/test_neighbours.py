"""A university among its partners."""

from django.template import engines
from django.test import TestCase

from partners.drawings import neighbours
from partners.models import Agreement, University
from partners.models.terms import today
from tests.factories import make_agreement, make_laboratory, make_university

STATUS = Agreement.Status
TEMPLATE = "{% load drawings %}{% neighbours university %}"


def drawn(university: University) -> str:
    return engines["django"].from_string(TEMPLATE).render({"university": university})


class NeighboursTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ours, cls.other = make_university(), make_university(country="CN", name_en="Other University")

    def of(self, university=None) -> dict:
        found = neighbours.of(university or self.ours)["neighbours"]
        return {neighbour.university: neighbour for neighbour in found}

    def test_records_are_told_apart(self):
        in_force = make_agreement(parties=(self.ours, self.other), signed_on=today())
        agreed = make_agreement(parties=(self.ours, self.other), status=STATUS.AGREED)
        ended = make_agreement(parties=(self.ours, self.other), status=STATUS.TERMINATED)
        laboratory = make_laboratory(host=self.other, partners=[self.ours])
        found = self.of()[self.other]
        self.assertEqual(
            (found.in_force, found.coming, found.past, found.laboratories),
            ({in_force.pk}, {agreed.pk}, {ended.pk}, {laboratory.pk}),
        )

    def test_the_line_tells_the_strongest_tie(self):
        ties = {}
        for name, status in (("coming", STATUS.AGREED), ("past", STATUS.TERMINATED)):
            other = make_university()
            make_agreement(parties=(self.ours, other), status=status)
            ties[other] = name
        make_laboratory(host=self.ours, partners=[self.other])
        ties[self.other] = "laboratory"
        self.assertEqual({other: found.tie for other, found in self.of().items()}, ties)

    def test_parts_count_with_their_university_on_both_sides(self):
        faculty = make_university(kind="faculty", parent=self.ours)
        school = make_university(kind="school", parent=make_university(kind="campus", parent=self.other))
        make_agreement(parties=(faculty, school, self.ours), signed_on=today())
        self.assertEqual(list(self.of()), [self.other])
        self.assertEqual(list(self.of(faculty)), [self.other])

    def test_hidden_records_and_partners_do_not_show(self):
        hidden = make_university(name_en="Hidden University")
        make_agreement(parties=(self.ours, hidden), signed_on=today())
        make_laboratory(host=self.ours, partners=[make_university(kind="faculty", parent=hidden)])
        make_agreement(parties=(self.ours, self.other), signed_on=today(), is_published=False)
        University.objects.filter(pk=hidden.pk).update(is_published=False)
        self.assertEqual(self.of(), {})
        self.assertEqual(drawn(self.ours).strip(), "")

    def test_draws_twelve_and_says_how_many_more_there_are(self):
        for _each in range(15):
            make_agreement(parties=(self.ours, make_university()))
        with self.assertNumQueries(3):
            text = drawn(self.ours)
        svg = text[text.index("<svg") : text.index("<figcaption")]
        self.assertEqual(svg.count("<a "), neighbours.MOST)
        self.assertIn("and 3 more partners", text)
        self.assertEqual(text[text.index("<tbody>") :].count("<tr>"), 15)

    def test_drawing_and_table_name_and_link_each_partner(self):
        make_agreement(parties=(self.ours, self.other), signed_on=today())
        text = drawn(self.ours)
        svg, table = text.split("<figcaption")
        for part in (svg, table):
            self.assertIn(f'href="{self.other.get_absolute_url()}"', part)
            self.assertIn("Other University", part)
        self.assertIn("<title", svg)
        self.assertIn("<desc", svg)
        self.assertNotIn("%", table)

    def test_long_names_are_broken_and_cut(self):
        long = make_university(name_en="Laboratorium" * 20)
        make_agreement(parties=(self.ours, long))
        for node in neighbours.of(self.ours)["nodes"]:
            self.assertLessEqual(len(node.lines), neighbours.LINES)
            self.assertTrue(all(len(line) <= neighbours.LETTERS for line, _below in node.lines))
