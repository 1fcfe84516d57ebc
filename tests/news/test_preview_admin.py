"""The draft as readers will see it, in a tab and in a frame beside the form."""

from datetime import UTC, datetime
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.models import Article
from opendoors.content import clock
from opendoors.content.keeping import Autosave
from tests.factories import make_article, make_topic, make_university, make_user
from tests.news.test_article_admin import LIST, EditorCase

NEW = f"{LIST}preview/"
NOON = datetime(2026, 11, 1, 9, tzinfo=UTC)


class PreviewCase(EditorCase):
    def preview(self, article, **query):
        return self.client.get(f"{LIST}{article.pk}/preview/", query)

    def keep(self, article=None, user=None, **values):
        """Text typed in a tab of this person and not saved; returns the tab."""
        tab = uuid4().hex
        values = {name: value if isinstance(value, list) else [value] for name, value in values.items()}
        place = (Article, article.pk if article else None)
        Autosave.objects.keep(
            user or self.user, tab, place, values=values, based_on=None, kept_at=datetime(2026, 11, 1, 9, 4, tzinfo=UTC)
        )
        return tab

    def draft(self, article, relations=None, **values):
        for name, value in values.items():
            setattr(article, name, value)
        return article.save_draft(by=self.user, relations=relations or {})


class SavedDraftTests(PreviewCase):
    def test_the_newest_draft_with_its_relations_and_the_frame_of_the_page(self):
        article, topic = make_article(title="Public title"), make_topic(name_en="Drafted topic")
        university = make_university(name_en="Drafted university")
        self.draft(
            article, {"topics": [topic.pk], "universities": [university.pk]}, title="Drafted title", body="<p>New</p>"
        )
        page = self.preview(article)
        for words in (
            "Drafted title",
            "<p>New</p>",
            "Drafted topic",
            "Drafted university",
            "masthead",
            "footer__brand",
        ):
            self.assertContains(page, words)
        self.assertContains(page, 'href="/news/" aria-current="true"')  # in the menu, as on its own page
        self.assertNotContains(page, "Public title")
        self.assertContains(page, "Preview, for staff only: the draft saved on")
        self.assertContains(Client().get(article.get_absolute_url()), "Public title")

    def test_whatever_state_it_is_in(self):
        for state in ("draft", "review", "withdrawn"):
            with self.subTest(state):
                page = self.preview(make_article(state=state, title="A title of its own", slug=state))
                self.assertContains(page, '<h1 class="article__title">A title of its own</h1>')
                self.assertNotContains(page, "Its state:")

    def test_dates_are_those_that_readers_would_see(self):
        scheduled = make_article(publish_at=datetime(2027, 3, 1, 9, tzinfo=UTC))
        self.assertContains(self.preview(scheduled), "1 March 2027")
        unknown = make_article(state="draft", publish_at=None)
        with clock.at(NOON):
            self.assertContains(self.preview(unknown), "1 November 2026")
        live = make_article(publish_at=datetime(2025, 5, 5, 9, tzinfo=UTC))
        self.draft(live, publish_at=None)
        self.assertContains(self.preview(live), "5 May 2025")

    def test_in_the_language_of_the_article_with_the_notice_in_that_of_the_reader(self):
        article = make_article(language="ru", state="draft")
        page = self.preview(article)
        self.assertContains(page, '<html lang="ru"')
        self.assertContains(page, "Новости")
        self.assertContains(page, '<div class="banner" role="note" lang="en"')

    def test_nothing_stands_above_the_page_in_the_frame(self):
        article = make_article(state="draft")
        self.assertContains(self.preview(article, frame=1), "data-preview-told hidden")
        self.assertNotContains(self.preview(article), "data-preview-told hidden")

    def test_links_lead_out_and_nothing_names_an_address(self):
        page = self.preview(make_article(state="draft"))
        self.assertContains(page, '<base target="_blank">')
        self.assertContains(page, '<meta name="robots" content="noindex, nofollow">')
        for words in ('rel="canonical"', 'rel="alternate"', "og:url"):
            self.assertNotContains(page, words)

    def test_in_a_frame_of_this_site_alone_and_kept_nowhere(self):
        page = self.preview(make_article(state="draft"))
        policy = page["Content-Security-Policy"]
        self.assertIn("frame-ancestors 'self'", policy)
        self.assertIn("form-action 'none'", policy)
        self.assertNotIn("unsafe-inline", policy)
        self.assertEqual(page["X-Frame-Options"], "SAMEORIGIN")
        self.assertIn("no-store", page["Cache-Control"])
        self.assertEqual(page["X-Robots-Tag"], "noindex, nofollow")

    def test_who_may_not_edit_it_does_not_find_it(self):
        foreign = make_article(state="draft")
        self.client.force_login(make_user("Author"))
        self.assertEqual(self.preview(foreign).status_code, 404)
        self.assertEqual(self.preview(Article(pk=10**17)).status_code, 404)
        self.client.logout()
        self.assertEqual(self.preview(foreign).status_code, 302)

    def test_same_number_of_queries_for_3_and_30(self):
        counts = []
        for amount in (3, 30):
            article = make_article(
                state="draft",
                topics=[make_topic() for _each in range(amount)],
                universities=[make_university() for _each in range(amount)],
            )
            tab = self.keep(article, title="Typed", topics=[str(topic.pk) for topic in article.topics.all()])
            for query in ({}, {"tab": tab}):
                with CaptureQueriesContext(connection) as queries:
                    self.assertEqual(self.preview(article, **query).status_code, 200)
                counts.append((bool(query), len(queries)))
        self.assertEqual(len(set(counts)), 2)


