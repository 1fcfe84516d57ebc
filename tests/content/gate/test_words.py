"""Rules about what a text says: what they find, and what looks like it and is none."""

from django.test import SimpleTestCase, override_settings

from news.models import Article
from opendoors.content.gate import words
from opendoors.content.gate.manuscript import Manuscript

ENGLISH = "The commission has read every portfolio and wrote to every participant."
RUSSIAN = "Комиссия прочитала все портфолио и написала каждому участнику."


def found(rule, **values) -> list[str]:
    """The place of each finding and the words quoted."""
    article = Article(**{"title": "A title", "lead": "A lead", **values})
    return [f"{finding.place}: {finding.words}" for finding in rule(Manuscript(article, Article.outline))]


class LeadTests(SimpleTestCase):
    def test_missing(self):
        for lead in ("", "  \n "):
            self.assertEqual(found(words.lead, lead=lead), ["lead: "])

    def test_short_is_enough(self):
        self.assertEqual(found(words.lead, lead="So."), [])


class TitleTests(SimpleTestCase):
    def test_longer_than_the_setting(self):
        self.assertEqual(len(found(words.title_length, title="x" * 111)), 1)
        self.assertEqual(found(words.title_length, title="x" * 110), [])
        with override_settings(PUBLISH_TITLE_LENGTH=5):
            self.assertEqual(len(found(words.title_length, title="Doors!")), 1)


class PlaceholderTests(SimpleTestCase):
    def test_marks_of_what_is_still_to_be_written(self):
        for mark in (
            "TK",
            "TKTK",
            "TK.",
            "(TK)",
            "is...TK",
            "???",
            "????",
            "TBD",
            "TODO: ask",
            "ТК",
            "«ТК»",
            "Lorem ipsum",
        ):
            with self.subTest(mark):
                self.assertEqual(len(found(words.placeholder, body=f"<p>Rector: {mark} and so on.</p>")), 1)

    def test_what_only_looks_like_one(self):
        for text in (
            *("ATK", "TKA", "TK-421", "a/TK", "tk", "example.TK", "TBDs", "??", "What?! No!?", "BTK bank"),
            *("ст. 57 ТК РФ", "ТК ЕАЭС", "статья 15 ТК", "АТК", "ТКБ", "mastodon", "ipsum"),
        ):
            with self.subTest(text):
                self.assertEqual(found(words.placeholder, body=f"<p>It is {text} here.</p>"), [])

    def test_in_every_field_that_readers_see(self):
        values = {"title": "TK", "lead": "???", "cover_caption": "Photo: TBD", "byline": "TK", "body": "<h2>TK</h2>"}
        places = {entry.partition(":")[0] for entry in found(words.placeholder, **values)}
        self.assertEqual(places, {*values})

    def test_quotes_the_words_around_it(self):
        body = f"<p>{'Long ago it began. ' * 9}The rector, <strong>TK</strong>, said so. {'And so on. ' * 9}</p>"
        self.assertEqual(
            found(words.placeholder, body=body), ["body: ago it began. The rector, TK, said so. And so on. And so"]
        )

    def test_in_an_alternative_text(self):
        self.assertEqual(found(words.placeholder, body='<p><img src="/media/a.jpg" alt="TK"></p>'), ["body: TK"])


class ScriptTests(SimpleTestCase):
    def test_paragraph_in_the_other_letters(self):
        self.assertEqual(len(found(words.script, body=f"<p>{ENGLISH}</p><p>{RUSSIAN}</p>")), 1)
        russian = {"language": "ru", "title": "Заголовок", "lead": "Вводка"}
        self.assertEqual(len(found(words.script, body=f"<p>{ENGLISH}</p><ul><li>{RUSSIAN}</li></ul>", **russian)), 1)

    def test_title_and_lead(self):
        self.assertEqual(found(words.script, title=RUSSIAN), [f"title: {RUSSIAN}"])
        self.assertEqual(len(found(words.script, title="Итоги", lead=ENGLISH, language="ru")), 1)

    def test_names_and_quotations_are_fine(self):
        for body in (
            "<p>The newspaper Российская газета and the journal Вопросы образования wrote of it at some length.</p>",
            f"<blockquote><p>{RUSSIAN}</p></blockquote>",
            f"<p>{ENGLISH} <q>{RUSSIAN} {RUSSIAN}</q></p>",
            f'<p><span lang="ru">{RUSSIAN}</span></p>',
            f"<pre>{RUSSIAN}</pre>",
            "<p>Да.</p>",
            "<table><tbody><tr><td>Университет</td><td>Москва</td></tr></tbody></table>",
            "<p>北京大学与莫斯科大学签署了合作协议。</p>",
        ):
            with self.subTest(body):
                self.assertEqual(found(words.script, body=body), [])

    def test_russian_title_that_is_mostly_a_name(self):
        title = "QS World University Rankings: что нового"
        self.assertEqual(found(words.script, language="ru", title=title, lead="Вводка"), [])

    def test_addresses_are_no_words(self):
        body = "<p>Подробности: https://example.org/a-very-long-address-of-a-page-in-latin-letters info@example.org</p>"
        self.assertEqual(found(words.script, language="ru", title="Итоги", lead="Вводка", body=body), [])


class SourceTests(SimpleTestCase):
    def test_one_half_of_it_is_missing(self):
        self.assertEqual(found(words.source, source_name="HSE"), ["source_url: HSE"])
        self.assertEqual(len(found(words.source, source_url="https://hse.ru/")), 1)

    def test_named_only_in_a_line_of_the_text(self):
        for line in ("Source: HSE", "<em>Источник:</em> ВШЭ", "Originally published: HSE News", "По материалам — РИА"):
            with self.subTest(line):
                self.assertEqual(len(found(words.source, body=f"<p>Text.</p><p>{line}</p>")), 1)

    def test_what_is_no_repost_needs_none(self):
        self.assertEqual(found(words.source, body="<p>The source of the Volga: Valdai.</p><p>Sources say so.</p>"), [])
        both = {"source_name": "HSE", "source_url": "https://hse.ru/"}
        self.assertEqual(found(words.source, body="<p>Source: HSE</p>", **both), [])
