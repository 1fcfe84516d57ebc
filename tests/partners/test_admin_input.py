"""Bad input is told beside its field, and nothing that was typed is lost."""

from datetime import date
from unittest.mock import patch

from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from opendoors.content.stored import StorageAway
from partners.models import Agreement, University
from tests.factories import SMALLEST_PDF, make_agreement, make_document, make_laboratory, make_university
from tests.partners.desk import DeskCase, rows


class BadInputTests(DeskCase):
    def refused(self, response, field: str, words: str) -> None:
        self.assertEqual(response.status_code, 200)
        self.assertIn(words, str(self.problems(response).get(field)), self.problems(response))

    def test_ror_id_says_which_digits_are_wrong_and_keeps_the_rest(self):
        response = self.add("university", name_en="Peking University", country="CN", ror_id="https://ror.org/02v51f718")
        self.refused(response, "ror_id", "are 18 and should be 17")
        self.assertContains(response, 'value="Peking University"')
        self.assertContains(response, "https://ror.org/02v51f718")

    def test_dates_that_are_none_or_in_the_wrong_order(self):
        agreement = make_agreement(parties=[self.home, self.foreign])
        self.refused(self.change(agreement, signed_on="soon"), "signed_on", "is no date")
        self.refused(self.change(agreement, signed_on="30.02.2024"), "signed_on", "no such day")
        ends_first = self.change(agreement, effective_on="2025-03", expires_on="2024")
        self.refused(ends_first, "expires_on", "cannot expire before")
        self.assertContains(ends_first, 'value="2025-03"')

    def test_one_party_of_what_was_signed(self):
        agreement = make_agreement(parties=[self.home, self.foreign])
        self.refused(self.change(agreement, **{"parties-1-DELETE": "on"}), "parties", "two parties")
        draft = make_agreement(parties=[self.home], status="discussed", is_published=False)
        response = self.move(draft, "signed")
        self.assertContains(response, "It takes two parties to sign")
        draft.refresh_from_db()
        self.assertEqual(draft.status, "discussed")

    def test_the_same_party_twice(self):
        parties = rows("parties", {"university": self.home.pk}, {"university": self.home.pk})
        response = self.add("agreement", title_en="Twice", **parties)
        self.refused(response, "parties-1-university", "is a party already")
        laboratory = make_laboratory(host=self.home)
        response = self.change(laboratory, **rows("partnerships", {"university": self.home.pk, "role": "partner"}))
        self.refused(response, "partnerships-0-university", "is the host already")

    def test_parts_and_renewals_in_a_circle(self):
        campus = make_university(kind="campus", parent=self.home)
        self.refused(self.change(self.home, parent=campus.pk), "parent", "circle")
        first = make_agreement(parties=[self.home, self.foreign])
        second = make_agreement(parties=[self.home, self.foreign], renews=first)
        self.refused(self.change(first, renews=second.pk), "renews", "circle")

    def test_used_address_and_nameless_record(self):
        make_university(slug="taken")
        self.refused(self.add("university", name_en="A", country="RU", slug="taken"), "slug", "has this address")
        self.refused(self.add("university", country="RU"), "name_en", "at least one language")
        self.saved(self.add("university", name_ru="Только по-русски", country="RU"))

    def test_relations_to_itself_and_twice(self):
        one, other = (make_agreement(parties=[self.home, self.foreign]) for _each in range(2))
        self.refused(self.change(one, **rows("relations", {"other": one.pk})), "relations-0-other", "itself")
        self.saved(self.change(one, **rows("relations", {"other": other.pk})))
        again = self.change(other, **rows("relations", {"other": one.pk}))
        self.refused(again, "relations-0-other", "related already")

    def test_drafts_in_published_records(self):
        draft = make_university(is_published=False, created_by=self.user)
        parties = rows("parties", {"university": self.home.pk}, {"university": draft.pk})
        response = self.add("agreement", title_en="Early", is_published="on", **parties)
        self.refused(response, "parties-1-university", "not published yet")

    def test_what_is_no_pdf(self):
        agreement = make_agreement(parties=[self.home, self.foreign])
        for content, words in ((b"GIF89a", "not a PDF"), (b"%PDF-1.7 cut", "damaged")):
            row = {
                "title": "Text",
                "language": "en",
                "visibility": "staff",
                "file": SimpleUploadedFile("a.pdf", content),
            }
            with self.subTest(words):
                self.refused(self.change(agreement, **rows("documents", row)), "documents-0-file", words)

    def test_a_full_disk_is_told_beside_the_file_and_leaves_nothing(self):
        agreement = make_agreement(parties=[self.home, self.foreign])
        file = SimpleUploadedFile("a.pdf", SMALLEST_PDF)
        row = {"title": "Text", "language": "en", "visibility": "staff", "file": file}
        with patch.object(storages["private"], "save", side_effect=OSError(28, "No space left on device")):
            response = self.change(agreement, title_en="Other", **rows("documents", row))
        self.refused(response, "documents-0-file", "could not be stored")
        agreement.refresh_from_db()
        self.assertNotEqual(agreement.title_en, "Other")
        self.assertFalse(agreement.documents.exists())

    def test_deleting_what_is_referred_to_says_by_what(self):
        draft = make_university(name_en="Draft", is_published=False, created_by=self.user)
        make_agreement(title_en="Mine", parties=[self.home, draft], is_published=False)
        make_agreement(title_en="Secret", parties=[self.foreign, draft], is_published=False)
        response = self.client.post(self.url("university", "delete", draft.pk), {"post": "yes"})
        self.assertContains(response, "Mine")
        self.assertContains(response, "Agreement that you may not open")
        self.assertNotContains(response, "Secret")
        self.assertTrue(University.objects.contains(draft))


