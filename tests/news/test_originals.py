"""Which text is the original, and when its translation is outdated: as rows and as queries, side by side."""

from datetime import timedelta

from django.test import TestCase

from news.models import Article
from opendoors.content import clock
from opendoors.content.publishing import State
from tests.factories import make_article, make_topic

STATES = {"outdated": {"outdated", "caught_up"}, "caught_up": {"caught_up"}, "up_to_date": {"up_to_date"}}


def again(article, **values) -> Article:
    """Published anew with other values; `topics` are rows."""
    article = Article.objects.get(pk=article.pk)
    relations = article.take_newest()
    if "topics" in values:
        relations["topics"] = [row.pk for row in values.pop("topics")]
    for name, value in values.items():
        setattr(article, name, value)
    article.save_draft(by=None, relations=relations)
    article.publish(by=None)
    return Article.objects.get(pk=article.pk)


class OriginalCase(TestCase):
    def setUp(self):
        source = {"source_name": "HSE", "source_url": "https://www.hse.ru/en/"}
        text = "<p>Apply by 1 May.</p><p>Good luck.</p>"
        self.original = make_article(title="Rules", lead="Old.", body=text, **source)
        self.translation = make_article(
            language="ru", translation_key=self.original.translation_key, body="<p>Подайте до 1 мая.</p><p>Удачи.</p>"
        )

    def state(self, article=None) -> str:
        """The same by the row and by the queries."""
        row = Article.objects.for_marks().get(pk=(article or self.translation).pk)
        for method, states in STATES.items():
            found = getattr(Article.objects, method)().filter(pk=row.pk).exists()
            self.assertEqual(found, row.translation_state in states, method)
        self.assertEqual(row.is_outdated, row.translation_state in STATES["outdated"])
        return row.translation_state


class OutdatedTests(OriginalCase):
    def test_whoever_joins_a_text_is_its_translation_and_up_to_date(self):
        self.assertEqual(self.translation.original, self.original)
        self.assertEqual(self.translation.translated_revision_id, self.original.live_revision_id)
        self.assertEqual((self.state(), self.state(self.original)), ("up_to_date", ""))

    def test_each_text_of_readers_outdates(self):
        changes = {
            "title": "New rules",
            "lead": "New.",
            "body": "<p>Apply by 2 May.</p>",
            "cover_caption": "A door",
            "byline": "Anna",
            "source_name": "MSU",
            "corrections": [{"on": "2026-03-03", "text": "The date was wrong."}],
        }
        for name, value in changes.items():
            with self.subTest(name):
                before = getattr(self.original, name)
                again(self.original, **{name: value})
                self.assertEqual(self.state(), "outdated")
                again(self.original, **{name: before})
                self.assertEqual(self.state(), "up_to_date", "it says again what it said")

    def test_topics_dates_and_white_space_outdate_nothing(self):
        moment = clock.now() - timedelta(days=3)
        again(self.original, topics=[make_topic()], publish_at=moment, is_featured=True, source_url="https://a.ru/")
        again(self.original, body="<p>Apply by  1 May.</p>\n\n<p>Good luck.</p>")
        self.assertEqual(self.state(), "up_to_date")

    def test_a_draft_of_the_original_outdates_nothing_until_it_is_published(self):
        original = Article.objects.get(pk=self.original.pk)
        original.lead = "New."
        original.save_draft(by=None)
        self.assertEqual(self.state(), "up_to_date")
        original.publish(by=None)
        self.assertEqual(self.state(), "outdated")

    def test_a_draft_of_the_translation_that_catches_up_counts_when_it_is_published(self):
        original = again(self.original, lead="New.")
        article = Article.objects.get(pk=self.translation.pk)
        article.translated_revision = original.live_revision
        article.save_draft(by=None)
        self.assertEqual(self.state(), "caught_up")
        self.assertNotIn(article, Article.objects.to_catch_up())
        article.publish(by=None)
        self.assertEqual(self.state(), "up_to_date")

    def test_an_original_that_nobody_reads_outdates_nothing(self):
        original = again(self.original, lead="New.")
        original.withdraw("Wrong")
        self.assertEqual(self.state(), "")
        again(original)
        self.assertEqual(self.state(), "outdated")
        Article.objects.get(pk=original.pk).throw_away()
        self.assertEqual(self.state(), "")

    def test_a_translation_that_is_gone_needs_no_work(self):
        again(self.original, lead="New.")
        self.translation.withdraw("Wrong")
        self.assertEqual(self.state(), "")

    def test_a_draft_that_was_never_public_can_be_outdated(self):
        original = make_article(title="Other")
        draft = make_article(language="ru", translation_key=original.translation_key, state=State.DRAFT)
        again(original, title="Another")
        self.assertEqual(self.state(draft), "outdated")

    def test_back_to_an_older_text_is_back_to_its_mark(self):
        before = self.translation.latest_revision.snapshot
        original = again(self.original, lead="New.")
        again(self.translation, lead="Новое.", translated_revision=original.live_revision)
        self.assertEqual(self.state(), "up_to_date")
        article = Article.objects.get(pk=self.translation.pk)
        relations, _kept = article.take_back(before, article.take_newest())
        article.save_draft(by=None, relations=relations)
        self.assertEqual(self.state(), "up_to_date", "readers still have the newer text")
        Article.objects.get(pk=article.pk).publish(by=None)
        self.assertEqual(self.state(), "outdated")


