from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.test import TestCase
from django.urls import reverse
from django.utils.formats import localize_input
from django.utils.timezone import localtime

from news.models import Article, OldAddress
from opendoors.content import clock
from opendoors.content.models import Revision
from opendoors.content.publishing import State
from tests.costs import ADMIN_REQUEST
from tests.factories import make_article, make_image, make_topic, make_university, make_user

LIST, ADD = "/admin/news/article/", "/admin/news/article/add/"


def form_data(**overrides) -> dict:
    """What a browser sends from an article's form with only a title and a lead filled in."""
    return {
        "language": "en",
        "title": "A title",
        "slug": "",
        "lead": "A lead.",
        "body": "",
        "cover": "",
        "cover_caption": "",
        "topics": [],
        "byline": "",
        "source_name": "",
        "source_url": "",
        "attachments": [],
        "corrections": "",
        "publish_at_0": "",
        "publish_at_1": "",
        "expire_at_0": "",
        "expire_at_1": "",
        "translation_of": "",
        "_save": "1",
        **overrides,
    }


def moment(name: str, value) -> dict[str, str]:
    local = localtime(value)
    return {f"{name}_0": localize_input(local.date()), f"{name}_1": local.strftime("%H:%M:%S")}


class EditorCase(TestCase):
    role = "Association editor"

    @classmethod
    def setUpTestData(cls):
        cls.user = make_user(cls.role)

    def setUp(self):
        self.client.force_login(self.user)

    def add(self, **fields):
        return self.client.post(ADD, form_data(**fields), follow=True)

    def change(self, article, **fields):
        """As from a form that shows the newest text."""
        newest = Article.objects.get(pk=article.pk).latest_revision_id or ""
        data = form_data(**{"_based_on": newest, **fields})
        return self.client.post(f"{LIST}{article.pk}/change/", data, follow=True)


class SavingTests(EditorCase):
    def test_save_draft_keeps_it_from_visitors(self):
        self.add(title="A quiet start", _save="1")
        article = Article.objects.get()
        self.assertEqual((article.state, article.slug, article.created_by), (State.DRAFT, "a-quiet-start", self.user))
        self.assertEqual(self.client_of_a_visitor(article).status_code, 404)

    def test_publish_makes_it_public_now(self):
        response = self.add(title="Out now", _publish="1")
        self.assertContains(response, "is public")
        self.assertEqual(self.client_of_a_visitor(Article.objects.get()).status_code, 200)

    def test_history_tells_of_the_publishing_in_the_language_of_whoever_reads_it(self):
        self.add(_publish="1")
        url = reverse("admin:news_article_history", args=[Article.objects.get().pk])
        self.assertContains(self.client.get(url), "<strong>Published</strong>")
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
        self.assertContains(self.client.get(url), "<strong>Опубликовано</strong>")

    def test_publish_with_a_later_moment_schedules_and_tells_the_zone(self):
        response = self.add(_publish="1", **moment("publish_at", clock.now() + timedelta(days=2)))
        self.assertTrue(Article.objects.get().is_scheduled)
        self.assertContains(response, "(Europe/Moscow, UTC+3)")

    def test_published_again_it_keeps_its_date(self):
        with clock.at(clock.now() - timedelta(days=30)):
            self.add(title="A month ago", _publish="1")
        article = Article.objects.get()
        form = self.client.get(f"{LIST}{article.pk}/change/").context["adminform"].form
        self.assertEqual(form.initial["publish_at"], article.publish_at)
        self.change(article, title="Corrected", slug=article.slug, **moment("publish_at", article.publish_at))
        Article.objects.get().publish(by=self.user)
        self.assertEqual(Article.objects.get().publish_at, article.publish_at)
        self.change(article, title="New", slug=article.slug, _publish="1")
        self.assertGreater(Article.objects.get().publish_at, article.publish_at)

    def test_draft_of_a_public_article_is_shown_in_the_form_and_not_to_visitors(self):
        topic = make_topic()
        article = make_article(title="Old words")
        response = self.change(article, title="New words", slug=article.slug, topics=[topic.pk])
        self.assertContains(response, "newer draft")
        self.assertContains(response, 'value="New words"')
        self.assertContains(response, f'<option value="{topic.pk}" selected>')
        self.assertContains(self.client_of_a_visitor(article), "Old words")

    def test_published_draft_replaces_the_public_text(self):
        article = make_article(title="Old words", slug="words")
        self.change(article, title="New words", slug="words", _publish="1")
        page = self.client_of_a_visitor(article)
        self.assertContains(page, "New words")
        self.assertNotContains(page, "Old words")

    def test_every_save_is_a_revision_of_its_author(self):
        article = make_article()
        self.change(article, title="Second", slug=article.slug)
        self.change(article, title="Third", slug=article.slug)
        saved = Revision.objects.filter(object_id=article.pk, author=self.user)
        self.assertEqual([revision.snapshot["title"] for revision in saved], ["Third", "Second"])

    def test_cyrillic_title_gives_a_latin_address(self):
        self.add(language="ru", title="Приём заявок открыт")
        self.assertEqual(Article.objects.get().get_absolute_url(), "/ru/news/priem-zayavok-otkryt/")

    def client_of_a_visitor(self, article):
        return self.client_class().get(article.get_absolute_url())


