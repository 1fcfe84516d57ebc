from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import TestCase

from partners.models import AgreementDocument
from tests.factories import make_agreement

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


class DocumentTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.agreement = make_agreement()

    def document(self, content=PDF, name="secret name.pdf", **values):
        given = {"agreement": self.agreement, "title": "Text", "language": "en", "file": ContentFile(content, name)}
        return AgreementDocument(**{**given, **values})

    def keep(self, document):
        document.full_clean()
        document.save()
        self.addCleanup(document.file.delete, save=False)
        return document

    def test_goes_to_private_storage_under_a_name_of_our_own(self):
        document = self.keep(self.document())
        self.assertTrue(Path(document.file.path).is_relative_to(settings.PRIVATE_ROOT))
        self.assertRegex(document.file.name, r"^agreements/[0-9a-f]{32}\.pdf$")
        self.assertEqual((document.size, document.visibility), (len(PDF), "staff"))
        with document.file.open() as stored:
            self.assertEqual(stored.read(), PDF)

    def test_what_is_no_pdf_is_refused_beside_the_field(self):
        for content in (b"", b"<html>", PDF[:-6]):
            with self.subTest(content), self.assertRaises(ValidationError) as caught:
                self.document(content).full_clean()
            self.assertEqual(list(caught.exception.message_dict), ["file"])

    def test_the_same_file_twice_is_told(self):
        self.keep(self.document())
        with self.assertRaisesMessage(ValidationError, "among the documents of the agreement already"):
            self.document(name="other.pdf").full_clean()

    def test_the_language_is_a_tag(self):
        for tag in ("english", "EN", "zh_CN", "x"):
            with self.subTest(tag), self.assertRaisesMessage(ValidationError, "BCP 47"):
                self.document(language=tag).full_clean()
        for tag in ("en", "zh-Hans", "pt-BR", "sr-Latn-RS", "zh-Hans-CN"):
            self.document(language=tag).full_clean()

    def test_a_stored_file_is_not_read_again(self):
        document = self.keep(self.document())
        stored = AgreementDocument.objects.get(pk=document.pk)
        stored.visibility = "public"
        stored.file.storage.delete(stored.file.name)
        stored.full_clean()
        stored.save()
