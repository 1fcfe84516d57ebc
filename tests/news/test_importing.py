"""`manage.py import_articles`: drafts by everybody's route, and nothing public that the gate or rights forbid."""

import json
import tempfile
from datetime import timedelta
from io import StringIO
from pathlib import Path

from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import TestCase

from news.models import Article
from opendoors.content import clock
from opendoors.content.models import Revision
from tests.factories import make_article, make_image, make_topic, make_university, make_user

ARTICLE = {"language": "en", "title": "Doors open", "lead": "They do.", "body": "<p>Wide.</p>"}
# Articles that are refused, and what is said of each.
BAD = [
    (7, "not an object"),
    ({**ARTICLE, "titel": ""}, "unknown: titel"),
    ({**ARTICLE, "language": "de"}, "language is one of en, ru"),
    ({**ARTICLE, "language": []}, "language is one of en, ru"),
    ({**ARTICLE, "title": " "}, "title is missing"),
    ({**ARTICLE, "title": "x" * 201}, "title: Ensure this value has at most 200 characters"),
    ({**ARTICLE, "title": "—?!"}, "slug: No address can be made from this title"),
    ({**ARTICLE, "lead": ["x"]}, "lead is no text"),
    ({**ARTICLE, "lead": "a\x00b"}, "lead holds a control character"),
    ({**ARTICLE, "lead": "\ud800"}, "lead holds half a character"),
    ({**ARTICLE, "body": "x" * 300_001}, "body is longer than 300000 characters"),
    ({**ARTICLE, "topics": ["nothing"]}, "topics: there is no nothing"),
    ({**ARTICLE, "cover": "images/none.jpg"}, "cover: the library has no picture images/none.jpg"),
    ({**ARTICLE, "source": {"name": "A", "url": "javascript:x"}}, "source_url: "),
    ({**ARTICLE, "publish_at": "2027-01-01T10:00"}, "publish_at is a moment with its offset"),
    ({**ARTICLE, "publish_at": "0001-01-01T00:00+00:00"}, "publish_at is a moment"),
    ({**ARTICLE, "featured": "yes"}, "featured is true or false"),
    ({**ARTICLE, "slug": "topics"}, "slug: The site itself uses this address"),
]


class ImportTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Association editor", username="anna")
        cls.author = make_user("Author", username="boris")

    def run_import(self, *articles, refused=0, **options) -> str:
        """The report of importing these; fails unless so many were refused, or the exit status says otherwise."""
        out, status = StringIO(), 0
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "articles.json")
            file.write_text(json.dumps(articles), "utf-8")
            try:
                call_command("import_articles", str(file), stdout=out, **options)
            except SystemExit as stopped:
                status = stopped.code
        report = out.getvalue()
        self.assertIn(f"{len(articles)} articles, {refused} refused.", report)
        self.assertEqual(status, 1 if refused else 0)
        return report

    def fails(self, told, content="[]", **options):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "articles.json")
            file.write_text(content, "utf-8")
            with self.assertRaisesMessage(CommandError, told):
                call_command("import_articles", str(file), **options)