class BadInputTests(EditorCase):
    def post_add(self, **fields):
        return self.client.post(ADD, form_data(body="<p>Kept words</p>", **fields))

    def refused(self, field, message, **fields):
        response = self.post_add(**fields)
        self.assertEqual(response.status_code, 200)
        errors = response.context["adminform"].form.errors
        self.assertIn(message, str(errors.get(field)))
        self.assertContains(response, "Kept words")

    def test_slug_taken_in_the_same_language(self):
        make_article(slug="taken")
        self.refused("slug", "Another text in this language", slug="taken")
        self.refused("slug", "Another text in this language", title="Taken")

    def test_slug_taken_in_another_language_is_fine(self):
        make_article(slug="taken", language="ru")
        self.add(slug="taken")
        self.assertEqual(Article.objects.count(), 2)

    def test_address_that_the_site_needs(self):
        self.refused("slug", "choose another one", slug="topics")

    def test_title_without_letters_asks_for_an_address(self):
        self.refused("slug", "No address can be made from this title", title="!!!")
        self.add(title="!!!", slug="three-marks")
        self.assertEqual(Article.objects.get().slug, "three-marks")

    def test_title_too_long_is_one_complaint(self):
        self.refused("title", "at most 200", title="a" * 201)
        self.assertEqual(list(self.post_add(title="").context["adminform"].form.errors), ["title"])

    def test_years_that_no_clock_knows(self):
        for day in ("0001-01-01", "1066-10-14", "9999-12-31"):
            for field in ("publish_at", "expire_at"):
                with self.subTest(day=day, field=field):
                    self.refused(field, "check the year", **{f"{field}_0": day, f"{field}_1": "00:00"})

    def test_day_and_month_are_never_guessed(self):
        self.refused("publish_at", "valid date", publish_at_0="03/04/2026", publish_at_1="10:00")
        self.add(publish_at_0="03.04.2026", publish_at_1="10:00")
        self.assertEqual(localtime(Article.objects.get().publish_at).month, 4)

    def test_choices_that_cannot_be_are_refused_beside_the_field(self):
        topic = make_topic()
        self.refused("cover", "valid choice", cover="<script>")
        self.refused("topics", "not a valid value", topics=[topic.pk, "1 OR 1=1"])
        form = self.post_add(title="", topics=[topic.pk, "x"]).content.decode()
        self.assertIn(f'<option value="{topic.pk}" selected>', form)

    def test_script_in_the_source_address(self):
        for address in ("javascript:alert(1)", "data:text/html,x", "ftp://example.org/"):
            with self.subTest(address):
                self.refused("source_url", "valid URL", source_url=address)

    def test_end_before_the_beginning(self):
        now = clock.now()
        fields = {**moment("publish_at", now), **moment("expire_at", now - timedelta(hours=1))}
        self.refused("__all__", "expire before", **fields)

    def test_corrections_that_are_not_a_date_and_a_text(self):
        for line in ("yesterday wrong", "2026-02-30 no such day", "2026-03-03", "20260303 no such form"):
            with self.subTest(line):
                self.refused("corrections", "a date and a text", corrections=line)
        self.refused("corrections", "Null characters", corrections="2026-03-03 \0")

    def test_hostile_markup_is_cleaned_and_no_error(self):
        self.add(title="<script>alert(1)</script>Title", lead="<img src=x onerror=alert(1)>", _publish="1")
        page = self.client.get(Article.objects.get().get_absolute_url())
        self.assertNotContains(page, "<script>alert")
        self.assertNotContains(page, "<img src=x")


