"""A translation in the admin: marked when its original is published anew, shown what changed, brought up to date."""

import re

from django.urls import reverse

from news.models import Article
from opendoors.content.publishing import State
from tests.costs import ADMIN_REQUEST
from tests.factories import make_article, make_image, make_topic, make_user
from tests.news.test_article_admin import ADD, LIST, EditorCase, form_data
from tests.news.test_merging_admin import TwoEditorsCase
from tests.news.test_originals import again

OLD = "<p>Apply by 1 May.</p><h2>Who</h2><p>Everyone may apply.</p>"
NEW = "<p>Apply by 9 May.</p><h2>Who</h2><p>Everyone may apply.</p><p>It is free.</p>"
RUSSIAN = "<p>Подайте заявку до 1 мая.</p><h2>Кто</h2><p>Подать заявку может каждый.</p>"


def make_pair(**overrides) -> tuple[Article, Article]:
    original = make_article(title="Rules", slug="rules", lead="A lead.", body=OLD)
    values = {"title": "Правила", "slug": "pravila", "lead": "A lead.", "body": RUSSIAN, **overrides}
    return original, make_article(language="ru", translation_key=original.translation_key, **values)


class PairCase(EditorCase):
    def setUp(self):
        super().setUp()
        self.original, self.translation = make_pair()

    def form(self, article=None):
        return self.client.get(f"{LIST}{(article or self.translation).pk}/change/")

    def state(self):
        return Article.objects.for_marks().get(pk=self.translation.pk).translation_state

    def save(self, **fields):
        values = {"title": "Правила", "slug": "pravila", "body": RUSSIAN, **fields}
        return self.change(self.translation, **values)


class OutdatedFormTests(PairCase):
    def test_up_to_date_it_says_so_and_asks_nothing(self):
        page = self.form()
        self.assertContains(page, "This is a translation")
        self.assertContains(page, "is up to date with the original")
        self.assertNotContains(page, 'name="caught_up"')
        self.assertContains(self.form(self.original), "up to date")
        self.assertNotContains(self.form(self.original), "This is a translation")

    def test_published_anew_the_original_marks_it_and_the_changed_paragraphs_stand_beside_it(self):
        again(self.original, body=NEW)
        page = self.form()
        self.assertContains(page, "This translation is outdated")
        text = re.sub(r"\s+", " ", page.content.decode())
        told = text[text.index("What changed in the original") :]
        self.assertIn("<del>1</del><ins>9</ins>", told)
        self.assertIn("Подайте заявку до 1 мая.", told[: told.index("It is free.")])
        self.assertIn("new: not there yet", told)
        changes = page.context["following"]["fields"][0].changes
        self.assertEqual([change.here and change.here.text for change in changes], ["Подайте заявку до 1 мая.", None])

    def test_the_answer_where_it_is_visible_tells_of_it(self):
        path = f"{LIST}{self.translation.pk}/visibility/"
        self.assertNotContains(self.client.get(path), "follows an older text")
        again(self.original, body=NEW)
        self.assertContains(self.client.get(path), "follows an older text")
        self.assertContains(self.client.get(path), f"{LIST}{self.translation.pk}/change/#original-title")
        self.assertContains(self.form(), 'id="original-title"')

    def test_the_form_of_the_original_tells_of_it(self):
        again(self.original, body=NEW)
        page = self.form(self.original)
        self.assertContains(page, "outdated</strong>")
        self.assertContains(page, "since the original's text of")

    def test_a_save_alone_keeps_the_mark(self):
        again(self.original, body=NEW)
        self.save(lead="Новое", _publish="1")
        self.assertEqual(self.state(), "outdated")

    def test_said_so_and_published_it_is_up_to_date(self):
        original = again(self.original, body=NEW)
        page = self.save(lead="Новое", caught_up=[original.live_revision_id])
        self.assertEqual(self.state(), "caught_up")
        self.assertContains(page, "Visitors still read the outdated translation")
        self.assertNotContains(page, 'name="caught_up"')
        self.save(lead="Новое", _publish="1")
        self.assertEqual(self.state(), "up_to_date")
        history = self.client.get(reverse("admin:news_article_history", args=[self.translation.pk]))
        self.assertContains(history, "Up to date with the original&#x27;s text of")

    def test_it_is_up_to_date_with_the_text_that_the_form_showed(self):
        shown = again(self.original, body=NEW).live_revision_id
        again(self.original, body=NEW + "<p>One more.</p>")
        self.save(caught_up=[shown], _publish="1")
        self.assertEqual(self.state(), "outdated")
        self.assertEqual(Article.objects.get(pk=self.translation.pk).translated_revision_id, shown)

    def test_a_forged_mark_is_no_mark(self):
        again(self.original, body=NEW)
        other = make_article().live_revision_id
        for value in (other, self.translation.live_revision_id, 10**17, "x", "-1"):
            with self.subTest(value):
                self.save(caught_up=[value], _publish="1")
                self.assertEqual(self.state(), "outdated")

    def test_without_a_known_text_it_asks_to_compare(self):
        Article.objects.update(translated_revision=None)
        self.assertContains(self.form(), "Nobody has said yet")
        self.assertEqual(self.state(), "outdated")

    def test_an_original_in_draft_that_goes_on_is_told_without_the_mark(self):
        original = make_article(body=OLD, state=State.DRAFT)
        draft = make_article(language="ru", translation_key=original.translation_key, state=State.DRAFT)
        Article.objects.get(pk=original.pk).save_draft(by=None)
        original = Article.objects.get(pk=original.pk)
        original.body = NEW
        original.save_draft(by=None)
        page = self.form(draft)
        self.assertContains(page, "This is a translation")
        self.assertContains(page, "It is free.")


