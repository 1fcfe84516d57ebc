"""What check_data finds can be mended where it says, by the form that it leads to."""

from django.db import models

from partners.models import AgreementDocument
from tests.factories import make_agreement, make_laboratory, make_university
from tests.partners.desk import DeskCase, rows
from tests.partners.test_integrity import check_data, force


class MendingTests(DeskCase):
    role = "Association editor"

    def mend(self, record, **fields):
        report, status = check_data()
        self.assertEqual(status, 1)
        self.assertIn(self.url(record._meta.model_name, "change", record.pk), report)
        self.saved(self.change(record, **fields))
        self.assertEqual(check_data(), ("The register is in order.\n", 0))

    def test_parts_in_a_circle_open_everywhere(self):
        part = make_university(parent=self.home)
        agreement = make_agreement(parties=[part, self.foreign])
        force(self.home, parent=part)
        addresses = [record.get_absolute_url() for record in (self.home, part, agreement)]
        for address in (*addresses, self.url("university", "changelist"), self.url("agreement", "board")):
            with self.subTest(address):
                self.assertEqual(self.client.get(address).status_code, 200)
        self.mend(self.home, parent="")

    def test_renewals_in_a_circle(self):
        first = make_agreement()
        force(first, renews=make_agreement(renews=first))
        self.mend(first, renews="")

    def test_a_missing_party(self):
        agreement = make_agreement(parties=[self.home, self.foreign])
        agreement.parties.last().delete()
        self.mend(agreement, **rows("parties", {"university": self.foreign.pk}, kept=1))

    def test_a_draft_as_party_or_partner(self):
        draft = make_university(is_published=False)
        agreement = make_agreement(parties=[self.home, self.foreign])
        laboratory = make_laboratory(host=self.home, partners=[self.foreign])
        force(agreement.parties.last(), university=draft)
        self.mend(agreement, **{"parties-1-university": self.foreign.pk})
        force(laboratory.partnerships.last(), university=draft)
        self.mend(laboratory, **{"partnerships-0-university": self.foreign.pk})

    def test_a_host_among_its_partners(self):
        laboratory = make_laboratory(host=self.home, partners=[self.foreign])
        force(laboratory.partnerships.last(), university=self.home)
        self.mend(laboratory, **{"partnerships-0-DELETE": "on"})

    def test_host_and_partner_change_places(self):
        laboratory = make_laboratory(host=self.home, partners=[self.foreign])
        self.saved(self.change(laboratory, host=self.foreign.pk, **{"partnerships-0-university": self.home.pk}))
        laboratory.refresh_from_db()
        self.assertEqual((laboratory.host, laboratory.partners.get()), (self.foreign, self.home))

    def test_wrong_check_digits(self):
        self.mend(force(self.home, ror_id="012dev089"), ror_id="012dev081")

    def test_a_document_without_its_file(self):
        agreement = make_agreement()
        values = {"title": "Text", "file": "agreements/none.pdf", "language": "en", "size": 1, "content_hash": "1"}
        models.QuerySet(AgreementDocument).bulk_create([AgreementDocument(agreement=agreement, **values)])
        self.mend(agreement, **{"documents-0-DELETE": "on"})
