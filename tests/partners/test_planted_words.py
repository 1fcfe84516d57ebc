"""Words planted into everything that visitors must not read, and a look for them on everything that visitors can open.

A text field that is neither among PUBLIC nor among STAFF fails the test: whoever adds one decides who reads it.
"""

import re
from datetime import date
from itertools import chain

from django.apps import apps
from django.db import models
from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from opendoors.cards.subjects import card_of
from opendoors.content import clock
from opendoors.pages.models import Deadline
from opendoors.sitemaps.sections import SECTIONS
from tests.factories import (
    SMALLEST_PDF,
    make_agreement,
    make_article,
    make_deadline,
    make_document,
    make_field,
    make_figure,
    make_guest_link,
    make_laboratory,
    make_menu_item,
    make_page,
    make_topic,
    make_university,
    make_user,
)
from tests.test_site import OPEN, TABLE

TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField)
PUBLIC = {
    "university": "slug name description acronym aliases own_name own_language city website ror_id wikidata_id",
    "laboratory": "slug name description head website",
    "agreement": "slug title summary reference activities",
    "agreementparty": "name_as_signed own_reference",
    "agreementdocument": "title language",
    "agreementevent": "when_text description source_title source_url from_status to_status",
    "laboratoryevent": "when_text description source_title source_url from_status to_status",
    "field": "name slug isced_code",
}
STAFF = {
    "university": "internal_notes locked_fields",
    "laboratory": "internal_notes",
    "agreement": "internal_notes",
    "agreementdocument": "file content_hash",
    "calendartoken": "token_hash",
}
# Not words: they have a form of their own, or only stand beside others.
UNPLANTED = {"ror_id", "wikidata_id", "isced_code", "from_status", "to_status", "language", "file", "content_hash"}
FEEDS = ("rss", "atom", "json")
IN_NO_LANGUAGE = ("health", "robots", "sitemap", "sitemap-news", "sitemap-section")
SECRET = re.compile(r"zq[hs]-[\w-]+")
LEFT = date(1987, 6, 5)  # the association, by one that is no member any more


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_app_config("partners").get_models() if not hasattr(model, "instance_type")]


def text_fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if isinstance(field, TEXTS) and not field.choices]


def base_name(field: models.Field) -> str:
    return field.translated_field.name if hasattr(field, "translated_field") else field.name


def names(table: dict[str, str], model: type[models.Model]) -> set[str]:
    return set(table.get(model._meta.model_name, "").split())


def plantable(model: type[models.Model]) -> list[models.Field]:
    """Without what has a form of its own and, of translated texts, what only repeats a language."""
    fields = text_fields(model)
    repeated = {base_name(field) for field in fields if base_name(field) != field.name}
    return [field for field in fields if field.name not in repeated and base_name(field) not in UNPLANTED]


def word(letter: str, field: models.Field) -> str:
    return f"zq{letter}-{field.model._meta.model_name}-{field.name}".replace("_", "-")


def plant(row: models.Model, *, shown: bool) -> models.Model:
    """A word into each text: zqp- is for everyone, zqh- in what is hidden, zqs- for staff alone."""
    model = type(row)
    values = {}
    for field in plantable(model):
        planted = word("s" if base_name(field) in names(STAFF, model) else "p" if shown else "h", field)
        planted = f"{planted}-{row.pk}"
        if field.name in ("website", "source_url"):
            planted = f"https://{planted}.example/"
        values[field.name] = [planted] if isinstance(field, models.JSONField) else planted
    model._base_manager.filter(pk=row.pk).update(**values)
    return model._base_manager.get(pk=row.pk)


class ClassificationTests(SimpleTestCase):
    def test_every_text_field_is_for_everyone_or_for_staff(self):
        for model in own_models():
            found = {base_name(field) for field in text_fields(model)}
            with self.subTest(model._meta.model_name):
                self.assertEqual(found, names(PUBLIC, model) | names(STAFF, model))
                self.assertEqual(names(PUBLIC, model) & names(STAFF, model), set())


class PlantedWordTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("Association editor", username="zqs-user", first_name="zqs-first", last_name="zqs-last")
        cls.by = {"created_by": cls.user}
        cls.hidden = cls._hidden()
        cls.shown = cls._shown(*cls.hidden)
        links = {
            name: (shown, hidden)
            for name, shown, hidden in zip(
                ("universities", "laboratories", "agreements"), cls.shown, cls.hidden, strict=True
            )
        }
        cls.articles = [make_article(language=code, topics=[make_topic()], **links) for code in ("en", "ru")]
        cls.pages = [make_page(language=code) for code in ("en", "ru")]
        cls._hidden_pages()
        cls.guests = [make_guest_link(article) for article in cls.articles]

    @classmethod
    def _hidden(cls):
        university = plant(make_university(is_published=False, **cls.by), shown=False)
        plant(make_university(parent=university, kind="faculty"), shown=False)
        laboratory = plant(make_laboratory(is_published=False, **cls.by), shown=False)
        agreement = make_agreement(is_published=False, notice_months=599, responsible=cls.user, **cls.by)
        for record in (laboratory, agreement):
            for event in record.events.all():
                plant(event, shown=False)
        for party in agreement.parties.all():
            plant(party, shown=False)
        return university, laboratory, plant(agreement, shown=False)

    @classmethod
    def _hidden_pages(cls):
        """What the association has not published stands beside what it has, in the same menus and lists."""
        words = {"title": "zqh-page-title", "slug": "zqh-page", "lead": "zqh-lead", "body": "<p>zqh-body</p>"}
        make_menu_item(make_page(state="draft", **words))
        withdrawn = make_page()
        make_menu_item(withdrawn)
        withdrawn.withdraw("zqs-reason")
        for make in (make_deadline, make_figure):
            make()
            row = make(is_published=False)
            texts = [field.name for field in text_fields(type(row)) if field.name.endswith(("_en", "_ru"))]
            type(row).objects.filter(pk=row.pk).update(**{name: f"zqh-{name}".replace("_", "-") for name in texts})

    @classmethod
    def _shown(cls, hidden_university, hidden_laboratory, hidden_agreement):
        cls.field = field = plant(make_field(), shown=True)
        left = {"member_to_on": LEFT, "member_to_precision": "day", "ror_id": "055f7t516"}
        university = plant(make_university(became=hidden_university, **left, **cls.by), shown=True)
        agreement = make_agreement(
            parties=(university, make_university()),
            fields=[field],
            expires_on=date(2040, 1, 1),
            notice_months=599,
            responsible=cls.user,
            renews=hidden_agreement,
            **cls.by,
        )
        laboratory = make_laboratory(host=university, partners=[make_university()], fields=[field], **cls.by)
        laboratory.agreements.set([agreement, hidden_agreement])
        hidden_laboratory.agreements.add(agreement)
        agreement.relations.create(other=hidden_agreement)
        cls._rows_of(agreement, laboratory)
        return university, plant(laboratory, shown=True), plant(agreement, shown=True)

    @classmethod
    def _rows_of(cls, agreement, laboratory):
        plant(agreement.parties.first(), shown=True)
        plant(make_document(agreement=agreement, uploaded_by=cls.user), shown=False)
        open_file = {"visibility": "public", "content": SMALLEST_PDF + b" ", "uploaded_by": cls.user}
        cls.document = plant(make_document(agreement=agreement, **open_file), shown=True)
        for record in (agreement, laboratory):
            for is_public in (True, False):
                kind = {"kind": "other", "is_public": is_public, "recorded_by": cls.user}
                plant(record.events.create(**kind), shown=is_public)

    def _arguments(self) -> dict[str, list[list]]:
        university, laboratory, agreement = self.shown
        moment = self.articles[0].publish_at
        return {
            "cards:card": [[card.kind, card.key, card.digest, card.form] for card in map(card_of, self.shown)],
            "sitemap-section": [[name, 0] for name in SECTIONS],
            "news:topic-detail": [[article.topics.get().slug] for article in self.articles],
            "news:article-archive": [[moment.year, moment.month]],
            "news:article-detail": [[article.slug] for article in self.articles],
            "news:article-feed": [[form] for form in FEEDS],
            "news:topic-feed": [[article.topics.get().slug, form] for article in self.articles for form in FEEDS],
            "news:university-feed": [[university.slug, form] for form in FEEDS],
            "pages:one-deadline-calendar": [[Deadline.objects.published().get().public_id]],
            "pages:page-detail": [[page.slug] for page in self.pages],
            "partners:university-detail": [[university.slug], [agreement.universities.last().slug]],
            "partners:laboratory-detail": [[laboratory.slug]],
            "partners:agreement-detail": [[agreement.slug]],
            "partners:university-export": [["csv"], ["json"], ["geojson"]],
            "partners:laboratory-export": [["csv"], ["json"]],
            "partners:agreement-export": [["csv"], ["json"]],
            "partners:country-detail": [["RU"]],
            "partners:field-detail": [[self.field.slug]],
            "partners:document": [[self.document.pk]],
            "guests:page": [[link.token] for link in self.guests],
        }

    def _everything(self) -> dict[str, str]:
        """What visitors find at every address that is open to them, in both languages."""
        arguments = self._arguments()
        found = {}
        # Staff who have forgotten a password see nothing there but forms.
        for name in (name for name, answers in TABLE.items() if answers is OPEN and "password" not in name):
            for each in arguments.get(name, [[]]):
                for prefix in ("", "/ru"):
                    path = reverse(name, args=each)
                    path = path if name in IN_NO_LANGUAGE else prefix + path
                    response = self.client.get(path)
                    parts = response if response.streaming else [response.content]
                    head = str(dict(response.headers))
                    found[path] = head + b"".join(chain(parts)).decode(errors="replace")
        return found

    def _lasting(self) -> dict[str, str]:
        """Without the pages that tell in which second they were asked for."""
        return {path: content for path, content in self._everything().items() if "/guest/" not in path}

    def test_nothing_that_is_not_for_everyone_is_anywhere(self):
        for path, content in self._everything().items():
            with self.subTest(path):
                self.assertEqual(set(SECRET.findall(content.lower())), set())

    def test_what_is_no_word_and_for_staff_alone_changes_nothing(self):
        """The period of notice, who is responsible, the end of a membership: the same pages with them and without."""
        university, _laboratory, agreement = self.shown
        with clock.at(clock.now()):  # files tell when they were made
            before = self._lasting()
            type(agreement)._base_manager.filter(pk=agreement.pk).update(notice_months=None, responsible=None)
            type(university)._base_manager.filter(pk=university.pk).update(
                member_to_on=None, member_to_precision="unknown"
            )
            self.assertEqual(self._lasting(), before)

    def test_everything_that_is_for_everyone_is_somewhere(self):
        told = "\n".join(self._everything().values()).lower()
        for model in own_models():
            for field in plantable(model):
                if base_name(field) in names(PUBLIC, model):
                    with self.subTest(word("p", field)):
                        self.assertIn(f"{word('p', field)}-", told)
