"""What an article tells of one visit, entered by a partnership officer through the admin; no date is ever stated."""

from django.test import Client
from django.utils.html import strip_tags

from partners.models import Agreement, Field, Laboratory, University
from tests.factories import make_field, make_university
from tests.partners.desk import DeskCase, rows

SOURCE = {"source_title": "The visit to China", "source_url": "/news/hse-china/"}


class SampleArticleTests(DeskCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.home.name_en = "HSE University"
        cls.home.save()
        make_field(name_en="Mathematics")

    def university(self, name: str, **fields) -> University:
        fields = {"kind": "university", "country": "CN", **fields}
        self.saved(self.add("university", name_en=name, is_published="on", **fields))
        return University.objects.get(name_en=name)

    def part(self, parent: University, name: str, kind: str) -> University:
        country = {"country": str(parent.country)}
        published = {"is_published": "on"} if parent.is_published else {}
        self.saved(self.add("university", name_en=name, kind=kind, parent=parent.pk, **published, **country))
        return University.objects.get(name_en=name, parent=parent)

    def agreement(self, title: str, *parties: University, **fields) -> Agreement:
        parties = rows("parties", *({"university": party.pk} for party in parties))
        self.saved(self.add("agreement", title_en=title, is_published="on", **parties, **fields))
        return Agreement.objects.get(title_en=title)

    def laboratory(self, name: str, host: University, partner: University) -> Laboratory:
        partners = rows("partnerships", {"university": partner.pk, "role": "partner"})
        self.saved(self.add("laboratory", name_en=name, host=host.pk, is_published="on", **partners))
        return Laboratory.objects.get(name_en=name)

    def seen(self, record) -> str:
        """Its public page as a visitor sees it, in English."""
        response = Client().get(record.get_absolute_url())
        self.assertEqual(response.status_code, 200)
        return " ".join(strip_tags(response.content.decode()).split())

    def test_agreed_to_sign_is_not_signed(self):
        tsinghua = self.university("Tsinghua University")
        agreement = self.agreement("HSE – Tsinghua", self.home, tsinghua, form="written")
        self.move(agreement, "agreed", kind="agreed_to_sign", **SOURCE)
        agreement.refresh_from_db()
        self.assertEqual(agreement.status, "agreed")
        self.assertEqual((str(agreement.signed), agreement.is_in_force()), ("date not stated", False))
        page = self.seen(agreement)
        for words in ("Agreed to sign", "date not stated", SOURCE["source_title"]):
            self.assertIn(words, page)
        self.assertNotIn("In force", page)

    def test_an_older_agreement_in_force_and_a_new_one_signed(self):
        normal = self.university("Beijing Normal University")
        older = self.agreement("Exchange of students", self.home, normal, form="written")
        self.move(older, "signed", kind="reported_in_force", **SOURCE)
        self.record(older, kind="extension_discussed", **SOURCE)
        newer = self.agreement("Memorandum", self.home, normal, form="written", kind="memorandum")
        self.move(newer, "signed", **SOURCE)
        older, newer = Agreement.objects.get(pk=older.pk), Agreement.objects.get(pk=newer.pk)
        self.assertTrue(older.is_reported_in_force())
        self.assertEqual(
            list(older.events.values_list("kind", flat=True)), ["reported_in_force", "extension_discussed"]
        )
        self.assertEqual((newer.status, newer.signed_on, newer.renews), ("signed", None, None))
        self.assertIn("Extension discussed", self.seen(older))
        self.assertIn("Signed", self.seen(newer))
        self.assertNotIn("Extension discussed", self.seen(newer))

    def test_planned_laboratory_with_an_application_of_earlier_this_year(self):
        peking = self.university("Peking University", ror_id="https://ror.org/02v51f717")
        laboratory = self.laboratory("Laboratory of Perovskites", self.home, peking)
        words = {"when_text_en": "earlier this year", "when_text_ru": "ранее в этом году"}
        self.record(laboratory, kind="application_submitted", **words, **SOURCE)
        laboratory.refresh_from_db()
        self.assertEqual((laboratory.status, laboratory.opened_on), ("planned", None))
        page = self.seen(laboratory)
        for words in ("Planned", "Application submitted", "earlier this year", "Peking University"):
            self.assertIn(words, page)
        self.assertEqual(peking.ror_id, "02v51f717")

    def test_institutes_academies_schools_and_campuses_take_part(self):
        bimsa = self.university("BIMSA", kind="institute")
        tongji = make_university(name_en="Tongji University", country="CN", is_published=False, created_by=self.user)
        school = self.part(tongji, "School of Mathematical Sciences", "school")
        self.change(tongji, is_published="on")
        self.change(school, is_published="on")
        campus = self.part(self.home, "Nizhny Novgorod campus", "campus")
        laboratory = self.laboratory("Laboratory of the campus", campus, bimsa)
        agreement = self.agreement("Mathematics together", self.home, school, fields=Field.objects.get().pk)
        self.assertEqual(laboratory.host.full_name, "Nizhny Novgorod campus, HSE University")
        names = {party.shown_name for party in agreement.parties.all()}
        self.assertEqual(names, {"HSE University", "School of Mathematical Sciences, Tongji University"})
        self.assertIn("School of Mathematical Sciences", self.seen(agreement))
        self.assertIn("Nizhny Novgorod campus", self.seen(laboratory))

    def test_two_institutes_of_education_run_a_study(self):
        tsinghua = make_university(
            name_en="Tsinghua University", country="CN", is_published=False, created_by=self.user
        )
        theirs = self.part(tsinghua, "Institute of Education", "institute")
        self.change(tsinghua, is_published="on")
        self.change(theirs, is_published="on")
        ours = self.part(self.home, "Institute of Education", "institute")
        study = self.agreement("A joint study", ours, theirs, kind="joint_research", activities=["joint_research"])
        self.move(study, "agreed", kind="reported_in_force", **SOURCE)
        study.refresh_from_db()
        self.assertEqual((study.noun, study.get_kind_display()), ("Cooperation", "Joint research"))
        self.assertTrue(study.is_reported_in_force())
        self.assertIn("Cooperation", self.seen(study))

    def test_cooperation_with_the_academy_names_no_document(self):
        academy = self.university("China National Academy of Educational Sciences", kind="academy")
        cooperation = self.agreement("Cooperation in education", self.home, academy)
        self.move(cooperation, "agreed", kind="reported_in_force", **SOURCE)
        cooperation.refresh_from_db()
        self.assertEqual((cooperation.noun, cooperation.documents.count()), ("Cooperation", 0))
        page = self.seen(cooperation)
        self.assertIn("Cooperation", page)
        self.assertIn("date not stated", page)
