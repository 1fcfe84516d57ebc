"""By no route does anybody read, change or publish an article beyond their role and their universities.

ANSWERS is the table: every route of an article's desk beside what the roles of its own university are answered when
they send it everything that any form of the desk asks for, `_publish` included. A route without a row fails.
"""

from collections.abc import Iterator

from django.contrib.admin import site
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import RequestFactory, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.models import Article, OldAddress
from opendoors.content.models import Revision
from opendoors.content.publishing import State
from tests.costs import ADMIN_REQUEST
from tests.factories import make_article, make_university, make_user
from tests.news.test_article_admin import LIST, form_data

ROLES = ("Author", "Translator", "Editor", "Partnership officer")
SECRET = "between ourselves"

NO, GONE, ONLY_POST = 403, 404, 405
# Route: answers to Author, Translator and Editor of the owner, to a POST; a partnership officer has no desk.
ANSWERS = {
    "changelist": (200, 200, 200),
    "add": (NO, NO, 302),
    "change": (NO, NO, 302),
    "delete": (NO, NO, 302),
    "history": (200, 200, 200),
    "compare": (200, 200, 200),
    "revision": (200, 200, 200),
    "back": (302, NO, 302),
    "withdraw": (NO, NO, 302),
    "restore": (NO, NO, 302),
    "recognise": (200, 200, 200),
    "keep": (400, 400, 400),  # it reads JSON; what may be sent: test_autosave_admin.py
    "throw_away": (302, 302, 302),  # of one's own texts alone
    "preview": (200, 200, 200),
    "preview_new": (200, 200, 200),
    "visibility": (200, 200, 200),
    "guests": (200, 200, 200),
    "guest_revoke": (GONE, GONE, GONE),  # there is no such link
    "review": (302, 302, 302),
    "send-back": (NO, NO, 302),
    "take-back": (302, 302, 302),
    "put-aside": (302, 302, 302),
    "schedule": (NO, NO, 302),
    "past": (200, 200, 200),
    "waive": (NO, NO, 302),
    "unwaive": (NO, NO, GONE),  # there is no such waiver
    "nothing_to_translate": (302, 302, 302),  # of translations, which the article is
}
# What a route needs besides the article's key.
MORE = {
    "revision_id": lambda article: article.latest_revision_id,
    "key": lambda article: 1,  # of a waiver
    "link_id": lambda article: 1,  # of a guest
    "tab": lambda article: "a-tab-of-somebody",
}
ACTIONS = {"delete_selected", "restore_selected", "publish_selected", "review_selected", "withdraw_selected"}


def routes() -> Iterator[tuple[str, list[str]]]:
    """Every route of the desk and the names of its parameters."""
    for pattern in site.get_model_admin(Article).urls:
        if pattern.name:
            name = pattern.name.removeprefix("news_article_")
            yield name, [*pattern.pattern.converters]


class ScopeCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.users = {role: make_user(role) for role in ROLES}
        cls.home = make_university(staff=cls.users.values())
        cls.foreign = make_university(name_en="Foreign University")
        cls.mine = make_article(owner=cls.home)
        writer = cls.users["Author"]
        cls.theirs = [
            make_article(title=f"{SECRET} 1", slug="secret-1", owner=cls.foreign, lead="Told"),
            make_article(title=f"{SECRET} 2", slug="secret-2", owner=cls.foreign, state=State.DRAFT, created_by=writer),
            make_article(title=f"{SECRET} 3", slug="secret-3", created_by=writer),
            make_article(title=f"{SECRET} 4", slug="secret-4", state=State.DRAFT),
            make_article(title=f"{SECRET} 5", slug="secret-5", owner=cls.foreign, state=State.IN_REVIEW),
        ]
        for article in cls.theirs[:1]:
            article.save_draft(by=None)

    def state(self, articles=None) -> list:
        """Everything that must not change."""
        keys = [article.pk for article in articles or self.theirs]
        rows = {
            Article: Article.objects.filter(pk__in=keys),
            Revision: Revision.objects.filter(object_id__in=keys),
            OldAddress: OldAddress.objects.filter(article__in=keys),
            LogEntry: LogEntry.objects.filter(object_id__in=[str(key) for key in keys]),
        }
        return [list(found.order_by("pk").values()) for found in rows.values()]

    def published(self) -> list:
        """What readers find, whosoever it is."""
        found = Article.objects.published().order_by("pk").values()
        return [{**row, "latest_revision_id": None} for row in found]

    def address(self, route: str, parameters: list[str], article: Article) -> str:
        kwargs = {name: MORE[name](article) if name in MORE else article.pk for name in parameters}
        return reverse(f"admin:news_article_{route}", kwargs=kwargs)

    def everything(self, article: Article) -> dict:
        """What all forms of the desk ask for, filled in with malice."""
        return form_data(
            title="Taken",
            slug="taken",
            _publish="1",
            _continue="1",
            post="yes",
            reason="x",
            comment="x",
            text=self.mine.latest_revision_id,
            note="x",
            owner=self.home.pk,
            _based_on=article.latest_revision_id,
        )