class UnsavedTextTests(PreviewCase):
    def test_what_was_typed_in_this_tab(self):
        article, topic = make_article(title="Saved title", lead="Saved lead."), make_topic(name_en="Typed topic")
        tab = self.keep(article, title="Typed title", body="<p>Typed <script>x</script>text</p>", topics=str(topic.pk))
        page = self.preview(article, tab=tab)
        for words in ("Typed title", "<p>Typed text</p>", "Typed topic", "Saved lead."):
            self.assertContains(page, words)
        self.assertContains(page, "your text of 12:04:00, not saved yet")
        self.assertEqual(Article.objects.get().title, "Saved title")
        self.assertContains(self.preview(article), "Saved title")

    def test_nobody_elses(self):
        article = make_article(title="Saved title")
        others = self.keep(article, user=make_user("Association editor"), title="Typed title")
        elsewhere = self.keep(make_article(), title="Typed title")
        for tab in (others, elsewhere, "rubbish", "0" * 32):
            self.assertContains(self.preview(article, tab=tab), "Saved title")

    def test_what_cannot_be_a_value_leaves_the_saved_one(self):
        article = make_article(title="Saved title", source_name="A site", source_url="https://example.org/")
        tab = self.keep(
            article,
            title="",
            source_url="nonsense",
            publish_at_0="x",
            corrections="x",
            topics=["rubbish", "77"],
            slug="",
        )
        page = self.preview(article, tab=tab)
        self.assertContains(page, "Saved title")
        self.assertContains(page, "https://example.org/")

    def test_of_an_article_that_was_never_saved(self):
        topic = make_topic(name_ru="Набранная тема")
        tab = self.keep(title="Набранный заголовок", language="ru", body="<p>Текст</p>", topics=str(topic.pk))
        page = self.client.get(NEW, {"tab": tab})
        for words in ("Набранный заголовок", "<p>Текст</p>", "Набранная тема", '<html lang="ru"'):
            self.assertContains(page, words)
        self.assertFalse(Article.objects.exists())

    def test_nothing_is_typed_yet(self):
        for tab in ("", "0" * 32, self.keep(user=make_user("Association editor"), title="Of another")):
            page = self.client.get(NEW, {"tab": tab})
            self.assertContains(page, "Nothing to show yet")
            self.assertIn("frame-ancestors 'self'", page["Content-Security-Policy"])
        self.assertContains(self.client.get(NEW, {"tab": self.keep(lead="No title yet")}), "No title yet")

    def test_only_who_may_add(self):
        self.client.force_login(make_user("Partnership officer"))
        self.assertEqual(self.client.get(NEW).status_code, 403)


class FormTests(PreviewCase):
    def test_the_form_leads_to_the_preview_of_this_tab(self):
        article = make_article(state="draft")
        page = self.client.get(f"{LIST}{article.pk}/change/")
        tab = page.context["keeping"]["tab"]
        self.assertContains(page, f'href="{LIST}{article.pk}/preview/?tab={tab}" target="_blank"')
        self.assertContains(self.client.get(f"{LIST}add/"), f'data-preview="{NEW}"')

    def test_the_form_may_hold_the_frame_and_be_held_by_none(self):
        for url in (f"{LIST}add/", f"{LIST}{make_article().pk}/change/"):
            page = self.client.get(url)
            policy = page["Content-Security-Policy"]
            self.assertRegex(policy, r"frame-src [^;]*'self'")
            self.assertIn("frame-ancestors 'none'", policy)
            self.assertEqual(page["X-Frame-Options"], "DENY")

    def test_no_preview_in_a_popup(self):
        self.assertNotContains(self.client.get(f"{LIST}add/?_popup=1"), "data-preview")
