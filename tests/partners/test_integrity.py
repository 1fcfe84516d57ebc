"""Every rule across rows: told by the record's own check, and by check_data when it was got round."""

from io import StringIO

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import models
from django.test import TestCase

from partners.models import Agreement, AgreementDocument, AgreementEvent, LaboratoryPartner
from tests.factories import make_agreement, make_laboratory, make_university


def force(record, **values):
    """Past every check of the model, as a careless script would do it."""
    models.QuerySet(type(record)).filter(pk=record.pk).update(**values)
    return type(record).objects.get(pk=record.pk)


def check_data() -> tuple[str, int]:
    out, status = StringIO(), 0
    try:
        call_command("check_data", stdout=out, stderr=StringIO())
    except SystemExit as error:
        status = error.code
    return out.getvalue(), status


class Told:
    def assert_told(self, record, message, *, by_clean=True):
        if by_clean:
            with self.assertRaisesMessage(ValidationError, message):
                record.full_clean()
        report, status = check_data()
        self.assertEqual(status, 1)
        path = f"/admin/partners/{record._meta.model_name}/{record.pk}/change/"
        lines = [line for line in report.splitlines() if path in line]
        self.assertTrue(any(message in line for line in lines), report)


class IntegrityTests(Told, TestCase):
    def test_a_sound_register_is_in_order(self):
        university = make_university(kind="school", parent=make_university())
        make_laboratory(host=university, partners=[make_university()], status="closed")
        make_agreement(status="superseded").create_renewal()
        self.assertEqual(check_data(), ("The register is in order.\n", 0))

    def test_one_party_is_too_few_once_signed(self):
        agreement = make_agreement()
        agreement.parties.first().delete()
        self.assert_told(agreement, "It takes two parties to sign")

    def test_signing_alone_is_refused(self):
        agreement = Agreement.objects.create(title_en="Alone")
        agreement.parties.create(university=make_university())
        agreement.transition("agreed")
        with self.assertRaisesMessage(ValidationError, "It takes two parties to sign"):
            agreement.transition("signed")
        self.assertEqual(Agreement.objects.get(pk=agreement.pk).status, "agreed")

    def test_parts_in_a_circle(self):
        one = make_university()
        other = make_university(parent=one)
        self.assert_told(force(one, parent=other), "parts of one another in a circle")

    def test_parts_nested_too_deep(self):
        parent = make_university()
        chain = [parent := make_university(parent=parent) for _level in range(3)]
        self.assertEqual(check_data()[1], 0)
        extra = make_university()
        self.assert_told(force(extra, parent=chain[-1]), "four deep at most")

    def test_a_whole_with_parts_cannot_be_hung_below_the_deepest(self):
        top = make_university()
        faculty = make_university(parent=make_university(parent=top))
        whole = make_university()
        make_university(parent=whole)
        whole.parent = faculty
        with self.assertRaisesMessage(ValidationError, "four deep at most"):
            whole.full_clean()

    def test_successors_in_a_circle(self):
        one = make_university()
        other = make_university(became=one)
        self.assert_told(force(one, became=other), "become one another in a circle")

    def test_renewals_in_a_circle(self):
        one = make_agreement()
        other = make_agreement(renews=one)
        self.assert_told(force(one, renews=other), "renew one another in a circle")

    def test_a_host_among_its_partners(self):
        laboratory = make_laboratory()
        row = LaboratoryPartner(laboratory=laboratory, university=laboratory.host)
        with self.assertRaisesMessage(ValidationError, "the host already"):
            row.full_clean()
        row.save()
        self.assert_told(laboratory, "The host is among the partners too.")

    def test_published_records_that_name_a_draft(self):
        draft = make_university(is_published=False)
        part = make_university(kind="school", parent=draft, is_published=False)
        laboratory = make_laboratory(host=draft, is_published=False)
        partnered = make_laboratory(partners=[draft], is_published=False)
        agreement = make_agreement(parties=[draft, make_university()], is_published=False)
        for record in (part, laboratory, partnered, agreement):
            self.assert_told(force(record, is_published=True), "published yet")
        self.assert_told(draft, "Published records name it")

    def test_wrong_check_digits(self):
        self.assert_told(force(make_university(), ror_id="012dev089"), "should be 81")

    def test_a_document_whose_file_is_missing(self):
        agreement = make_agreement()
        values = {"title": "Text", "file": "agreements/none.pdf", "language": "en", "size": 1, "content_hash": "1"}
        AgreementDocument.objects.bulk_create([AgreementDocument(agreement=agreement, **values)])
        self.assert_told(agreement, "the file of its document “Text” is missing", by_clean=False)


class HistoryIntegrityTests(Told, TestCase):
    def assert_history_told(self, record, message):
        self.assert_told(record, message, by_clean=False)

    def test_a_status_without_its_history(self):
        agreement = force(make_agreement(status="discussed"), status="signed")
        self.assert_history_told(agreement, "its history ends with “discussed”")
        laboratory = force(make_laboratory(status="planned"), status="active")
        self.assert_history_told(laboratory, "its history ends with “planned”")

    def test_an_illegal_step(self):
        agreement = make_agreement(status="withdrawn")
        step = {"kind": "signed", "from_status": "withdrawn", "to_status": "signed"}
        AgreementEvent.objects.create(agreement=agreement, **step)
        self.assert_history_told(force(agreement, status="signed"), "illegal step from “withdrawn” to “signed”")

    def test_a_step_from_elsewhere(self):
        agreement = make_agreement(status="discussed")
        step = {"kind": "signed", "from_status": "agreed", "to_status": "signed"}
        AgreementEvent.objects.create(agreement=agreement, **step)
        self.assert_history_told(force(agreement, status="signed"), "goes on from “agreed” where it stood at")
