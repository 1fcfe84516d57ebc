from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from opendoors.content.documents import validate_pdf
from opendoors.content.models import Attachment
from tests.factories import make_user
from tests.pictures import FilesInMemory, picture_bytes

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


class ValidatePdfTests(SimpleTestCase):
    def test_a_pdf_passes_and_is_at_its_start_again(self):
        for content in (PDF, b"\xef\xbb\xbf" + PDF, PDF + b"\n" * 500):
            file = SimpleUploadedFile("a.pdf", content)
            validate_pdf(file)
            self.assertEqual(file.read(), content)

    def test_everything_else_is_refused(self):
        for content, code in [
            (b"", "empty"),
            (b"<html>%%EOF", "not_a_pdf"),
            (picture_bytes(), "not_a_pdf"),
            (b" " * 2000 + PDF, "not_a_pdf"),
            (PDF[:20], "damaged"),
            (PDF + b"x" * 3000, "damaged"),
        ]:
            with self.subTest(content[:10]), self.assertRaises(ValidationError) as caught:
                validate_pdf(SimpleUploadedFile("a.pdf", content))
            self.assertEqual(caught.exception.code, code)

    def test_size_has_a_limit(self):
        with self.assertRaises(ValidationError) as caught:
            validate_pdf(SimpleUploadedFile("a.pdf", PDF), max_bytes=10)
        self.assertEqual(caught.exception.code, "too_many_bytes")


class AttachmentAdminTests(FilesInMemory, TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Association editor")

    def setUp(self):
        super().setUp()
        self.client.force_login(self.editor)

    def add(self, content: bytes, name: str = "regulations.html"):
        data = {"title": "Regulations", "file": SimpleUploadedFile(name, content)}
        return self.client.post(reverse("admin:content_attachment_add"), data, follow=True)

    def test_pdf_is_kept_under_a_name_of_ours(self):
        self.add(PDF)
        attachment = Attachment.objects.get()
        self.assertRegex(attachment.file.name, r"^attachments/[0-9a-f]{32}\.pdf$")
        self.assertEqual((attachment.size, attachment.uploaded_by), (len(PDF), self.editor))

    def test_other_files_are_refused_beside_the_field(self):
        response = self.add(b"<script>alert(1)</script>", "a.pdf")
        self.assertFormError(response.context["adminform"], "file", "This is not a PDF file.")
        self.assertContains(response, "Regulations")

    def test_full_disk_is_told_beside_the_field(self):
        with patch.object(default_storage, "save", side_effect=OSError(28, "No space left on device")):
            response = self.add(PDF)
        self.assertFormError(
            response.context["adminform"], "file", "The file could not be stored. Please try again later."
        )
        self.assertContains(response, "Regulations")
        self.assertEqual(Attachment.objects.count(), 0)

    def test_title_changes_without_a_new_file(self):
        self.add(PDF)
        attachment = Attachment.objects.get()
        self.client.post(reverse("admin:content_attachment_change", args=[attachment.pk]), {"title": "Rules"})
        attachment.refresh_from_db()
        self.assertEqual((attachment.title, attachment.size), ("Rules", len(PDF)))

    def test_title_changes_while_the_file_is_lost(self):
        self.add(PDF)
        attachment = Attachment.objects.get()
        default_storage.delete(attachment.file.name)
        response = self.client.post(
            reverse("admin:content_attachment_change", args=[attachment.pk]), {"title": "Rules"}
        )
        self.assertEqual(response.status_code, 302)

    def test_another_file_brings_its_own_size(self):
        self.add(PDF)
        data = {"title": "Regulations", "file": SimpleUploadedFile("b.pdf", PDF + b"\n\n")}
        self.client.post(reverse("admin:content_attachment_change", args=[Attachment.objects.get().pk]), data)
        attachment = Attachment.objects.get()
        self.assertEqual((attachment.size, attachment.file.size), (len(PDF) + 2, len(PDF) + 2))