class RoutesTests(ScopeCase):
    def test_every_route_has_a_row(self):
        self.assertEqual({name for name, _parameters in routes()}, {*ANSWERS})

    def test_every_action_has_a_row(self):
        request = RequestFactory().get(LIST)
        request.user = make_user("Association editor")
        self.assertEqual({*site.get_model_admin(Article).get_actions(request)}, ACTIONS)

    def test_nothing_of_others_opens_or_changes(self):
        before = self.state()
        for role, user in self.users.items():
            self.client.force_login(user)
            for route, parameters in routes():
                if "object_id" not in parameters:
                    continue
                for article in self.theirs:
                    # A right that one has for no article at all is refused before anybody looks which it is.
                    has_none = role == "Partnership officer" or (role, route) == ("Translator", "delete")
                    expected = {GONE, ONLY_POST, NO} if has_none else {GONE, ONLY_POST}
                    self.refused(role, article, self.address(route, parameters, article), expected)
        self.assertEqual(self.state(), before)

    def refused(self, role: str, article: Article, address: str, expected: set[int]):
        for method in (self.client.get, self.client.post):
            with self.subTest(role=role, address=address, method=method.__name__):
                response = method(address, self.everything(article))
                self.assertIn(response.status_code, expected)
                self.assertNotIn(SECRET, response.content.decode())

    def test_every_role_of_the_owner(self):
        for number, role in enumerate(ROLES[:3]):
            self.client.force_login(self.users[role])
            for route, parameters in routes():
                article = make_article(owner=self.home, language="ru", translation_key=self.mine.translation_key)
                published, live = self.published(), article.live_revision_id
                with self.subTest(role=role, route=route):
                    response = self.client.post(self.address(route, parameters, article), self.everything(article))
                    self.assertEqual(response.status_code, ANSWERS[route][number])
                    if role != "Editor":
                        self.assertEqual(self.published(), published)
                        self.assertEqual(Article.objects.get(pk=article.pk).live_revision_id, live)
                Article.objects.exclude(pk__in=[self.mine.pk, *(other.pk for other in self.theirs)]).delete()

    def test_a_partnership_officer_has_no_desk(self):
        self.client.force_login(self.users["Partnership officer"])
        for route, parameters in routes():
            with self.subTest(route):
                response = self.client.post(self.address(route, parameters, self.mine), self.everything(self.mine))
                expected = {"throw_away": [302], "keep": [400]}.get(route, [NO, GONE])
                self.assertIn(response.status_code, expected)

    def test_actions_touch_nothing_of_others_and_authors_nothing_of_readers(self):
        before, published = self.state(), self.published()
        for role, user in self.users.items():
            self.client.force_login(user)
            for action in ACTIONS:
                keys = [article.pk for article in (*self.theirs, *([self.mine] if role != "Editor" else []))]
                self.client.post(LIST, {"action": action, "_selected_action": keys, "post": "yes"})
        self.assertEqual(self.state(), before)
        self.assertEqual(self.published(), published)


