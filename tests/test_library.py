"""Everybody looks at the library and uses it; what is in it is changed and deleted by those of whom it is."""

from django.test import TestCase
from django.urls import reverse

from opendoors.content.models import Attachment, Image
from tests.factories import make_article, make_attachment, make_image, make_university, make_user
from tests.news.test_article_admin import LIST, form_data

WORDS = {"alt_en": "Other words", "alt_ru": "", "credit": "", "licence": "", "focal_x": 50, "focal_y": 50}


class LibraryTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor, cls.colleague, cls.author = make_user("Editor"), make_user("Author"), make_user("Author")
        campus = make_university(kind="campus", parent=make_university(staff=[cls.editor]))
        campus.staff_memberships.create(user=cls.colleague)
        cls.stranger = make_user("Editor")
        make_university(staff=[cls.stranger])

    def change(self, user, image, **fields) -> int:
        self.client.force_login(user)
        return self.client.post(reverse("admin:content_image_change", args=[image.pk]), {**WORDS, **fields}).status_code

    def delete(self, user, row) -> int:
        self.client.force_login(user)
        name = f"admin:content_{row._meta.model_name}_delete"
        return self.client.post(reverse(name, args=[row.pk]), {"post": "yes"}).status_code

    def test_words_are_changed_by_the_uploader_the_staff_of_their_university_and_the_association(self):
        image = make_image(uploaded_by=self.colleague)
        people = {
            self.colleague: 302,
            self.editor: 302,
            make_user("Association editor"): 302,
            self.stranger: 403,
            self.author: 403,
            make_user("Translator"): 403,
        }
        for user, answer in people.items():
            with self.subTest(user=str(user)):
                Image.objects.update(alt_en="As it was")
                self.assertEqual(self.change(user, image), answer)
                image.refresh_from_db()
                self.assertEqual(image.alt_en, "Other words" if answer == 302 else "As it was")

    def test_the_staff_of_a_part_leaves_alone_what_the_whole_has(self):
        self.assertEqual(self.change(self.colleague, make_image(uploaded_by=self.editor)), 403)

    def test_what_nobody_knows_the_uploader_of_is_the_associations(self):
        image = make_image()
        self.assertEqual(self.change(self.editor, image), 403)
        self.assertEqual(self.change(make_user("Association editor"), image), 302)

    def test_pictures_and_files_are_deleted_by_editors_of_their_own(self):
        for make in (make_image, make_attachment):
            row = make(uploaded_by=self.colleague)
            for user, answer in ((self.colleague, 403), (self.stranger, 403), (self.editor, 302)):
                with self.subTest(model=make.__name__, user=str(user)):
                    self.assertEqual(self.delete(user, row), answer)
        self.assertEqual((Image.objects.count(), Attachment.objects.count()), (0, 0))

    def test_many_files_at_once_are_deleted_only_if_all_are_theirs(self):
        rows = [make_attachment(uploaded_by=user) for user in (self.colleague, self.stranger)]
        self.client.force_login(self.editor)
        data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
        self.client.post(reverse("admin:content_attachment_changelist"), data)
        self.assertEqual(Attachment.objects.count(), 2)

    def test_everybody_looks_at_all(self):
        image, file = make_image(alt_en="Of others"), make_attachment(title="File of others")
        for user in (self.author, self.stranger, make_user("Translator")):
            self.client.force_login(user)
            self.assertContains(self.client.get(reverse("admin:content_image_changelist")), "Of others")
            self.assertContains(self.client.get(reverse("admin:content_attachment_changelist")), "File of others")
            self.assertContains(self.client.get(reverse("admin:content_image_change", args=[image.pk])), "Of others")
        self.assertTrue(file.pk)

    def test_choosing_a_picture_of_others_as_cover_leaves_their_words(self):
        image = make_image(alt_en="", alt_ru="")
        self.client.force_login(self.author)
        fields = {"cover": image.pk, "picture_alt": "Malice", "picture_is_decorative": "on", "picture_credit": "Me"}
        response = self.client.post(f"{LIST}add/", form_data(**fields))
        self.assertContains(response, "The picture is somebody else")
        self.assertEqual(self.client.post(f"{LIST}add/", form_data(cover=image.pk)).status_code, 302)
        image.refresh_from_db()
        self.assertEqual((image.alt_en, image.is_decorative, image.credit), ("", False, ""))

    def test_a_picture_in_use_stays(self):
        image = make_image(uploaded_by=self.editor)
        make_article(cover=image)
        self.assertEqual(self.delete(self.editor, image), 200)
        self.assertTrue(Image.objects.exists())