class NothingToTranslateTests(OriginalCase):
    def say(self):
        article = Article.objects.get(pk=self.translation.pk)
        article.draft_relations = article.take_newest()
        article.nothing_to_translate(article.original.text_revision, by=None, note="Only English")

    def test_it_holds_for_readers_at_once_and_stays(self):
        again(self.original, lead="New.")
        live = self.translation.live_revision_id
        self.say()
        article = Article.objects.get(pk=self.translation.pk)
        self.assertEqual((self.state(), article.live_revision_id), ("up_to_date", live))
        self.assertFalse(article.has_unpublished_changes)
        again(article, byline="Анна")
        self.assertEqual(self.state(), "up_to_date")

    def test_it_holds_for_a_newer_draft_too(self):
        again(self.original, lead="New.")
        article = Article.objects.get(pk=self.translation.pk)
        article.byline = "Анна"
        article.save_draft(by=None)
        self.say()
        self.assertEqual(self.state(), "up_to_date")
        article = Article.objects.get(pk=article.pk)
        self.assertEqual(article.latest_revision.note, "Only English")
        article.publish(by=None)
        self.assertEqual((self.state(), Article.objects.get(pk=article.pk).byline), ("up_to_date", "Анна"))


class WhichIsTheOriginalTests(OriginalCase):
    def test_linked_texts_take_the_older_one_as_their_original(self):
        older, newer = make_article(language="ru"), make_article()
        newer.link_translation(older)
        self.assertEqual((newer.original, newer.translated_revision), (older, older.live_revision))
        self.assertEqual(self.state(newer), "up_to_date")
        first, second = make_article(), make_article(language="ru")
        first.link_translation(second)
        self.assertEqual((Article.objects.get(pk=second.pk).original, first.original), (first, None))

    def test_the_other_one_can_be_said_to_be_it(self):
        self.translation.settle_original("ru")
        original, translation = Article.objects.get(pk=self.original.pk), Article.objects.get(pk=self.translation.pk)
        self.assertEqual((original.original, translation.original), (translation, None))
        self.assertEqual((self.state(original), self.state(translation)), ("up_to_date", ""))
        again(translation, lead="Новое.")
        self.assertEqual(self.state(original), "outdated")

    def test_a_text_that_is_linked_elsewhere_leaves_nothing_behind(self):
        other = make_article(language="ru")
        self.original.link_translation(other)
        self.assertIsNone(Article.objects.get(pk=self.translation.pk).original)
        self.assertEqual(Article.objects.get(pk=other.pk).original, self.original)

    def test_a_removed_original_leaves_texts_of_their_own(self):
        Article.objects.filter(pk=self.original.pk).delete()
        self.assertIsNone(Article.objects.get(pk=self.translation.pk).original)


class ToTranslateTests(OriginalCase):
    def test_what_is_left_to_do(self):
        alone, draft = make_article(), make_article(state=State.DRAFT)
        soon = make_article(publish_at=clock.now() + timedelta(days=1))
        self.assertCountEqual(Article.objects.untranslated(), [alone, soon])
        again(self.original, lead="New.")
        self.assertCountEqual(Article.objects.to_translate(), [alone, soon, self.translation])
        self.assertNotIn(draft, Article.objects.to_translate())

    def test_a_translation_in_the_bin_is_none(self):
        self.translation.throw_away()
        self.assertIn(self.original, Article.objects.untranslated())