class KeepingTests(ImportTestCase):
    def test_every_field(self):
        topic, picture, moment = make_topic(), make_image(), clock.now().replace(microsecond=0)
        whole = {
            **ARTICLE,
            "slug": "doors",
            "body": "<p onclick=x>Wide.</p><script>alert(1)</script>",
            "byline": "Anna",
            "cover": picture.file.name,
            "cover_caption": "A door",
            "topics": [topic.slug_ru],
            "source": {"name": "HSE", "url": "https://hse.ru/"},
            "publish_at": moment.isoformat(),
            "expire_at": (moment + timedelta(days=1)).isoformat(),
            "featured": True,
        }
        self.assertIn("1. en/doors: added", self.run_import(whole))
        article = Article.objects.get()
        self.assertEqual((article.state, article.body, article.byline), ("draft", "<p>Wide.</p>", "Anna"))
        self.assertEqual((article.cover, article.cover_caption, article.is_featured), (picture, "A door", True))
        self.assertEqual((article.source_name, article.source_url), ("HSE", "https://hse.ru/"))
        self.assertEqual((article.publish_at, [*article.topics.all()]), (moment, [topic]))
        self.assertIn("unchanged", self.run_import(whole))
        self.assertEqual(Revision.objects.count(), 1)

    def test_changed_article_is_a_new_draft_and_what_the_file_leaves_out_stays(self):
        topic = make_topic()
        self.run_import({**ARTICLE, "topics": [topic.slug_en], "byline": "Anna"})
        self.assertIn("en/doors-open: new draft", self.run_import({**ARTICLE, "lead": "They do so."}))
        article = Article.objects.get()
        self.assertEqual((article.lead, article.byline, article.topics.get()), ("They do so.", "Anna", topic))
        self.assertEqual(article.latest_revision.note, "Imported from articles.json")
        self.assertEqual(article.revisions.count(), 2)

    def test_public_text_stays_until_somebody_publishes(self):
        article = make_article(title="Doors open", slug="doors-open", lead="Before.")
        self.run_import(ARTICLE)
        article = Article.objects.get()
        self.assertEqual((article.lead, article.latest_revision.snapshot["lead"]), ("Before.", "They do."))
        self.assertIn("unchanged", self.run_import({**ARTICLE, "publish_at": None}))

    def test_translations_are_linked_whichever_comes_first(self):
        russian = {"language": "ru", "title": "Двери", "lead": "Да.", "body": "", "translation": "doors"}
        self.run_import(russian)
        self.run_import(ARTICLE)
        report = self.run_import({**ARTICLE, "translation": "doors"}, {**russian, "title": "Другие"}, refused=1)
        self.assertIn("1. en/doors-open: linked to its translations\n", report)
        self.assertIn("There is a text in this language already.", report)
        self.assertEqual(len({*Article.objects.values_list("translation_key", flat=True)}), 1)

    def test_a_linked_article_is_a_translation(self):
        original = make_article(slug="doors", language="en")
        self.run_import({**ARTICLE, "language": "ru", "title": "Двери", "slug": "dveri", "lead": "Да.", "body": ""})
        russian, group = Article.objects.get(slug="dveri"), str(original.translation_key)
        raw = {"language": "ru", "title": "Двери", "slug": "dveri", "translation": group}
        self.run_import(raw)
        russian.refresh_from_db()
        self.assertEqual((russian.translation_key, russian.original), (original.translation_key, original))
        self.assertIn("unchanged", self.run_import(raw))

    def test_one_bad_article_does_not_stop_the_rest(self):
        report = self.run_import(*(raw for raw, _told in BAD), ARTICLE, refused=len(BAD))
        for number, (_raw, told) in enumerate(BAD, 1):
            line = next(line for line in report.splitlines() if line.startswith(f"{number}. "))
            self.assertIn(told, line)
        self.assertIn(f"{len(BAD) + 1}. en/doors-open: added", report)
        self.assertEqual(Article.objects.count(), 1)

    def test_what_is_in_the_bin_stays_there(self):
        make_article(slug="doors-open").throw_away()
        self.assertIn("it is in the bin: restore it first", self.run_import(ARTICLE, refused=1))

    def test_dry_run_changes_nothing(self):
        report = self.run_import(ARTICLE, {}, refused=1, dry_run=True, publish=True, by="anna")
        self.assertIn("1. en/doors-open: added, published", report)
        self.assertIn("Nothing was changed.", report)
        self.assertFalse(Article.objects.exists() or Revision.objects.exists() or LogEntry.objects.exists())

    def test_files_that_are_none(self):
        self.fails("holds no list of articles", "{}")
        self.fails("is no JSON in UTF-8", "[")
        self.fails("is no JSON in UTF-8", "[" * 100_000)
        with self.assertRaisesMessage(CommandError, "cannot be read"):
            call_command("import_articles", "/nothing/there.json")


