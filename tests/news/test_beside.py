"""The original beside the form of its translation, for those who write every part of it and for those who translate."""

import re
from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Article
from opendoors.content.publishing import State
from tests.factories import make_article, make_attachment, make_image, make_topic, make_university, make_user
from tests.news.test_article_admin import ADD, LIST, EditorCase, form_data
from tests.news.test_originals import again
from tests.news.test_translating_admin import NEW, OLD, RUSSIAN, PairCase, make_pair


def sides(page) -> dict[str, list[str]]:
    """What stands beside each box, as words, part by part."""
    html = re.sub(r"\s+", " ", page.content.decode())
    found = {}
    for name, shown in re.findall(r'data-beside="(\w+)">(.*?)</details>', html):
        parts = re.findall(r'<div class="beside__part.*?</div>', shown)
        found[name] = [" ".join(unescape(re.sub(r"<[^>]*>", " ", part)).split()) for part in parts]
    return found


class BesideTests(PairCase):
    def test_each_field_stands_beside_its_box_and_the_text_by_paragraphs(self):
        again(self.original, lead="Read this.", corrections=[{"on": "2026-03-03", "text": "The date was wrong."}])
        told = sides(self.form())
        self.assertEqual(told["title"], ["Rules"])
        self.assertEqual(told["lead"], ["changed Read this."])
        self.assertEqual(told["body"], ["Apply by 1 May.", "Who", "Everyone may apply."])
        self.assertEqual(told["corrections"], ["changed 2026-03-03 The date was wrong."])

    def test_what_changed_is_told_where_it_stands(self):
        again(self.original, body=NEW)
        told = sides(self.form())["body"]
        self.assertEqual(told, ["changed Apply by 9 May.", "Who", "Everyone may apply.", "changed It is free."])

    def test_it_is_in_its_own_language_and_can_be_reached_by_keyboard(self):
        page = self.form()
        region = '<div class="beside__text" lang="en" tabindex="0" role="region" aria-label="Original: English">'
        self.assertContains(page, region)
        self.assertContains(page, '<textarea name="body"', count=1)

    def test_an_original_has_nothing_beside_it(self):
        self.assertNotContains(self.form(self.original), "data-beside")

    def test_readers_text_is_shown_and_not_the_draft_beside_it(self):
        original = Article.objects.get(pk=self.original.pk)
        original.title = "Secret plans"
        original.save_draft(by=None)
        self.assertNotContains(self.form(), "Secret plans")

    def test_of_an_original_in_draft_the_newest_text(self):
        original, draft = make_article(state=State.DRAFT), None
        draft = make_article(language="ru", translation_key=original.translation_key, state=State.DRAFT)
        original.title = "Newest plans"
        original.save_draft(by=None)
        self.assertEqual(sides(self.form(draft))["title"], ["changed Newest plans"])

    def test_an_original_that_one_may_not_see_is_not_there(self):
        author = make_user("Author")
        original = make_article(title="Secret plans", state=State.DRAFT)
        key = original.translation_key
        mine = make_article(language="ru", translation_key=key, state=State.DRAFT, created_by=author)
        self.client.force_login(author)
        page = self.form(mine)
        self.assertNotContains(page, "Secret plans")
        self.assertNotContains(page, "data-beside")
        self.assertEqual(self.client.get(f"{LIST}{mine.pk}/nothing-to-translate/").status_code, 404)

    def test_markup_of_the_original_stays_harmless(self):
        again(self.original, title="<script>alert(1)</script>", body="<p>a<img src=x onerror=alert(1)></p>")
        page = self.form()
        self.assertNotContains(page, "<script>alert(1)")
        self.assertNotContains(page, "onerror")

    def test_a_form_with_errors_keeps_it_beside(self):
        page = self.client.post(f"{LIST}{self.translation.pk}/change/", form_data(title="", slug="pravila"))
        self.assertEqual(sides(page)["title"], ["Rules"])
        self.assertContains(page, "This field is required")

    def test_queries_do_not_grow_with_paragraphs_and_pictures(self):
        counts = []
        for amount in (3, 30):
            images = [make_image() for _each in range(amount)]
            body = "".join(f'<p><img src="/media/{image.file.name}" alt="Door"></p><p>A</p>' for image in images)
            original = make_article(body=body)
            translation = make_article(language="ru", translation_key=original.translation_key)
            again(original, body=body + "<p>One more.</p>")
            self.form(translation)  # content types are asked for once
            with CaptureQueriesContext(connection) as asked:
                self.form(translation)
            counts.append(len(asked))
        self.assertEqual(counts[0], counts[1])


