"""Counts of choices agree with what following them gives, over the demo's register and rows made to trip them up."""

from datetime import date

from django.http import QueryDict
from django.test import TestCase

from opendoors.demo.loading import Demo
from opendoors.demo.register import load_agreements, load_fields, load_laboratories, load_universities
from partners import browsing
from partners.models import Field, University
from tests.factories import make_agreement, make_laboratory, make_university


def load_register():
    """The demo's register, and beside it parts at every depth, parts abroad, undated and ended agreements, drafts."""
    for load in (load_fields, load_universities, load_agreements, load_laboratories):
        load(Demo(lambda line: None))
    field, other = Field.objects.all()[:2]
    whole = make_university(country="DE", city_en="Berlin", city_ru="Берлин")
    campus = make_university(kind="campus", parent=whole, country="CN", city_en="Beijing", city_ru="Пекин")
    faculty = make_university(kind="faculty", parent=campus, country="CN")
    inner = make_university(kind="faculty", parent=faculty, country="DE")
    partner = make_university(kind="institute", country="FR")
    make_agreement(parties=(inner, partner), fields=[field], signed_on=date(2020, 5, 1), kind="memorandum")
    make_agreement(parties=(campus, partner), fields=[field, other], signed_on=date(2021, 5, 1), status="terminated")
    make_agreement(parties=(whole, campus), signed_on=date(2021, 7, 1), expires_on=date(2022, 7, 1))
    make_laboratory(host=inner, partners=[partner, faculty], fields=[field], status="closed")
    make_laboratory(host=whole, partners=[campus], fields=[field, other], status="planned")
    hide(field)


def hide(field: Field):
    """Drafts, parts of drafts, and published records that name a draft: none may be counted."""
    draft = make_university(kind="academy", country="IT")
    part = make_university(kind="department", parent=draft, country="IT")
    party = make_university(country="ES", kind="organisation")
    make_agreement(parties=(part, party), fields=[field], kind="double_degree", signed_on=date(1999, 1, 1))
    make_agreement(parties=(party, make_university()), is_published=False, signed_on=date(1998, 1, 1))
    make_laboratory(host=part, partners=[party], status="suspended")
    make_laboratory(host=party, partners=[draft], status="suspended")
    University.objects.filter(pk__in=(draft.pk, party.pk)).update(is_published=False)


class CountsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_register()

    def assert_counts(self, browse, already: dict):
        before = browse(already)
        for facet in before.facets:
            for choice in facet.choices:
                query = {**already, facet.parameter: choice.value}
                with self.subTest(browse.__name__, **query):
                    self.assertEqual(len(browse(query).records), choice.count)

    def test_every_choice_leaves_as_many_records_as_it_says(self):
        for browse in (browsing.universities, browsing.laboratories, browsing.agreements):
            self.assert_counts(browse, {})
            for facet in browse({}).facets:
                for choice in facet.choices:
                    self.assert_counts(browse, {facet.parameter: choice.value})

    def test_city_of_the_map_goes_with_the_counts(self):
        for city in ("Beijing", "Пекин"):
            self.assert_counts(browsing.universities, {"city": city, "country": "CN"})

    def test_hidden_records_are_never_counted(self):
        hidden = {
            browsing.universities: {"country": {"IT", "ES"}, "kind": {"department", "organisation"}},
            browsing.laboratories: {"country": {"IT", "ES"}, "status": {"suspended"}},
            browsing.agreements: {"country": {"IT", "ES"}, "kind": {"double_degree"}, "year": {"1998", "1999"}},
        }
        for browse, values in hidden.items():
            for facet in browse({}).facets:
                offered = {choice.value for choice in facet.choices}
                with self.subTest(browse.__name__, facet=facet.parameter):
                    self.assertTrue(offered)
                    self.assertFalse(offered & values.get(facet.parameter, set()))
                for value in values.get(facet.parameter, ()):
                    self.assertEqual(browse({facet.parameter: value}).records.count(), 0)


class QueryTests(TestCase):
    def test_canonical_query_holds_what_means_something_in_one_order(self):
        found = browsing.universities(QueryDict("sort=country&page=3&force=yes&x=1&kind=&country=FR&country=CN"))
        self.assertEqual(found.query, "country=CN&force=yes&sort=country")
        self.assertEqual(browsing.universities(QueryDict("sort=absurd")).query, "")
        self.assertEqual(browsing.universities(QueryDict("sort=name")).query, "")

    def test_each_chip_leads_to_the_list_without_its_filter(self):
        found = browsing.agreements(QueryDict("country=CN&status=signed&sort=title"))
        self.assertEqual(
            [(str(one.label), one.value, one.query) for one in found.chosen],
            [("Status", "Signed", "country=CN&sort=title"), ("Country", "China", "status=signed&sort=title")],
        )

    def test_only_what_is_asked_for_is_read(self):
        with self.assertNumQueries(1):
            list(browsing.agreements({"country": "CN", "status": "signed", "force": "yes"}).records)