class GoodInputTests(DeskCase):
    def test_dates_are_kept_with_their_precision(self):
        agreement = make_agreement(parties=[self.home, self.foreign])
        self.saved(self.change(agreement, signed_on="2022", effective_on="03.2023", expires_on="2028-02"))
        agreement.refresh_from_db()
        self.assertEqual((agreement.signed_on, agreement.signed_precision), (date(2022, 1, 1), "year"))
        self.assertEqual(agreement.effective_on, date(2023, 3, 1))
        self.assertEqual((agreement.expires_on, agreement.expires_precision), (date(2028, 2, 29), "month"))
        self.saved(self.change(agreement))
        self.saved(self.change(agreement, expires_on=""))
        agreement.refresh_from_db()
        self.assertEqual((agreement.signed_precision, agreement.expires_on), ("year", None))

    def test_what_officers_do_not_see_stays(self):
        University.objects.filter(pk=self.home.pk).update(
            is_member=True, member_from_on=date(2020, 1, 1), member_from_precision="year", locked_fields=["name"]
        )
        self.saved(self.change(self.home, city_en="Moscow", aliases="ВШЭ\nHSE"))
        self.home.refresh_from_db()
        self.assertEqual((self.home.city_en, self.home.aliases), ("Moscow", ["ВШЭ", "HSE"]))
        self.assertEqual((self.home.is_member, self.home.when("member_from").iso), (True, "2020"))
        self.assertEqual(self.home.locked_fields, ["name"])

    def test_documents_are_kept_opened_and_thrown_away(self):
        agreement = make_agreement(parties=[self.home, self.foreign])
        row = {"title": "Текст договора", "language": "ru", "visibility": "staff"}
        file = SimpleUploadedFile("x.pdf", SMALLEST_PDF)
        self.saved(self.change(agreement, **rows("documents", {**row, "file": file})))
        document = agreement.documents.get()
        self.assertEqual((document.uploaded_by, document.size), (self.user, len(SMALLEST_PDF)))
        page = self.client.get(self.url("agreement", "change", agreement.pk))
        self.assertContains(page, f"/partners/documents/{document.pk}/")
        storage, name = document.file.storage, document.file.name
        with self.captureOnCommitCallbacks(execute=True):
            self.saved(self.change(agreement, **{"documents-0-DELETE": "on"}))
        self.assertFalse(agreement.documents.exists() or storage.exists(name))

    def test_a_document_goes_also_while_its_file_cannot_be_deleted(self):
        document = make_document(agreement=make_agreement(parties=[self.home, self.foreign]))
        away = patch.object(storages["private"], "delete", side_effect=StorageAway)
        with away, self.captureOnCommitCallbacks(execute=True):
            self.saved(self.change(document.agreement, **{"documents-0-DELETE": "on"}))
        self.assertFalse(document.agreement.documents.exists())

    def test_documents_of_others_cannot_be_replaced_by_a_key(self):
        theirs = make_document()
        mine = make_document(agreement=make_agreement(parties=[self.home, self.foreign]))
        self.change(mine.agreement, **{"documents-0-id": theirs.pk, "documents-0-title": "Stolen"})
        theirs.refresh_from_db()
        self.assertNotEqual(theirs.title, "Stolen")

    def test_search_finds_names_in_any_script_and_case(self):
        make_university(name_ru="Пекинский университет", aliases=["ПЕКИН", "北大"], staff=[self.user])
        University.objects.filter(slug="").delete()
        for words in ("пекинский", "ПЕКИНСКИЙ университет", "北大", "пекин"):
            with self.subTest(words):
                found = self.client.get(self.url("university", "changelist"), {"q": words})
                self.assertEqual(found.context["cl"].result_count, 1)

    def test_records_are_entered_by_who_enters_them_and_are_drafts(self):
        parties = rows("parties", {"university": self.home.pk}, {"university": self.foreign.pk})
        self.saved(self.add("agreement", title_en="New", **parties))
        agreement = Agreement.objects.get()
        self.assertEqual(
            (agreement.created_by, agreement.is_published, agreement.status), (self.user, False, "discussed")
        )
