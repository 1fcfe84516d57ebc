"""The demo's register says what the report says, and nothing that it does not."""

from io import StringIO

from django.core.management import call_command
from django.test import TestCase

from opendoors.demo import register
from opendoors.demo.loading import Demo
from partners.models import Agreement, AgreementEvent, Laboratory, LaboratoryEvent, University

LOADERS = (register.load_fields, register.load_universities, register.load_agreements, register.load_laboratories)


def load():
    return [load(Demo(lambda line: None)) for load in LOADERS]


class ReportTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load()

    def agreement(self, slug):
        return Agreement.objects.published().get(slug=slug)

    def kinds(self, record):
        return [event.kind for event in record.events.all()]

    def test_no_date_is_stated(self):
        for agreement in Agreement.objects.all():
            for date in (agreement.signed, agreement.effective, agreement.expires, agreement.ended):
                self.assertEqual(str(date), "date not stated")
        for model in (AgreementEvent, LaboratoryEvent):
            self.assertFalse(model.objects.filter(happened_on__isnull=False).exists())

    def test_agreed_to_sign_is_not_signed(self):
        tsinghua = self.agreement("hse-and-tsinghua-university")
        self.assertEqual((tsinghua.status, self.kinds(tsinghua)), ("agreed", ["agreed_to_sign"]))
        self.assertFalse(tsinghua.is_in_force())

    def test_beijing_normal_has_an_older_agreement_and_a_new_one_that_does_not_renew_it(self):
        older = self.agreement("hse-and-beijing-normal-university")
        newer = self.agreement("hse-and-beijing-normal-university-new")
        self.assertTrue(older.is_reported_in_force())
        self.assertIn("extension_discussed", self.kinds(older))
        self.assertEqual((newer.status, self.kinds(newer), newer.renews), ("signed", ["signed"], None))
        self.assertFalse(newer.is_in_force())
        self.assertEqual(list(newer.relatives()), [older])

    def test_the_perovskite_laboratory_is_planned_with_an_application(self):
        laboratory = Laboratory.objects.published().get(slug="perovskite-solar-cells")
        self.assertEqual(laboratory.status, "planned")
        application = laboratory.events.get(kind="application_submitted")
        self.assertEqual(application.when_told, "earlier this year")

    def test_kinds_parts_and_campus_are_as_stated(self):
        kinds = dict(University.objects.values_list("slug", "kind"))
        self.assertEqual(kinds["bimsa"], "institute")
        self.assertEqual(kinds["china-national-academy-of-educational-sciences"], "academy")
        dynamical = Laboratory.objects.get(slug="dynamical-systems-and-applications")
        self.assertEqual((dynamical.host.kind, dynamical.host.parent.slug), ("campus", "hse-university"))
        school = dynamical.partners.get()
        self.assertEqual(
            (school.kind, school.full_name), ("school", "School of Mathematical Sciences, Tongji University")
        )
        self.assertFalse(Agreement.objects.involving(school.parent).exists())

    def test_two_institutes_of_education_cooperate_without_a_laboratory(self):
        study = self.agreement("hse-and-tsinghua-institutes-of-education")
        parties = [party.shown_name for party in study.parties.all()]
        expected = ["Institute of Education, HSE University", "Institute of Education, Tsinghua University"]
        self.assertEqual(parties, expected)
        self.assertEqual((study.kind, study.noun), ("joint_research", "Cooperation"))
        self.assertEqual(Laboratory.objects.count(), 3)

    def test_cooperation_with_the_academy_is_reported_and_no_document_named(self):
        academy = self.agreement("hse-and-cnaes")
        self.assertEqual((academy.form, academy.noun), ("not_stated", "Cooperation"))
        self.assertTrue(academy.is_reported_in_force())

    def test_every_entry_names_its_source(self):
        for model in (AgreementEvent, LaboratoryEvent):
            self.assertFalse(model.objects.filter(source_url="").exists())


class DataTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load()

    def test_a_second_run_changes_nothing(self):
        self.assertEqual([tally.added for tally in load()], [0, 0, 0, 0])

    def test_the_register_is_in_order_and_public(self):
        call_command("check_data", stdout=StringIO())
        for model in (University, Laboratory, Agreement):
            self.assertEqual(model.objects.published().count(), model.objects.count())

    def test_nothing_unverified_is_told(self):
        universities = University.objects.all()
        self.assertFalse(universities.filter(is_member=True).exists())
        self.assertFalse(universities.exclude(founded=None).exists())
        self.assertFalse(universities.exclude(wikidata_id=None).exists())
        unverified = ["04txgxn49", "05256ym39", "02x91aj62", "03cn6tr16", "01bb1zm18", "02he2nc27", "00v0z9322"]
        unverified += ["05fw97k56", "05vehv290", "00x5je630", "05w13qg40"]
        self.assertFalse(universities.filter(ror_id__in=unverified).exists())
        self.assertEqual(universities.exclude(ror_id=None).count(), 19)

    def test_whole_institutions_have_a_place_and_everyone_both_names(self):
        for university in University.objects.all():
            with self.subTest(university.slug):
                self.assertTrue(university.name_en and university.name_ru)
                self.assertTrue(university.parent or (university.city_en and university.latitude is not None))

    def test_everything_is_told_in_both_languages(self):
        for record in (*Laboratory.objects.all(), *Agreement.objects.all()):
            text = "description" if isinstance(record, Laboratory) else "summary"
            for language in ("en", "ru"):
                self.assertTrue(getattr(record, f"{text}_{language}"), record)
        for model in (AgreementEvent, LaboratoryEvent):
            for event in model.objects.all():
                self.assertEqual(bool(event.description_en), bool(event.description_ru))
                self.assertEqual(bool(event.when_text_en), bool(event.when_text_ru))