class NothingToTranslateTests(PairCase):
    def url(self):
        return reverse("admin:news_article_nothing_to_translate", args=[self.translation.pk])

    def test_one_click_with_a_note(self):
        original = again(self.original, body=NEW)
        self.assertContains(self.form(), self.url())
        self.assertContains(self.client.get(self.url()), "It is free.")
        data = {"note": "Typing error", "text": original.live_revision_id}
        self.assertContains(self.client.post(self.url(), data, follow=True), "follows the original")
        self.assertEqual(self.state(), "up_to_date")
        history = self.client.get(reverse("admin:news_article_history", args=[self.translation.pk]))
        self.assertContains(history, "nothing to translate</strong> (Typing error)")
        self.assertContains(self.client.get(self.url()), "already")

    def test_it_means_the_text_that_was_shown(self):
        shown = again(self.original, body=NEW).live_revision_id
        again(self.original, body=NEW + "<p>One more.</p>")
        self.client.post(self.url(), {"text": shown})
        self.assertEqual(self.state(), "outdated")
        self.assertEqual(self.client.post(self.url(), {"text": self.translation.live_revision_id}).status_code, 404)

    def test_an_original_has_no_such_page(self):
        url = reverse("admin:news_article_nothing_to_translate", args=[self.original.pk])
        self.assertEqual(self.client.get(url).status_code, 404)


class TwoTranslatorsTests(TwoEditorsCase):
    def setUp(self):
        super().setUp()
        self.original, self.article = make_pair(state=State.DRAFT)
        self.url = f"{LIST}{self.article.pk}/change/"
        self.mark = again(self.original, body=NEW).live_revision_id

    def test_the_mark_of_one_stays_when_the_other_saves(self):
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, caught_up=[self.mark])
        self.send(self.boris, other, byline="Борис")
        newest = self.newest()
        self.assertEqual((newest["translated_revision"], newest["byline"]), (self.mark, "Борис"))

    def test_both_say_so(self):
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, caught_up=[self.mark], lead="Лид")
        self.send(self.boris, other, caught_up=[self.mark], byline="Борис")
        newest = self.newest()
        self.assertEqual((newest["translated_revision"], newest["lead"]), (self.mark, "Лид"))

    def test_an_older_mark_does_not_take_back_a_newer_one(self):
        later = again(self.original, body=NEW + "<p>One more.</p>").live_revision_id
        one, other = self.opened(self.anna), self.opened(self.boris)
        self.send(self.anna, one, caught_up=[later])
        self.send(self.boris, other, caught_up=[self.mark], byline="Борис")
        newest = self.newest()
        self.assertEqual((newest["translated_revision"], newest["byline"]), (later, "Борис"))


