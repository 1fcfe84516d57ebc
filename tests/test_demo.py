import re
import tempfile
from html import unescape
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import SimpleTestCase, TestCase, override_settings
from django.utils import translation

from news.models import Article, Topic
from opendoors import demo
from opendoors.content import clock
from opendoors.content.models import Image, Revision
from opendoors.content.publishing import State
from opendoors.demo import colour, texts
from opendoors.demo.arches import DRAWINGS, draw

MEGABYTE = 1024**2


def words(html: str) -> int:
    return len(re.findall(r"\w[\w’-]*", unescape(re.sub(r"<[^>]+>", " ", html))))


def load() -> str:
    out = StringIO()
    call_command("demo", picture_width=160, stdout=out)
    return out.getvalue()


class ColourTests(SimpleTestCase):
    def test_black_white_and_the_primaries_of_srgb(self):
        known = {
            (0.0, 0.0, 0.0): (0, 0, 0),
            (1.0, 0.0, 0.0): (255, 255, 255),
            (0.62796, 0.25768, 29.234): (255, 0, 0),
            (0.86644, 0.29483, 142.495): (0, 255, 0),
            (0.45201, 0.31321, 264.052): (0, 0, 255),
        }
        for oklch, expected in known.items():
            with self.subTest(expected):
                for got, wanted in zip(colour.rgb(oklch), expected, strict=True):
                    self.assertAlmostEqual(got, wanted, delta=2)

    def test_a_colour_beyond_srgb_is_brought_back_with_its_hue(self):
        red, green, blue = colour.rgb((0.7, 0.4, 145))
        self.assertTrue(green > red and green > blue)

    def test_steps_begin_and_end_with_their_stops(self):
        first, *_between, last = colour.steps((colour.NIGHT, colour.GOLD), 5)
        self.assertEqual([colour.rgb(first), colour.rgb(last)], [colour.rgb(colour.NIGHT), colour.rgb(colour.GOLD)])


class DrawingTests(SimpleTestCase):
    def test_each_is_the_same_every_time_and_unlike_every_other(self):
        seen = set()
        for name in DRAWINGS:
            with self.subTest(name):
                picture = draw(name, 160)
                self.assertEqual(picture.size, (160, 90))
                self.assertEqual(picture.tobytes(), draw(name, 160).tobytes())
                seen.add(picture.tobytes())
        self.assertEqual(len(seen), len(DRAWINGS))

    def test_every_drawing_is_wanted_and_every_wanted_one_can_be_drawn(self):
        wanted = {name for story in texts.stories() for name in story.drawings()}
        self.assertEqual(wanted, set(DRAWINGS))


class TextsTests(SimpleTestCase):
    def test_files_stay_light(self):
        folder = Path(demo.__file__).parent
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.suffix != ".pyc" and path.is_file())
        self.assertLess(size, 3 * MEGABYTE)

    def test_what_has_a_picture_says_what_it_shows(self):
        for story in texts.stories():
            for name, alts in story.drawings().items():
                with self.subTest(story.number, drawing=name):
                    self.assertTrue(all(alts.values()))

    def test_translations_agree_in_all_but_the_words(self):
        for story in texts.stories():
            first = story.texts[0]
            for text in story.texts:
                with self.subTest(story.number, language=text.language):
                    self.assertEqual(
                        [
                            text.topics,
                            text.state,
                            text.published_at,
                            text.cover,
                            set(text.pictures),
                            len(text.attachments),
                        ],
                        [
                            *[first.topics, first.state, first.published_at, first.cover, set(first.pictures)],
                            len(first.attachments),
                        ],
                    )

    def test_quotation_marks_are_those_of_the_language(self):
        foreign = {"en": r"[\"'«»„]", "ru": r"[\"'“”‘]"}
        for story in texts.stories():
            for text in story.texts:
                with self.subTest(story.number, language=text.language):
                    told = re.sub(r"<[^>]+>", "", text.body) + text.title + text.lead
                    self.assertNotRegex(told, foreign[text.language])