class TranslationTests(EditorCase):
    def test_add_a_translation_starts_in_the_other_language_with_the_same_topics(self):
        topic, cover = make_topic(), make_image()
        article = make_article(topics=(topic,), cover=cover)
        form = self.client.get(f"{ADD}?{urlencode({'language': 'ru', 'original': article.pk})}")
        self.assertEqual(
            {name: form.context["adminform"].form.initial[name] for name in ("language", "topics", "cover")},
            {"language": "ru", "topics": [topic.pk], "cover": cover.pk},
        )
        self.add(language="ru", title="Перевод", translation_of=article.get_absolute_url())
        self.assertEqual(Article.objects.translations_of(article).get().title, "Перевод")

    def test_address_is_found_whatever_the_language_of_the_admin(self):
        english, russian = make_article(slug="rules"), make_article(slug="pravila", language="ru")
        ways = {
            english: ["/news/rules", "https://example.org/news/rules/?from=mail#h-1"],
            russian: ["/ru/news/pravila/", "http://example.org/ru/news/pravila"],
        }
        for admin_language in ("en", "ru"):
            self.client.cookies["django_language"] = admin_language
            for original, addresses in ways.items():
                for address in addresses:
                    with self.subTest(admin=admin_language, address=address):
                        other = "ru" if original.language == "en" else "en"
                        self.add(title="Other", language=other, translation_of=address)
                        Article.objects.translations_of(original).get().delete()

    def test_add_a_translation_takes_nothing_else_from_its_address(self):
        for query in ("original=²", "original=99999999999999999999", "original=x", "topics=x", "publish_at=x"):
            with self.subTest(query):
                self.assertEqual(self.client.get(f"{ADD}?{query}").status_code, 200)

    def test_second_translation_into_one_language_is_refused(self):
        article = make_article()
        make_article(language="ru", translation_key=article.translation_key)
        response = self.add(language="ru", title="Ещё", translation_of=article.get_absolute_url())
        self.assertContains(response, "already has a text in this language")

    def test_unknown_address_is_told(self):
        for address in ("/news/nothing/", "/nowhere/", "https://example.org/", "rubbish"):
            with self.subTest(address):
                self.assertContains(self.add(translation_of=address), "no text of this kind")


class WithdrawTests(EditorCase):
    def test_withdrawn_article_says_gone_without_its_title(self):
        article = make_article(title="Secret mistake")
        self.client.post(f"{LIST}{article.pk}/withdraw/", {"reason": "Wrong number"})
        page = self.client_class().get(article.get_absolute_url())
        self.assertContains(page, "withdrawn", status_code=410)
        self.assertNotContains(page, "Secret mistake", status_code=410)

    def test_form_of_a_public_article_leads_to_withdrawing_it(self):
        article = make_article()
        form = self.client.get(f"{LIST}{article.pk}/change/")
        self.assertContains(form, f'<a href="{LIST}{article.pk}/withdraw/">Withdraw</a>')
        self.assertContains(self.client.get(f"{LIST}{article.pk}/withdraw/"), 'name="reason"')

    def test_reason_is_needed(self):
        article = make_article()
        self.assertContains(self.client.post(f"{LIST}{article.pk}/withdraw/", {"reason": " "}), "required")
        self.assertTrue(Article.objects.get().is_public)


