from unittest.mock import patch

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import RequestFactory, TestCase
from django.urls import reverse

from news.models import Article
from opendoors.content import images
from opendoors.content.forms import PictureUploadMixin, store_upload
from opendoors.content.models import Image
from opendoors.content.richtext import richtext_field
from opendoors.content.usages import usages
from tests.costs import ADMIN_REQUEST
from tests.factories import make_article, make_image, make_user
from tests.pictures import FilesInMemory, upload


class CoverForm(PictureUploadMixin, forms.ModelForm):
    class Meta:
        model = Article
        fields = ["title", "slug", "cover"]


class PictureUploadMixinTests(FilesInMemory, TestCase):
    def bound(self, file=None, instance=None, **data):
        return CoverForm(data, {"picture_upload": file} if file else {}, instance=instance)

    def test_good_upload_becomes_the_cover(self):
        form = self.bound(upload(), title="T", picture_alt="A hall", picture_credit="Ivanov")
        self.assertTrue(form.is_valid(), form.errors)
        cover = form.save(commit=False).cover
        self.assertEqual((cover.alt_en, cover.alt_ru, cover.credit), ("A hall", None, "Ivanov"))

    def test_bad_upload_is_told_beside_its_field(self):
        form = self.bound(upload(b"<svg>"), title="T")
        self.assertIn("not a picture", form.errors["picture_upload"][0])

    def test_good_upload_survives_other_errors(self):
        form = self.bound(upload(), title="", picture_alt="A hall")
        self.assertEqual(list(form.errors), ["title", "slug"])
        self.assertEqual(form["cover"].value(), str(Image.objects.get().pk))
        self.assertInHTML("Your picture is kept; it is the one chosen above.", form.as_p())

    def test_new_picture_needs_words_or_is_decorative(self):
        form = self.bound(upload(), title="T")
        self.assertIn("picture_alt", form.errors)
        self.assertTrue(form["cover"].value())
        self.assertTrue(self.bound(upload(), title="T", picture_is_decorative="on").is_valid())

    def test_words_are_kept_in_the_language_of_the_text(self):
        form = self.bound(upload(), instance=Article(language="ru"), title="T", picture_alt="Зал")
        self.assertTrue(form.is_valid())
        self.assertEqual(Image.objects.get().alt_ru, "Зал")

    def test_upload_goes_before_the_choice(self):
        form = self.bound(upload(), title="T", cover=make_image().pk, picture_alt="New")
        self.assertEqual(form.save(commit=False).cover.alt_en, "New")

    def test_chosen_picture_gets_the_words_that_it_lacks_and_keeps_those_it_has(self):
        bare, described = make_image(alt_en=""), make_image()
        for image in (bare, described):
            self.assertTrue(self.bound(title="T", cover=image.pk, picture_alt="Words").is_valid())
            image.refresh_from_db()
        self.assertEqual(bare.alt_en, "Words")
        self.assertNotEqual(described.alt_en, "Words")


class StoreUploadTests(FilesInMemory, TestCase):
    def request(self, user, file):
        request = RequestFactory().post("/", {"picture_upload": file})
        request.user = user
        return request

    def test_picture_belongs_to_who_sent_it_and_is_made_once(self):
        user = make_user("Author")
        request = self.request(user, upload())
        image = store_upload(request, "picture_upload")
        self.assertEqual(image.uploaded_by, user)
        self.assertEqual(store_upload(request, "picture_upload"), image)
        self.assertFalse(image.was_known)

    def test_permission_is_required(self):
        request = self.request(make_user(is_staff=True), upload())
        self.assertIsNone(store_upload(request, "picture_upload"))
        form = CoverForm({"title": "T"}, request.FILES)
        self.assertEqual(form.errors["picture_upload"], ["You may not add pictures."])


