"""Rows between records: once each, and nothing that is referred to can be deleted."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import TestCase

from partners.models import (
    AgreementDocument,
    AgreementParty,
    AgreementRelation,
    Field,
    LaboratoryPartner,
    StaffMembership,
    University,
)
from tests.factories import make_agreement, make_field, make_laboratory, make_university, make_user


class OnceTests(TestCase):
    def assert_refused(self, row, message):
        with self.assertRaisesMessage(ValidationError, message):
            row.full_clean()
        with self.assertRaises(IntegrityError), transaction.atomic():
            type(row).objects.bulk_create([row])

    def test_a_party_is_listed_once(self):
        agreement = make_agreement()
        party = agreement.parties.first()
        self.assert_refused(AgreementParty(agreement=agreement, university=party.university), "a party already")

    def test_a_partner_of_a_laboratory_is_listed_once_and_has_a_known_role(self):
        partner = make_university()
        laboratory = make_laboratory(partners=[partner])
        row = LaboratoryPartner(laboratory=laboratory, university=partner)
        self.assert_refused(row, "among the partners already")
        row = LaboratoryPartner(laboratory=laboratory, university=make_university(), role="rival")
        self.assert_refused(row, "not a valid choice")

    def test_a_person_belongs_to_a_university_once(self):
        user, university = make_user("Association editor"), make_university()
        StaffMembership.objects.create(user=user, university=university)
        self.assert_refused(StaffMembership(user=user, university=university), "already")

    def test_two_agreements_are_related_once_whichever_way_round(self):
        one, other = make_agreement(), make_agreement()
        AgreementRelation.objects.create(agreement=one, other=other)
        for pair in ((one, other), (other, one)):
            self.assert_refused(AgreementRelation(agreement=pair[0], other=pair[1]), "related already")
        self.assert_refused(AgreementRelation(agreement=one, other=one), "does not relate to itself")
        self.assertEqual([*one.relatives(), *other.relatives()], [other, one])

    def test_a_field_has_a_name_an_address_and_a_code_of_digits(self):
        make_field(slug="taken")
        self.assert_refused(Field(name_en="Free", slug="taken"), "Another record has this address.")
        self.assert_refused(Field(name_en="Free", slug="free", isced_code="AI"), "Two to four digits")
        for values in ({"name_en": "", "slug": "free"}, {"name_en": "Free", "slug": ""}):
            with self.assertRaises(IntegrityError), transaction.atomic():
                Field.objects.bulk_create([Field(**values)])

    def test_a_document_has_a_known_visibility_and_some_bytes(self):
        agreement = make_agreement()
        valid = {"agreement": agreement, "title": "Text", "file": "a.pdf", "language": "en", "content_hash": "1"}
        for wrong in ({"size": 0}, {"size": 1, "file": ""}, {"size": 1, "visibility": "all"}):
            with self.assertRaises(IntegrityError), transaction.atomic():
                AgreementDocument.objects.bulk_create([AgreementDocument(**{**valid, **wrong})])


class ReferredToTests(TestCase):
    def assert_kept(self, record):
        with self.assertRaises(ProtectedError), transaction.atomic():
            record.delete()
        with self.assertRaises(ProtectedError), transaction.atomic():
            type(record).objects.filter(pk=record.pk).delete()

    def test_a_university_that_anything_names_is_kept(self):
        university = make_university(staff=[make_user("Association editor")])
        successor = make_university()
        parent = make_university()
        University.objects.filter(pk=university.pk).update(became=successor, parent=parent)
        host, partner, party = make_university(), make_university(), make_university()
        make_laboratory(host=host, partners=[partner])
        make_agreement(parties=[party, make_university()])
        for record in (university, successor, parent, host, partner, party):
            self.assert_kept(record)

    def test_a_field_in_use_is_kept(self):
        of_laboratory, of_agreement = make_field(), make_field()
        make_laboratory(fields=[of_laboratory])
        make_agreement(fields=[of_agreement])
        self.assert_kept(of_laboratory)
        self.assert_kept(of_agreement)

    def test_an_agreement_that_another_record_builds_on_is_kept(self):
        renewed, related, founding = make_agreement(), make_agreement(), make_agreement()
        renewed.create_renewal()
        AgreementRelation.objects.create(agreement=make_agreement(), other=related)
        make_laboratory().agreements.add(founding)
        for agreement in (renewed, related, founding):
            self.assert_kept(agreement)

    def test_an_agreement_of_no_consequence_goes_with_its_rows(self):
        agreement = make_agreement()
        agreement.delete()
        self.assertEqual(AgreementParty.objects.count(), 0)
