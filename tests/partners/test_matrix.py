"""Who cooperates with whom, by country."""

from datetime import timedelta

from django.test import TestCase

from partners.drawings import matrix
from partners.models import Agreement, Laboratory, University
from partners.models.terms import today
from tests.factories import make_agreement, make_laboratory, make_university


def counted() -> dict:
    """By the codes of row and column: records, in force, laboratories."""
    rows = matrix.of(Agreement.objects.published(), Laboratory.objects.published())["rows"]
    return {
        (row.code, column.code): (cell.records, cell.in_force, cell.laboratories)
        for row in rows
        for column, cell in zip(rows, row.cells, strict=True)
    }


class MatrixTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moscow, cls.perm = make_university(), make_university()
        cls.beijing, cls.xian = make_university(country="CN"), make_university(country="CN")
        cls.delhi = make_university(country="IN")

    def test_counts_records_and_those_in_force(self):
        make_agreement(parties=(self.moscow, self.beijing))
        make_agreement(parties=(self.beijing, self.perm), signed_on=today() - timedelta(days=9))
        found = counted()
        self.assertEqual(found["RU", "CN"], (2, 1, 0))
        self.assertEqual(found["CN", "RU"], (2, 1, 0))
        self.assertEqual(found["RU", "RU"], (0, 0, 0))

    def test_several_parties_of_a_country_count_once_for_each_pair(self):
        make_agreement(parties=(self.moscow, self.beijing, self.perm, self.xian, self.delhi))
        found = counted()
        for pair in (("RU", "CN"), ("RU", "IN"), ("CN", "IN"), ("RU", "RU"), ("CN", "CN")):
            self.assertEqual(found[pair], (1, 0, 0), pair)
        self.assertEqual(found["IN", "IN"], (0, 0, 0))

    def test_counts_laboratories_by_host_and_partners(self):
        make_laboratory(host=self.moscow, partners=[self.beijing, self.xian])
        found = counted()
        self.assertEqual((found["RU", "CN"], found["CN", "CN"]), ((0, 0, 1), (0, 0, 1)))

    def test_hidden_records_and_those_with_hidden_parties_do_not_count(self):
        draft = make_university(country="CN")
        part = make_university(country="CN", kind="faculty", parent=draft)
        make_agreement(parties=(self.moscow, self.beijing), is_published=False)
        make_agreement(parties=(self.moscow, draft, self.delhi))
        make_agreement(parties=(self.moscow, part))
        make_laboratory(host=self.moscow, partners=[part])
        University.objects.filter(pk=draft.pk).update(is_published=False)
        self.assertEqual(counted(), {})

    def test_the_ninth_country_and_all_after_it_share_a_row(self):
        codes = ["AT", "BE", "CZ", "DE", "EE", "FR", "GR", "HU", "IE", "JP"]
        others = [make_university(country=code) for code in codes]
        for number, other in enumerate(others):
            for _each in range(len(codes) - number):
                make_agreement(parties=(self.moscow, other))
        make_agreement(parties=(self.moscow, others[-1], others[-2]))
        found = counted()
        self.assertEqual(len(found), (matrix.MOST + 1) ** 2)
        self.assertEqual(found["RU", matrix.OTHERS], (3 + 2 + 1 + 1, 0, 0))
        self.assertEqual(found[matrix.OTHERS, matrix.OTHERS], (1, 0, 0))

    def test_takes_three_queries(self):
        make_agreement(parties=(self.moscow, self.beijing))
        with self.assertNumQueries(3):
            counted()


class MatrixPageTests(TestCase):
    def test_is_a_table_with_headings_that_leads_to_the_records(self):
        make_agreement(parties=(make_university(), make_university(country="CN")))
        page = self.client.get("/partners/").content.decode()
        table = page[page.index('<table class="table matrix') :]
        self.assertIn('<th scope="col">China</th>', table)
        self.assertIn('<a href="/partners/agreements/?country=CN">1</a>', table)
        self.assertIn("Records of cooperation between institutions of two countries, as of", table)

    def test_where_no_list_holds_exactly_these_the_row_s_country_is_linked(self):
        moscow, beijing, delhi = make_university(), make_university(country="CN"), make_university(country="IN")
        for parties in ((moscow, beijing), (moscow, delhi), (beijing, delhi)):
            make_agreement(parties=parties)
        cells = matrix.of(Agreement.objects.published(), Laboratory.objects.published())["rows"][0].cells
        self.assertTrue(all("agreements" not in cell.address for cell in cells))

    def test_without_cooperation_there_is_none(self):
        make_university()
        self.assertNotContains(self.client.get("/partners/"), "Who works with whom</h2>")