class ImageAdminTests(FilesInMemory, TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Association editor")
        cls.add_url = reverse("admin:content_image_add")

    def setUp(self):
        super().setUp()
        self.client.force_login(self.editor)

    def add(self, file=None, **data):
        defaults = {"alt_en": "A hall", "focal_x": 50, "focal_y": 50}
        return self.client.post(self.add_url, {**defaults, "picture_upload": file or upload(), **data}, follow=True)

    def change_url(self, image):
        return reverse("admin:content_image_change", args=[image.pk])

    def test_picture_is_added_with_its_words(self):
        response = self.add(credit="Ivanov")
        image = Image.objects.get()
        self.assertEqual((image.alt_en, image.credit, image.uploaded_by), ("A hall", "Ivanov", self.editor))
        self.assertContains(response, "was added successfully")

    def test_nothing_is_encoded_within_a_transaction(self):
        depth = []
        before = len(connection.savepoint_ids)

        def watched(picture, stem):
            depth.append(len(connection.savepoint_ids) - before)
            return []

        with patch.object(images, "_renditions", watched):
            self.add()
        self.assertEqual(depth, [0])

    def test_bad_picture_is_told_beside_the_field(self):
        response = self.add(upload(b"<svg>"))
        self.assertIn("not a picture", str(response.context["adminform"].errors["picture_upload"]))
        self.assertContains(response, "A hall")

    def test_good_picture_survives_missing_words(self):
        response = self.add(alt_en="")
        image = Image.objects.get()
        self.assertIn("alt_en", response.context["adminform"].errors)
        self.assertContains(response, f'action="{self.change_url(image)}"')

    def test_same_picture_again_leads_to_the_first(self):
        self.add()
        response = self.add(alt_en="Other words")
        self.assertRedirects(response, self.change_url(Image.objects.get()))
        self.assertContains(response, "already in the library")

    def test_list_asks_the_same_questions_for_3_and_for_30(self):
        url = reverse("admin:content_image_changelist")
        for count in (3, 27):
            for _row in range(count):
                make_image()
            with self.assertNumQueries(6 + ADMIN_REQUEST):
                self.assertContains(self.client.get(url, {"q": "picture"}), 'class="thumbnail"')

    def test_users_of_a_picture_are_named_and_protect_it(self):
        cover, inner, drafted = make_image(), make_image(), make_image()
        article = make_article(title="The report", cover=cover, body=f'<p><img src="/media/{inner.file.name}"></p>')
        article.cover = drafted
        article.save_draft(by=None)
        for image in (cover, inner, drafted):
            with self.subTest(image=image):
                self.assertContains(self.client.get(self.change_url(image)), "The report")
                delete = reverse("admin:content_image_delete", args=[image.pk])
                self.assertContains(self.client.post(delete, {"post": "yes"}), "The report")
        self.assertEqual(Image.objects.count(), 3)

    def test_author_reads_no_titles_of_others_drafts(self):
        cover, author = make_image(), make_user("Author")
        make_article(title="Their plan", cover=cover, state="draft")
        make_article(title="Their news", cover=cover)
        mine = make_article(title="My plan", cover=cover, state="draft", created_by=author)
        self.client.force_login(author)
        page = self.client.get(self.change_url(cover))
        self.assertNotContains(page, "Their plan")
        self.assertContains(page, "<div>article: Their news (cover)</div>")
        self.assertContains(page, f'<a href="/admin/news/article/{mine.pk}/change/">article: My plan')

    def test_unused_picture_goes_with_its_files(self):
        self.add()
        image = Image.objects.get()
        self.assertEqual(usages(image), [])
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(reverse("admin:content_image_delete", args=[image.pk]), {"post": "yes"})
        self.assertEqual((Image.objects.count(), self.stored_files()), (0, []))


class EditorFieldTests(TestCase):
    def test_value_is_clean(self):
        field = richtext_field(required=False)
        self.assertEqual(field.clean("<p onclick=x>a<script>b</script></p>"), "<p>a</p>")
        self.assertEqual(field.clean(None), "")

    def test_text_beyond_reason_is_refused(self):
        with self.assertRaisesMessage(ValidationError, "at most 300000 characters"):
            richtext_field().clean("<p>word</p>" * 30_000)

    def test_required_text_that_is_only_markup_is_missing(self):
        with self.assertRaises(ValidationError):
            richtext_field().clean("<p>&nbsp;</p>")

    def test_widget_knows_where_pictures_go(self):
        html = richtext_field().widget.render("body", "<p>&</p>", {"id": "id_body"})
        self.assertIn("/admin/pictures/upload/", html)
        self.assertIn("css/text.css", html)
        self.assertIn("&lt;p&gt;&amp;&lt;/p&gt;", html)
        self.assertNotIn("style=", html)