class LinkingTests(PairCase):
    def test_a_new_translation_follows_the_text_that_the_form_showed(self):
        article = make_article(title="Later", topics=(make_topic(),), cover=make_image())
        shown = self.client.get(f"{ADD}?language=ru&original={article.pk}")
        self.assertContains(shown, f'<input type="hidden" name="caught_up" value="{article.live_revision_id}"')
        again(article, title="Later still")
        address = article.get_absolute_url()
        self.add(language="ru", title="Позже", translation_of=address, caught_up=[article.live_revision_id])
        translation = Article.objects.get(title="Позже")
        self.assertEqual(
            (translation.original, translation.translated_revision_id), (article, article.live_revision_id)
        )
        self.assertTrue(translation.is_outdated)

    def test_linked_by_address_the_older_one_is_the_original_unless_said_otherwise(self):
        for language, is_original in (("", False), ("en", False), ("ru", True)):
            with self.subTest(language):
                older = make_article()
                newer = make_article(language="ru", title=f"Новее {language}", state=State.DRAFT)
                fields = {"title": newer.title, "slug": newer.slug, "translation_of": older.get_absolute_url()}
                self.change(newer, original_language=language, **fields)
                self.assertEqual(Article.objects.get(pk=newer.pk).original, None if is_original else older)
                self.assertEqual(Article.objects.get(pk=older.pk).original, newer if is_original else None)

    def test_linked_elsewhere_it_leaves_no_translation_behind(self):
        other = make_article(language="ru", state=State.DRAFT)
        fields = {"title": "Rules", "slug": "rules", "body": OLD}
        self.change(self.original, translation_of=f"/ru/news/{other.slug}/", **fields)
        self.assertEqual(Article.objects.get(pk=other.pk).original, self.original)
        self.assertIsNone(Article.objects.get(pk=self.translation.pk).original)

    def test_linked_once_more_nothing_changes(self):
        again(self.original, body=NEW)
        self.save(translation_of=self.original.get_absolute_url())
        fields = {"title": "Rules", "slug": "rules", "body": NEW}
        self.change(self.original, translation_of=self.translation.get_absolute_url(), **fields)
        self.assertEqual(Article.objects.get(pk=self.translation.pk).original, self.original)
        self.assertEqual(self.state(), "outdated")

    def test_the_other_text_is_said_to_be_the_original(self):
        self.assertContains(self.form(), '<option value="en" selected>')
        fields = {"initial-original_language": "en", "original_language": "ru"}
        self.save(**fields)
        self.assertEqual(Article.objects.get(pk=self.original.pk).original, self.translation)
        history = self.client.get(reverse("admin:news_article_history", args=[self.translation.pk]))
        self.assertContains(history, "The original is")

    def test_an_author_does_not_turn_the_texts_of_others_round(self):
        author = make_user("Author")
        original = make_article()
        mine = make_article(language="ru", translation_key=original.translation_key, created_by=author, state="draft")
        self.client.force_login(author)
        fields = {"initial-original_language": "en", "original_language": "ru", "slug": mine.slug}
        self.assertContains(self.change(mine, **fields), "who may edit both texts")
        self.assertIsNone(Article.objects.get(pk=original.pk).original)


class ListTests(PairCase):
    def rows(self, value):
        page = self.client.get(LIST, {"translation": value})
        return {row.title for row in page.context["cl"].result_list}

    def test_the_list_tells_how_each_stands_in_other_languages(self):
        again(self.original, body=NEW)
        make_article(title="Alone")
        page = self.client.get(LIST)
        self.assertContains(page, '<strong class="siblings__outdated">outdated</strong>', html=True)
        self.assertContains(page, "Add a translation")

    def test_filters(self):
        again(self.original, body=NEW)
        make_article(title="Alone")
        make_pair_of = {"Other", "Другое"}
        other = make_article(title="Other")
        make_article(title="Другое", language="ru", translation_key=other.translation_key)
        self.assertEqual(self.rows("to_translate"), {"Alone", "Правила"})
        self.assertEqual(self.rows("untranslated"), {"Alone"})
        self.assertEqual(self.rows("outdated"), {"Правила"})
        self.assertEqual(self.rows("up_to_date"), make_pair_of - {"Other"})
        self.assertEqual(self.rows("rubbish"), {"Alone", "Правила", "Rules", *make_pair_of})

    def test_a_draft_of_others_is_not_named(self):
        author = make_user("Author")
        mine = make_article(title="Mine", created_by=author, state=State.DRAFT)
        make_article(title="Чужое", language="ru", translation_key=mine.translation_key, state=State.DRAFT)
        self.client.force_login(author)
        for page in (self.client.get(LIST), self.form(mine)):
            self.assertContains(page, "a draft of others")
            self.assertNotContains(page, "Чужое")

    def test_queries_of_the_filtered_list_are_constant(self):
        for amount in (3, 30):
            for number in range(amount):
                original = make_article(title=f"{amount}-{number}")
                make_article(language="ru", translation_key=original.translation_key)
                again(original, title=f"{amount}-{number} again")
            self.client.get(LIST, {"translation": "outdated"})  # content types are asked for once
            with self.assertNumQueries(12 + ADMIN_REQUEST):
                self.client.get(LIST, {"translation": "outdated"})

    def test_queries_of_the_form_do_not_grow_with_the_changes(self):
        counts = []
        for amount in (3, 30):
            again(self.original, body="".join(f"<p>Paragraph {amount * number}.</p>" for number in range(amount)))
            self.form()
            with self.settings(DEBUG=False), self.assertNumQueries(30 + ADMIN_REQUEST):
                counts.append(self.form().status_code)
        self.assertEqual(counts, [200, 200])


class VisitorTests(PairCase):
    def test_visitors_are_told_nothing_of_it(self):
        before = self.client_class().get(self.translation.get_absolute_url()).content
        again(self.original, body=NEW)
        self.assertEqual(self.client_class().get(self.translation.get_absolute_url()).content, before)

    def test_form_data_knows_nothing_of_the_new_fields(self):
        """An old form that is sent without them changes neither."""
        self.assertTrue({"caught_up", "original_language"}.isdisjoint(form_data()))
        self.save()
        self.assertEqual(Article.objects.get(pk=self.translation.pk).original, self.original)