class ReadingTests(ScopeCase):
    def test_lists_searches_and_choices_tell_nothing_of_others(self):
        choices = "/admin/autocomplete/?app_label=news&model_name=oldaddress&field_name=article&term=between"
        for role in ROLES[:3]:
            self.client.force_login(self.users[role])
            for address in (LIST, f"{LIST}?q=between", f"{LIST}?status=drafts", choices, "/admin/"):
                with self.subTest(role=role, address=address):
                    self.assertNotIn(SECRET, self.client.get(address, follow=True).content.decode())

    def test_drafts_of_others_are_nowhere_on_the_site(self):
        kind = ContentType.objects.get_for_model(Article).pk
        for role in ROLES:
            self.client.force_login(self.users[role])
            for article in self.theirs:
                if article.state != State.PUBLIC:
                    self.assertEqual(self.client.get(article.get_absolute_url()).status_code, 404)
                self.assertEqual(self.client.get(f"/admin/r/{kind}/{article.pk}/").status_code, 404)

    def test_a_colleague_hears_of_presence_and_unsaved_text_only_where_they_may_write(self):
        for role in ROLES[:3]:
            self.client.force_login(self.users[role])
            for article in self.theirs:
                message = {"tab": "abcdefgh", "content": str(article.pk), "values": {"title": ["x"]}, "changed": True}
                response = self.client.post(f"{LIST}keep/", message, content_type="application/json")
                self.assertEqual(response.status_code, 404)

    def test_a_translation_by_others_is_told_without_its_title(self):
        key = self.mine.translation_key
        draft = make_article(title="Тайна", slug="taina", language="ru", owner=self.foreign, state="draft")
        Article.objects.filter(pk=draft.pk).update(translation_key=key)
        self.client.force_login(self.users["Editor"])
        page = self.client.get(f"{LIST}{self.mine.pk}/change/")
        self.assertNotContains(page, "Тайна")
        self.assertContains(page, "a draft of others")


class ForgedTests(ScopeCase):
    def post(self, role: str, address: str, **fields):
        self.client.force_login(self.users[role])
        return self.client.post(address, form_data(**fields))

    def errors(self, response, field: str) -> str:
        self.assertEqual(response.status_code, 200)
        return str(response.context["adminform"].form.errors.get(field))

    def change_mine(self, role: str, **fields):
        newest = Article.objects.get(pk=self.mine.pk).latest_revision_id
        fields = {"slug": self.mine.slug, "owner": self.home.pk, "_based_on": newest, **fields}
        return self.post(role, f"{LIST}{self.mine.pk}/change/", **fields)

    def test_nobody_gives_an_article_to_others(self):
        for role in ("Author", "Editor"):
            for response in (
                self.change_mine(role, owner=self.foreign.pk),
                self.post(role, f"{LIST}add/", owner=self.foreign.pk),
            ):
                self.assertIn("valid choice", self.errors(response, "owner"))
        response = self.change_mine("Editor", owner="", **{"initial-owner": self.home.pk})
        self.assertIn("one of your universities", self.errors(response, "owner"))
        self.assertEqual(Article.objects.get(pk=self.mine.pk).owner, self.home)

    def test_a_new_article_belongs_to_the_university_of_its_author(self):
        for role in ("Author", "Editor"):
            self.post(role, f"{LIST}add/", title=f"By {role}")
            self.assertEqual(Article.objects.get(title=f"By {role}").owner, self.home)

    def test_who_belongs_to_several_says_which(self):
        self.foreign.staff_memberships.create(user=self.users["Editor"])
        response = self.post("Editor", f"{LIST}add/", title="Whose?", _publish="1")
        self.assertIn("one of your universities", self.errors(response, "owner"))
        self.post("Editor", f"{LIST}add/", title="Whose?", owner=self.foreign.pk, _publish="1")
        self.assertEqual(Article.objects.published().get(title="Whose?").owner, self.foreign)

    def test_no_article_becomes_a_translation_of_one_of_others(self):
        for role in ("Author", "Editor"):
            for article in self.theirs:
                response = self.post(role, f"{LIST}add/", language="ru", translation_of=article.get_absolute_url())
                told = "belongs to others" if article.state == State.PUBLIC else "no text of this kind at this address"
                self.assertIn(told, self.errors(response, "translation_of"))
                page = self.client.get(f"{LIST}add/?language=ru&original={article.pk}")
                self.assertNotContains(page, "secret-")

    def test_a_translator_changes_words_and_nothing_else(self):
        russian = make_article(language="ru", owner=self.home, translation_key=self.mine.translation_key)
        universities, forged = [make_university().pk], {"is_featured": "on", "owner": self.foreign.pk}
        moment = {"publish_at_0": "2026-01-01", "publish_at_1": "10:00"}
        address = f"{LIST}{russian.pk}/change/"
        data = {"title": "Слова", "slug": "slova", "_based_on": russian.latest_revision_id}
        response = self.post("Translator", address, universities=universities, **data, **forged, **moment)
        self.assertEqual(response.status_code, 302)
        before, after = [revision.snapshot for revision in Revision.objects.filter(object_id=russian.pk).order_by("pk")]
        changed = {name for name in after if after[name] != before[name]}
        self.assertEqual(changed, {"title", "slug", "lead", "body"})
        self.assertEqual(Article.objects.get(pk=russian.pk).owner, self.home)

    def test_a_translator_does_not_write_the_original(self):
        response = self.change_mine("Translator", title="Mine")
        self.assertEqual(response.status_code, 403)
        self.assertNotContains(self.client.get(f"{LIST}{self.mine.pk}/change/"), 'name="title"')


