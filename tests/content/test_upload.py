from django.contrib.auth.models import Permission
from django.test import Client, TestCase
from django.urls import reverse

from opendoors.content.models import Image
from tests.factories import make_user
from tests.pictures import FilesInMemory, picture_bytes, upload

URL = "/admin/pictures/upload/"


class ImageUploadTests(FilesInMemory, TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author = make_user("Author")
        cls.staff = make_user(is_staff=True)
        cls.reader = make_user()
        cls.reader.user_permissions.add(Permission.objects.get(codename="add_image"))

    def post(self, **files):
        return self.client.post(URL, files or {"upload": upload()})

    def test_address(self):
        self.assertEqual(reverse("content:image-upload"), URL)

    def test_author_gets_the_address_of_the_stored_picture(self):
        self.client.force_login(self.author)
        response = self.post()
        image = Image.objects.get()
        self.assertEqual(image.uploaded_by, self.author)
        name = image.file.name.removeprefix("images/")
        self.assertEqual(response.json(), {"uploaded": 1, "fileName": name, "url": f"/media/images/{name}"})
        self.assertIn("no-store", response.headers["Cache-Control"])

    def test_same_picture_again_gives_the_same_address(self):
        self.client.force_login(self.author)
        self.assertEqual(self.post().json(), self.post().json())
        self.assertEqual(Image.objects.count(), 1)

    def test_who_may_not_is_told_so_in_json_without_a_redirect(self):
        for user, status in ((None, 401), (self.reader, 401), (self.staff, 403)):
            with self.subTest(user=user):
                self.client.logout()
                if user:
                    self.client.force_login(user)
                response = self.post()
                self.assertEqual(response.status_code, status)
                self.assertEqual(response.json()["uploaded"], 0)
        self.assertFalse(Image.objects.exists())

    def test_refused_files_are_told_why(self):
        self.client.force_login(self.author)
        for content, words in [
            (b"<svg onload=alert(1)>", "not a picture"),
            (b"", "empty"),
            (picture_bytes((300, 300), kind="JPEG")[:700], "damaged"),
        ]:
            answer = self.post(upload=upload(content)).json()
            self.assertEqual(answer["uploaded"], 0)
            self.assertIn(words, answer["error"]["message"])
        self.assertIn("No file", self.client.post(URL).json()["error"]["message"])
        self.assertFalse(Image.objects.exists())

    def test_only_post(self):
        self.client.force_login(self.author)
        self.assertEqual(self.client.get(URL).status_code, 405)

    def test_token_is_required(self):
        client = Client(enforce_csrf_checks=True)
        client.force_login(self.author)
        self.assertEqual(client.post(URL, {"upload": upload()}).status_code, 403)
        self.assertFalse(Image.objects.exists())