class PublishingTests(ImportTestCase):
    def test_public_and_in_the_history(self):
        report = self.run_import(ARTICLE, publish=True, by="anna")
        self.assertIn("en/doors-open: added, published", report)
        self.assertContains(self.client.get("/news/doors-open/"), "They do.")
        self.client.force_login(self.editor)
        history = self.client.get(f"/admin/news/article/{Article.objects.get().pk}/history/")
        self.assertContains(history, "<strong>Published</strong>")
        self.assertIn("unchanged", self.run_import(ARTICLE, publish=True, by="anna"))

    def test_the_gate_stops_a_faulty_one_and_names_rule_and_place(self):
        faulty = {**ARTICLE, "title": "Faulty", "body": '<p>TK <a href="/news/none/">Where</a></p>'}
        report = self.run_import(faulty, ARTICLE, publish=True, by="anna", refused=1)
        self.assertIn("1. en/faulty: added; refused: kept as a draft: the publish gate stops it", report)
        self.assertIn("stopped by placeholder: Text: “TK” stands for something still to be written. “TK Where”", report)
        self.assertIn("stopped by dead-link: Text: /news/none/ leads to nothing that readers find", report)
        self.assertEqual(Article.objects.get(slug="faulty").state, "draft")
        self.assertEqual(Article.objects.get(slug="doors-open").state, "public")

    def test_texts_may_link_to_those_that_come_later_in_the_file(self):
        first = {**ARTICLE, "title": "First", "body": '<p><a href="/news/doors-open/">The doors</a></p>'}
        self.run_import(first, ARTICLE, publish=True, by="anna")
        self.assertEqual({*Article.objects.values_list("state", flat=True)}, {"public"})

    def test_moment_to_come_is_a_schedule(self):
        later = {**ARTICLE, "publish_at": (clock.now() + timedelta(days=1)).isoformat()}
        self.assertIn("added, scheduled", self.run_import(later, publish=True, by="anna"))
        self.assertEqual(self.client.get("/news/doors-open/").status_code, 404)

    def test_warnings_are_told(self):
        report = self.run_import({**ARTICLE, "title": "x " * 60}, publish=True, by="anna")
        self.assertIn("warning of title-length: Title: It has 119 characters", report)

    def test_rights_hold(self):
        make_article(slug="others", lead="Before.", state="draft")
        report = self.run_import(ARTICLE, {**ARTICLE, "slug": "others"}, publish=True, by="boris", refused=2)
        self.assertIn("1. en/doors-open: added; refused: kept as a draft: boris may not publish it", report)
        self.assertIn("2. en/others: refused: boris may not edit it", report)
        self.assertEqual(Article.objects.get(slug="doors-open").created_by, self.author)
        self.assertEqual(Article.objects.get(slug="others").lead, "Before.")

    def test_who_may_add_nothing_adds_nothing(self):
        make_user("Partnership officer", username="vera")
        self.assertIn("vera may not add articles", self.run_import(ARTICLE, by="vera", refused=1))

    def test_a_translator_adds_no_articles_and_changes_words_in_the_admin_alone(self):
        home = make_university(staff=[make_user("Translator", username="tanya")])
        original = make_article(owner=home)
        make_article(slug="perevod", language="ru", owner=home, translation_key=original.translation_key)
        raw = {**ARTICLE, "language": "ru", "slug": "perevod", "featured": True}
        report = self.run_import(ARTICLE, raw, by="tanya", refused=2)
        self.assertIn("tanya may not add articles", report)
        self.assertIn("tanya may not edit it", report)

    def test_an_editor_of_a_university_imports_for_it_and_joins_nothing_of_others(self):
        home = make_university(staff=[make_user("Editor", username="egor")])
        self.run_import(ARTICLE, publish=True, by="egor")
        article = Article.objects.get()
        self.assertEqual((article.owner, article.state), (home, "public"))
        group = str(make_article(owner=make_university()).translation_key)
        russian = {**ARTICLE, "language": "ru", "translation": group}
        self.assertIn("the other texts are not egor's", self.run_import(russian, by="egor", refused=1))
        make_university(staff=[article.created_by])
        self.assertIn("several universities", self.run_import({**ARTICLE, "slug": "x"}, by="egor", refused=1))

    def test_what_is_scheduled_comes_out_at_its_moment(self):
        self.run_import(ARTICLE, publish=True, by="anna")
        changed = {**ARTICLE, "lead": "They will."}
        self.run_import(changed)
        article = Article.objects.get()
        article.schedule_changes(clock.now() + timedelta(days=1), by=self.editor)
        self.assertIn("unchanged", self.run_import(changed, publish=True, by="anna"))
        self.assertContains(self.client.get("/news/doors-open/"), "They do.")
        self.assertIsNotNone(Article.objects.get().scheduled_change)

    def test_somebody_has_to_answer_for_it(self):
        self.fails("--publish needs --by", publish=True)
        self.fails("There is no member of staff with the name nobody", by="nobody")
        make_user("Author", username="gone", is_active=False)
        self.fails("There is no member of staff with the name gone", by="gone")