class NewTranslationTests(EditorCase):
    def setUp(self):
        super().setUp()
        self.article = make_article(
            title="Rules",
            body=OLD,
            cover=make_image(),
            source_name="MSU",
            source_url="https://example.org/",
            topics=[make_topic()],
        )
        relations = {"universities": [make_university().pk], "attachments": [make_attachment().pk]}
        self.article.save_draft(by=None, relations=self.article.take_newest() | relations)
        self.article.publish(by=None)
        self.url = f"{ADD}?language=ru&original={self.article.pk}"

    def initial(self, page):
        return page.context["adminform"].form.initial

    def test_it_starts_with_what_need_not_be_translated(self):
        page = self.client.get(self.url)
        initial = self.initial(page)
        self.assertEqual(initial["universities"], [row.pk for row in self.article.universities.all()])
        self.assertEqual(initial["attachments"], [row.pk for row in self.article.attachments.all()])
        self.assertEqual((initial["cover"], initial["source_url"]), (self.article.cover_id, "https://example.org/"))
        self.assertNotIn("body", initial)
        self.assertEqual(sides(page)["title"], ["Rules"])
        self.assertContains(page, "text=original")

    def test_or_with_the_words_of_the_original_to_be_overwritten(self):
        page = self.client.get(f"{self.url}&text=original")
        self.assertEqual((self.initial(page)["title"], self.initial(page)["body"]), ("Rules", OLD))
        self.assertContains(page, "Start with empty boxes")

    def test_what_readers_do_not_know_yet_is_not_taken_over(self):
        self.article.title = "Secret plans"
        self.article.save_draft(by=None, relations={"topics": []})
        page = self.client.get(f"{self.url}&text=original")
        self.assertEqual((self.initial(page)["title"], len(self.initial(page)["topics"])), ("Rules", 1))


class TranslatorTests(EditorCase):
    role = "Translator"

    def setUp(self):
        super().setUp()
        self.original, self.translation = make_pair()
        self.url = f"{LIST}{self.translation.pk}/change/"

    def send(self, **fields):
        newest = Article.objects.get(pk=self.translation.pk).latest_revision_id
        values = {"title": "Правила", "slug": "pravila", "body": RUSSIAN, "_based_on": newest}
        return self.client.post(self.url, form_data(**values | fields), follow=True)

    def newest(self):
        return Article.objects.get(pk=self.translation.pk).latest_revision.snapshot

    def test_brings_a_translation_up_to_date_and_leaves_the_rest_alone(self):
        mark = again(self.original, body=NEW).live_revision_id
        page = self.client.get(self.url)
        self.assertEqual(sides(page)["body"][0], "changed Apply by 9 May.")
        before = self.newest()
        new = RUSSIAN.replace("1 мая", "9 мая")
        forged = {
            "topics": [make_topic().pk],
            "cover": make_image().pk,
            "is_featured": "on",
            "source_url": "https://a.ru",
        }
        self.assertContains(self.send(body=new, caught_up=[mark], original_language="ru", **forged), "Saved as a draft")
        self.assertEqual(self.newest(), {**before, "body": new, "translated_revision": mark})
        self.assertEqual(Article.objects.get(pk=self.translation.pk).original, self.original)
        self.assertIn(self.translation, Article.objects.caught_up())

    def test_publishes_nothing(self):
        self.assertEqual(self.send(title="Новое", _publish="1").status_code, 403)
        self.assertEqual(self.newest()["title"], "Правила")

    def test_says_that_there_is_nothing_to_translate(self):
        mark = again(self.original, body=NEW).live_revision_id
        self.client.post(f"{LIST}{self.translation.pk}/nothing-to-translate/", {"text": mark, "note": "Typing error"})
        self.assertIn(self.translation, Article.objects.up_to_date())

    def test_finds_what_is_to_be_translated_and_adds_it(self):
        topic = make_topic()
        alone = make_article(title="Alone", topics=[topic])
        again(self.original, body=NEW)
        page = self.client.get(LIST, {"translation": "to_translate"})
        self.assertEqual({row.title for row in page.context["cl"].result_list}, {"Alone", "Правила"})
        url = f"{ADD}?language=ru&original={alone.pk}"
        self.assertContains(page, url.replace("&", "&amp;"))
        self.assertEqual(sides(self.client.get(url))["title"], ["Alone"])
        mark = [alone.live_revision_id]
        again(alone, title="Alone again")
        self.client.post(url, form_data(language="ru", title="Один", caught_up=mark, is_featured="on"), follow=True)
        new = Article.objects.get(title="Один")
        self.assertEqual((new.original, new.translated_revision_id, new.is_featured), (alone, mark[0], False))
        self.assertEqual(list(new.topics.all()), [topic])
        self.assertEqual(self.client.get(f"{LIST}{new.pk}/change/").status_code, 200)

    def test_the_list_opens_with_what_is_to_be_translated(self):
        make_article(title="Alone")
        page = self.client.get(LIST)
        self.assertEqual({row.title for row in page.context["cl"].result_list}, {"Alone"})
        self.assertContains(page, '<a href="?translation=all">All</a>', html=True)
        for query in ("?translation=all", "?q=ule", "?language=en"):
            self.assertContains(self.client.get(LIST + query), "Rules")
        self.client.force_login(make_user("Association editor"))
        self.assertContains(self.client.get(LIST), "Rules")

    def test_reads_the_original_and_changes_nothing_of_it(self):
        page = self.client.get(f"{LIST}{self.original.pk}/change/")
        self.assertContains(page, "Правила")
        self.assertNotContains(page, 'name="title"')
        self.client.post(f"{LIST}{self.original.pk}/change/", form_data(title="Mine now"))
        self.assertEqual(Article.objects.get(pk=self.original.pk).title, "Rules")

    def test_of_another_university_nothing_is_there(self):
        original = make_article(owner=make_university())
        translation = make_article(language="ru", translation_key=original.translation_key, owner=original.owner)
        translator = make_user("Translator")
        make_university(staff=[translator])
        self.client.force_login(translator)
        for page in ("change", "nothing-to-translate"):
            self.assertEqual(self.client.get(f"{LIST}{translation.pk}/{page}/").status_code, 404)
        self.assertNotContains(
            self.client.get(f"{ADD}?language=ru&original={original.pk}", follow=True), original.title
        )