class TranslatingTests(ScopeCase):
    def setUp(self):
        self.client.force_login(self.users["Translator"])

    def test_a_translation_begins_at_its_original_and_shares_what_is_no_word(self):
        topic_free = self.client.get(f"{LIST}add/")
        self.assertRedirects(topic_free, LIST)
        self.assertNotContains(self.client.get(LIST), f'href="{LIST}add/"')
        page = self.client.get(f"{LIST}{self.mine.pk}/change/")
        address = f"{LIST}add/?language=ru&original={self.mine.pk}"
        self.assertContains(page, address.replace("&", "&amp;"))
        form = self.client.get(address)
        self.assertContains(form, 'name="title"')
        for name in ("owner", "cover", "publish_at_0", "translation_of", "topics", "is_featured", "_publish"):
            self.assertNotContains(form, f'name="{name}"')
        response = self.client.post(address, form_data(language="ru", title="Перевод", owner=self.foreign.pk))
        made = Article.objects.get(title="Перевод")
        self.assertRedirects(response, f"{LIST}{made.pk}/change/")
        self.assertEqual((made.owner, made.translation_key), (self.home, self.mine.translation_key))

    def test_a_second_translation_into_the_same_language_is_refused(self):
        make_article(language="ru", owner=self.home, translation_key=self.mine.translation_key)
        response = self.client.post(f"{LIST}add/?original={self.mine.pk}", form_data(language="ru"))
        self.assertContains(response, "already has a text in this language")

    def test_of_others_nothing_is_translated(self):
        for article in self.theirs:
            address = f"{LIST}add/?language=ru&original={article.pk}"
            self.assertEqual(self.client.post(address, form_data(language="ru", title="Sly")).status_code, 403)
        self.assertFalse(Article.objects.filter(title="Sly").exists())


class ListTests(ScopeCase):
    def test_an_editor_finds_what_they_may_edit_and_the_queries_are_constant(self):
        self.client.force_login(self.users["Editor"])
        for amount in (3, 27):
            for _each in range(amount):
                make_article(owner=self.home)
                make_article(owner=self.foreign)
            with self.assertNumQueries(12 + ADMIN_REQUEST):
                page = self.client.get(LIST)
        self.assertEqual(page.context["cl"].result_count, 1 + 3 + 27)

    def test_binning_many_asks_once_whether_one_may(self):
        self.client.force_login(self.users["Editor"])
        counts = []
        for amount in (3, 30):
            keys = [make_article(owner=self.home).pk for _each in range(amount)]
            data = {"action": "delete_selected", "_selected_action": keys}
            with CaptureQueriesContext(connection) as queries:
                self.assertContains(self.client.post(LIST, data), "These will be in the bin")
            counts.append(len(queries))
        self.assertEqual(*counts)
