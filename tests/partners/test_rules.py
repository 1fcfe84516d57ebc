"""Every invariant that one row can state, broken by form, by create() and past all Python, straight in the database."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.forms import modelform_factory
from django.forms.models import model_to_dict
from django.test import TestCase

from partners.models import (
    Agreement,
    AgreementEvent,
    Laboratory,
    LaboratoryEvent,
    University,
)
from tests.factories import make_agreement, make_laboratory, make_university

DAY, LATER = date(2024, 5, 17), date(2025, 5, 17)


def known(name, day=DAY, precision="day"):
    return {f"{name}_on": day, f"{name}_precision": precision}


def date_cases(name):
    """A pair of date and precision: what is refused anywhere, told beside which field."""
    return [
        ({f"{name}_on": DAY}, f"{name}_precision"),
        ({f"{name}_precision": "month"}, f"{name}_precision"),
        (known(name, precision="century"), f"{name}_precision"),
    ]


UNIVERSITY = [
    ({"kind": "palace"}, "kind"),
    ({"country": ""}, "country"),
    ({"country": "R1"}, "country"),
    ({"kind": "campus"}, "parent"),
    ({"kind": "faculty"}, "parent"),
    ({"kind": "school"}, "parent"),
    ({"kind": "department"}, "parent"),
    ({"own_name": "北京大学"}, "own_language"),
    ({"own_language": "zh-Hans"}, "own_language"),
    ({"latitude": 55}, "longitude"),
    ({"longitude": 37}, "longitude"),
    ({"latitude": 91, "longitude": 37}, "longitude"),
    ({"latitude": -91, "longitude": 37}, "longitude"),
    ({"latitude": 55, "longitude": 181}, "longitude"),
    ({"latitude": 55, "longitude": -181}, "longitude"),
    ({"founded": 799}, "founded"),
    ({"founded": 2101}, "founded"),
    ({"website": "ftp://example.org"}, "website"),
    ({"website": "javascript:alert(1)"}, "website"),
    ({"ror_id": "02v51f71x"}, "ror_id"),
    ({"wikidata_id": "193196"}, "wikidata_id"),
    ({"wikidata_id": "Q0"}, "wikidata_id"),
    *date_cases("member_from"),
    *date_cases("member_to"),
    ({**known("member_from", LATER), **known("member_to")}, "member_to_on"),
    ({"is_member": True, **known("member_to")}, "is_member"),
    ({"slug": "taken"}, "slug"),
    ({"ror_id": "055f7t516"}, "ror_id"),
    ({"wikidata_id": "Q1"}, "wikidata_id"),
]
LABORATORY = [
    *date_cases("opened"),
    *date_cases("closed"),
    (known("opened"), "opened_on"),
    (known("closed"), "closed_on"),
    ({"website": "ftp://example.org"}, "website"),
    ({"slug": "taken"}, "slug"),
]
AGREEMENT = [
    ({"form": "papyrus"}, "form"),
    ({"kind": "marriage"}, "kind"),
    ({"renewal": "maybe"}, "renewal"),
    *date_cases("signed"),
    *date_cases("effective"),
    *date_cases("expires"),
    *date_cases("ended"),
    ({**known("effective", LATER), **known("expires")}, "expires_on"),
    (known("signed"), "signed_on"),
    (known("ended"), "ended_on"),
    ({"renewal": "automatic"}, "renewal_months"),
    ({"renewal": "automatic", "renewal_months": 0}, "renewal_months"),
    ({"renewal_months": 601}, "renewal_months"),
    ({"notice_months": 601}, "notice_months"),
    ({"slug": "taken"}, "slug"),
]
EVENT = [
    ({"kind": "gossip"}, "kind"),
    *date_cases("happened"),
    ({**known("happened"), "when_text_en": "earlier this year"}, "when_text_en"),
    ({"source_url": "javascript:alert(1)"}, "source_url"),
    ({"source_url": "//example.org/"}, "source_url"),
]


class Invariants:
    """For one model: `cases` of what is refused; `valid()` gives values that are not."""

    cases: list = []
    model: type[models.Model]

    def test_valid_values_pass(self):
        record = self.model(**self.valid())
        record.full_clean()
        record.save()

    def test_full_clean_tells_beside_the_field(self):
        for values, field in self.cases:
            with self.subTest(values), self.assertRaises(ValidationError) as caught:
                self.model(**{**self.valid(), **values}).full_clean()
            self.assertIn(field, caught.exception.message_dict, values)

    def test_form_tells_beside_the_field(self):
        form_class = modelform_factory(self.model, fields="__all__")
        for values, field in self.cases:
            given = model_to_dict(self.model(**{**self.valid(), **values}))
            data = {name: value for name, value in given.items() if value is not None}
            with self.subTest(values):
                form = form_class(data)
                self.assertFalse(form.is_valid())
                self.assertIn(field, form.errors)

    def test_create_is_refused(self):
        for values, _field in self.cases:
            with self.subTest(values), self.assertRaises((IntegrityError, ValidationError)), transaction.atomic():
                self.model.objects.create(**{**self.valid(), **values})

    def test_database_refuses_what_passes_by_the_model(self):
        for values, _field in [*self.cases, *self.unsaved_cases]:
            with self.subTest(values), self.assertRaises(IntegrityError), transaction.atomic():
                self.model.objects.bulk_create([self.model(**{**self.valid(), **values})])

    # Refused by the database alone: the model mends or refuses them in other words before they get there.
    unsaved_cases: list = []


def unsettled(name, start):
    """A month or year that is not stored by its edge."""
    other = date(2024, 2, 27) if not start else date(2024, 2, 2)
    return [(known(name, other, "month"), ""), (known(name, other, "year"), "")]


class UniversityRuleTests(Invariants, TestCase):
    model = University
    cases = UNIVERSITY
    unsaved_cases = [
        ({"slug": ""}, ""),
        ({"name": "", "name_en": ""}, ""),
        ({"ror_id": "i"}, ""),
        *unsettled("member_from", start=True),
        *unsettled("member_to", start=False),
    ]

    @classmethod
    def setUpTestData(cls):
        cls.other = make_university(slug="taken", ror_id="055f7t516", wikidata_id="Q1")

    def valid(self):
        return {"name_en": "Free", "slug": "free", "country": "RU"}

    def test_neither_part_nor_successor_of_itself(self):
        for link in ("parent", "became"):
            setattr(self.other, link, self.other)
            with self.assertRaises(ValidationError) as caught:
                self.other.full_clean()
            self.assertIn(link, caught.exception.message_dict)
            with self.assertRaises(IntegrityError), transaction.atomic():
                University.objects.filter(pk=self.other.pk).update(**{link: self.other})
            setattr(self.other, link, None)

    def test_empty_ids_are_null_so_that_many_may_have_none(self):
        for _number in range(2):
            university = make_university(ror_id="", wikidata_id="")
            self.assertIsNone(University.objects.get(pk=university.pk).ror_id)
            self.assertIsNone(University.objects.get(pk=university.pk).wikidata_id)

    def test_wrong_check_digits_are_told_beside_the_id(self):
        form = modelform_factory(University, fields=["ror_id", "name_en"])(
            {"name_en": "Free", "ror_id": "https://ror.org/012dev089"}
        )
        self.assertIn("are 89 and should be 81", str(form.errors["ror_id"]))

    def test_pasted_ror_address_is_stored_bare(self):
        form = modelform_factory(University, fields=["ror_id", "name_en", "country"])(
            {"ror_id": "https://ror.org/02v51f717", "name_en": "Peking University", "country": "CN"}
        )
        self.assertEqual(form.save().ror_id, "02v51f717")


class LaboratoryRuleTests(Invariants, TestCase):
    model = Laboratory
    cases = LABORATORY
    unsaved_cases = [
        ({"slug": ""}, ""),
        ({"name": "", "name_en": ""}, ""),
        ({"status": "haunted"}, ""),
        ({"status": "closed", **known("opened", LATER), **known("closed")}, ""),
        *[({"status": "active", **values}, "") for values, _field in unsettled("opened", start=True)],
        *[({"status": "closed", **values}, "") for values, _field in unsettled("closed", start=False)],
    ]

    @classmethod
    def setUpTestData(cls):
        cls.host = make_university()
        make_laboratory(slug="taken", host=cls.host)

    def valid(self):
        return {"name_en": "Free", "slug": "free", "host": self.host}

    def test_closing_before_opening_is_told(self):
        laboratory = make_laboratory(host=self.host)
        laboratory.transition("closed", on=DAY)
        laboratory.opened_on, laboratory.opened_precision = LATER, "day"
        with self.assertRaisesMessage(ValidationError, "cannot close before it opened"):
            laboratory.full_clean()


class AgreementRuleTests(Invariants, TestCase):
    model = Agreement
    cases = AGREEMENT
    unsaved_cases = [
        ({"slug": ""}, ""),
        ({"title": "", "title_en": ""}, ""),
        ({"status": "blessed"}, ""),
        ({"status": "terminated", **known("signed", LATER), **known("ended")}, ""),
        ({"status": "signed", **known("signed", LATER), **known("expires")}, ""),
        *[({"status": "signed", **values}, "") for values, _field in unsettled("signed", start=True)],
        *[({"status": "terminated", **values}, "") for values, _field in unsettled("ended", start=False)],
        *unsettled("effective", start=True),
        *unsettled("expires", start=False),
    ]

    @classmethod
    def setUpTestData(cls):
        cls.agreement = make_agreement(slug="taken")

    def valid(self):
        return {"title_en": "Free", "slug": "free"}

    def test_renews_not_itself(self):
        self.agreement.renews = self.agreement
        with self.assertRaisesMessage(ValidationError, "in a circle"):
            self.agreement.full_clean()
        with self.assertRaises(IntegrityError), transaction.atomic():
            self.agreement.save()

    def test_end_before_start_is_told_once_it_is_signed(self):
        for name in ("expires", "ended"):
            agreement = make_agreement(status="terminated", **known("signed", LATER))
            agreement.set_when("ended", agreement.signed)
            setattr(agreement, f"{name}_on", DAY)
            setattr(agreement, f"{name}_precision", "day")
            with self.assertRaises(ValidationError) as caught:
                agreement.full_clean()
            self.assertIn(f"{name}_on", caught.exception.message_dict)


class AgreementEventRuleTests(Invariants, TestCase):
    model = AgreementEvent
    cases = EVENT
    unsaved_cases = [
        ({"from_status": "agreed"}, ""),
        ({"to_status": "agreed"}, ""),
        ({"from_status": "agreed", "to_status": "agreed"}, ""),
        ({"from_status": "agreed", "to_status": "blessed"}, ""),
        *unsettled("happened", start=True),
    ]

    @classmethod
    def setUpTestData(cls):
        cls.agreement = make_agreement()

    def valid(self):
        return {"agreement": self.agreement, "kind": "other"}


class LaboratoryEventRuleTests(Invariants, TestCase):
    model = LaboratoryEvent
    cases = EVENT
    unsaved_cases = [
        ({"from_status": "planned"}, ""),
        ({"from_status": "planned", "to_status": "planned"}, ""),
        ({"from_status": "planned", "to_status": "haunted"}, ""),
        *unsettled("happened", start=True),
    ]

    @classmethod
    def setUpTestData(cls):
        cls.laboratory = make_laboratory()

    def valid(self):
        return {"laboratory": self.laboratory, "kind": "other"}