class BinTests(EditorCase):
    def test_deleting_moves_to_the_bin_and_restoring_brings_back(self):
        article = make_article()
        response = self.client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}, follow=True)
        self.assertContains(response, "is in the bin")
        self.assertEqual(self.client_class().get(article.get_absolute_url()).status_code, 404)
        self.assertNotContains(self.client.get(LIST), article.title)
        self.assertContains(self.client.get(f"{LIST}?status=in_bin"), article.title)
        data = {"action": "restore_selected", "_selected_action": [article.pk]}
        self.client.post(f"{LIST}?status=in_bin", data)
        self.assertEqual(self.client_class().get(article.get_absolute_url()).status_code, 200)


class ReferenceTests(EditorCase):
    def test_deleting_a_topic_in_use_says_which_articles_use_it(self):
        topic = make_topic()
        article = make_article(topics=(topic,))
        response = self.client.post(f"/admin/news/topic/{topic.pk}/delete/", {"post": "yes"})
        self.assertContains(response, article.title)
        self.assertEqual(list(article.topics.all()), [topic])

    def test_what_is_in_the_bin_is_shown_without_boxes(self):
        article = make_article(title="Thrown away", deleted_at=clock.now())
        page = self.client.get(f"{LIST}{article.pk}/change/")
        self.assertContains(page, "Thrown away")
        for label in ("In other languages", "Caption of the cover"):
            self.assertContains(page, label)
        for label in ("Picture upload", "Translation of:", 'name="_save"'):
            self.assertNotContains(page, label)