class DemoTests(TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=folder))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls):
        cls.told = load()

    def bodies(self, language: str = "en") -> list[str]:
        return [article.body for article in Article.objects.published().in_language(language)]

    def test_counts(self):
        english = {article.translation_key for article in Article.objects.published().in_language("en")}
        russian = {article.translation_key for article in Article.objects.published().in_language("ru")}
        self.assertGreaterEqual(len(english), 14)
        self.assertGreaterEqual(len(english & russian), 8)
        self.assertEqual(russian - english, set())

    def test_articles_lead_to_the_partners_that_they_name_and_back(self):
        for language, prefix in (("en", ""), ("ru", "/ru")):
            with self.subTest(language):
                article = Article.objects.in_language(language).filter(universities__slug="peking-university").first()
                self.assertTrue(article.universities.filter(slug="hse-university").exists())
                self.assertContains(self.client.get(f"{prefix}/partners/universities/hse-university/"), article.title)

    def test_two_long_reports_with_everything_in_each_language(self):
        for language in ("en", "ru"):
            long = [body for body in self.bodies(language) if words(body) >= 600]
            with self.subTest(language):
                self.assertGreaterEqual(len(long), 2)
                for body in long:
                    for part in ("<h2>", '<figure class="image">', "<figcaption>", '<dl class="figures">', "<table>"):
                        self.assertIn(part, body)
                    self.assertGreaterEqual(body.count("<blockquote>"), 3)

    def test_one_article_in_each_language_has_every_kind_of_block(self):
        for language in ("en", "ru"):
            with self.subTest(language):
                article = Article.objects.in_language(language).exclude(corrections=[]).get()
                page = self.client.get(article.get_absolute_url()).content.decode()
                for part in ('class="gallery"', 'role="note"', 'class="quotation"', "callout-deadline", "table-scroll"):
                    self.assertIn(part, page)
                self.assertGreaterEqual(page.count('<h2 id="h-'), 4)
                self.assertIn('<time datetime="2025-10-27">', page)
                pdf = article.attachments.get()
                with pdf.file.open() as file:
                    self.assertEqual(pdf.size, len(content := file.read()))
                self.assertTrue(content.startswith(b"%PDF-"))

    def test_short_notices_name_the_time_zone_of_their_deadline(self):
        for language, moment in (("en", "23:59 Moscow time (UTC+3)"), ("ru", "23:59 по московскому времени (UTC+3)")):
            short = [unescape(body).replace("\xa0", " ") for body in self.bodies(language) if words(body) < 250]
            with self.subTest(language):
                self.assertGreaterEqual(len([body for body in short if "callout" in body and moment in body]), 2)

    def test_the_range_of_news(self):
        for language in ("en", "ru"):
            bodies = self.bodies(language)
            with self.subTest(language):
                dates = [body for body in bodies if len(re.findall(r"<td>[^<]*(?:December|декабря)", body)) >= 14]
                self.assertTrue(dates, "a table of dates")
                self.assertTrue([body for body in bodies if 'href="https://rutube.ru/video/' in body], "a film")
                self.assertGreaterEqual(len([body for body in bodies if '<dl class="figures">' in body]), 3)
        public = Article.objects.published()
        self.assertTrue(public.exclude(source_name="").exclude(source_url="").exists(), "a repost")
        self.assertTrue(public.filter(cover=None).exists() and public.exclude(cover=None).exists())
        self.assertTrue(public.filter(is_featured=True).exists())
        self.assertTrue(any(len(article.title) > 120 for article in public), "a long title")

    def test_one_draft_one_scheduled_one_expired(self):
        english = Article.objects.in_language("en")
        self.assertEqual(english.filter(state=State.DRAFT).count(), 1)
        self.assertEqual(len([article for article in english if article.is_scheduled]), 1)
        self.assertEqual(len([article for article in english if article.is_expired]), 1)
        scheduled = next(article for article in english if article.is_scheduled)
        self.assertTrue(29 <= (scheduled.publish_at - clock.now()).days <= 30)

    def test_pictures_in_the_text_are_those_of_the_library(self):
        sources = [source for body in self.bodies() for source in re.findall(r'<img src="([^"]*)"', body)]
        self.assertGreaterEqual(len(sources), 3)
        self.assertLessEqual(set(sources), {image.file.url for image in Image.objects.all()})

    def test_everything_is_saved_as_staff_save_it(self):
        for article in Article.objects.all():
            with self.subTest(article.slug):
                self.assertIsNotNone(article.latest_revision)
                self.assertEqual(
                    article.live_revision, None if article.state == State.DRAFT else article.latest_revision
                )
                self.assertTrue(article.topics.exists())
                article.full_clean()

    def test_every_topic_has_news_in_each_language(self):
        for topic in Topic.objects.all():
            for language in ("en", "ru"):
                with self.subTest(topic.slug, language=language), translation.override(language):
                    self.assertTrue(topic.name)
                    self.assertTrue(Article.objects.published().in_language(language).on_topic(topic).exists())

    def test_a_visitor_reads_it(self):
        for article in Article.objects.all():
            with self.subTest(article.slug):
                response = self.client.get(article.get_absolute_url())
                self.assertEqual(response.status_code, 200 if article.is_public else 404)

    def test_it_says_what_it_did(self):
        self.assertIn("Topics: 8 added, 0 already there", self.told)
        self.assertIn(f"Articles: {Article.objects.count()} added, 0 already there", self.told)

    def test_a_second_run_changes_nothing(self):
        def state() -> list:
            return [list(model.objects.order_by("pk").values()) for model in (Topic, Article, Image, Revision)]

        before = state()
        self.assertIn(f"Articles: 0 added, {Article.objects.count()} already there", load())
        self.assertEqual(state(), before)

    def test_what_a_person_has_changed_stays(self):
        article, binned, topic = *Article.objects.published()[:2], Topic.objects.first()
        article.title, article.slug = "Edited by a person", "edited"
        article.save_draft(by=None)
        article.publish(by=None)
        binned.throw_away()
        topic.slug_en = "renamed"
        topic.save()
        self.assertIn("Articles: 0 added", load())
        self.assertTrue(Article.objects.filter(title="Edited by a person", slug="edited").exists())
        self.assertEqual(Topic.objects.count(), len(texts.topics()))

    def test_what_is_missing_comes_back_beside_its_translation_with_the_same_pictures(self):
        article = Article.objects.in_language("ru").published().exclude(cover=None).first()
        key, pictures = article.translation_key, Image.objects.count()
        article.delete()
        self.assertIn("Articles: 1 added", load())
        self.assertTrue(Article.objects.filter(translation_key=key, language="ru").exclude(cover=None).exists())
        self.assertEqual(Image.objects.count(), pictures)