class AuthorTests(EditorCase):
    role = "Author"

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.home = make_university(staff=[cls.user])

    def test_author_publishes_by_no_route(self):
        article = make_article(state=State.DRAFT, created_by=self.user)
        url = f"{LIST}{article.pk}/change/"
        self.assertNotContains(self.client.get(url), 'name="_publish"')
        self.assertEqual(self.client.post(url, form_data(_publish="1")).status_code, 403)
        self.assertEqual(self.client.post(ADD, form_data(title="Other", _publish="1")).status_code, 403)
        self.assertEqual(Article.objects.published().count(), 0)
        self.assertEqual(Article.objects.count(), 1)

    def test_author_can_neither_withdraw_nor_delete_what_is_public(self):
        article = make_article(created_by=self.user, owner=self.home)
        self.assertEqual(self.client.post(f"{LIST}{article.pk}/withdraw/", {"reason": "x"}).status_code, 403)
        self.assertEqual(self.client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code, 403)
        self.client.post(LIST, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"})
        self.assertEqual(Article.objects.published().count(), 1)

    def test_author_sees_and_changes_only_own_articles(self):
        other = make_article(title="Somebody else's")
        self.assertNotContains(self.client.get(LIST), "Somebody else")
        self.assertEqual(self.client.get(f"{LIST}{other.pk}/change/").status_code, 404)
        self.change(other, title="Mine now")
        self.assertEqual(Revision.objects.filter(object_id=other.pk).count(), 1)

    def test_author_brings_back_from_the_bin_only_what_was_not_public(self):
        public = make_article(created_by=self.user, owner=self.home, deleted_at=clock.now())
        draft = make_article(created_by=self.user, deleted_at=clock.now(), state=State.DRAFT)
        data = {"action": "restore_selected", "_selected_action": [public.pk, draft.pk]}
        response = self.client.post(f"{LIST}?status=in_bin", data, follow=True)
        self.assertContains(response, "Some stay there: what was public")
        self.assertEqual(list(Article.objects.not_in_bin()), [draft])

    def test_author_learns_no_address_of_others_drafts(self):
        make_article(slug="secret", state=State.DRAFT)
        self.assertContains(self.add(translation_of="/news/secret/", language="ru"), "no text of this kind")
        content_type = ContentType.objects.get_for_model(Article).pk
        self.assertEqual(self.client.get(f"/admin/r/{content_type}/{Article.objects.get().pk}/").status_code, 404)

    def test_author_does_not_change_what_a_public_page_links_to(self):
        mine, other = make_article(owner=self.home), make_article(language="ru", owner=self.home)
        response = self.change(mine, slug=mine.slug, owner=self.home.pk, translation_of=other.get_absolute_url())
        self.assertContains(response, "ask an editor to link it")
        self.assertFalse(Article.objects.translations_of(other).exists())

    def test_author_sends_to_review_and_editor_sees_it_there(self):
        editor = make_user("Association editor")
        page = self.add(title="Please look", _review="1")
        self.client.post(page.redirect_chain[-1][0], {"reviewer": editor.pk})
        self.client.force_login(editor)
        for address in ("?status=in_review", "?review=mine", "?review=any"):
            self.assertContains(self.client.get(f"{LIST}{address}"), "Please look")


class OldAddressTests(EditorCase):
    def test_changed_slug_redirects_for_good(self):
        article = make_article(slug="first")
        for slug in ("second", "third"):
            self.change(article, slug=slug, _publish="1")
        for slug in ("first", "second"):
            self.assertRedirects(self.client_class().get(f"/news/{slug}/"), "/news/third/", status_code=301)

    def test_slug_taken_back_leaves_no_loop(self):
        article = make_article(slug="first")
        for slug in ("second", "first"):
            self.change(article, slug=slug, _publish="1")
        self.assertEqual(self.client_class().get("/news/first/").status_code, 200)
        self.assertEqual([old.path for old in OldAddress.objects.all()], ["/news/second"])

    def test_withdrawn_article_keeps_its_address_until_it_is_public_again(self):
        article = make_article(slug="first", state=State.WITHDRAWN)
        self.change(article, slug="second")
        self.assertEqual(self.client_class().get("/news/first/").status_code, 410)
        self.assertEqual(self.client_class().get("/news/second/").status_code, 404)
        self.change(article, slug="second", _publish="1")
        self.assertRedirects(self.client_class().get("/news/first/"), "/news/second/", status_code=301)

    def test_draft_of_a_slug_moves_nothing(self):
        article = make_article(slug="first")
        self.change(article, slug="second")
        self.assertEqual(self.client_class().get("/news/first/").status_code, 200)
        self.assertEqual(self.client_class().get("/news/second/").status_code, 404)


class ListTests(EditorCase):
    def test_constant_number_of_queries(self):
        for amount in (3, 27):
            for _each in range(amount):
                make_article(topics=(make_topic(), make_topic()), cover=make_image())
            with self.assertNumQueries(12 + ADMIN_REQUEST):
                self.client.get(LIST)

    def test_every_filter_opens(self):
        make_article()
        for status in ("drafts", "in_review", "scheduled", "published", "expired", "withdrawn", "in_bin", "rubbish"):
            with self.subTest(status):
                self.assertEqual(self.client.get(f"{LIST}?status={status}").status_code, 200)

    def test_patterns_in_the_address_are_refused(self):
        self.assertEqual(self.client.get(f"{LIST}?title__regex=(").status_code, 400)

    def test_search_finds_words_of_the_title(self):
        make_article(title="Wanted")
        make_article(title="Other one")
        response = self.client.get(f"{LIST}?q=wanted")
        self.assertContains(response, "Wanted")
        self.assertNotContains(response, "Other one")


class PartnersTests(EditorCase):
    role = "Author"

    def test_authors_choose_what_is_published(self):
        university, draft = make_university(), make_university(is_published=False)
        response = self.add(title="About them", universities=[university.pk])
        article = Article.objects.get()
        self.assertContains(response, f'<option value="{university.pk}" selected>')
        response = self.change(article, title="About them", slug=article.slug, universities=[draft.pk])
        self.assertContains(response, "is not one of the available choices")

    def test_what_an_editor_chose_stays_when_the_author_saves(self):
        draft = make_university(is_published=False)
        article = make_article(owner=make_university(staff=[self.user]))
        article.save_draft(by=None, relations={"universities": [draft.pk]})
        page = self.client.get(f"{LIST}{article.pk}/change/")
        self.assertContains(page, f'<option value="{draft.pk}" selected>')

    def test_only_the_association_gives_it_to_anyone_and_at_once(self):
        university, article = make_university(), make_article(created_by=self.user, state=State.DRAFT)
        response = self.change(article, slug=article.slug, owner=university.pk)
        self.assertIn("owner", response.context["adminform"].form.errors)
        article.refresh_from_db()
        self.assertIsNone(article.owner)
        self.client.force_login(make_user("Association editor"))
        self.change(article, slug=article.slug, owner=university.pk)
        article.refresh_from_db()
        self.assertEqual(article.owner, university)
