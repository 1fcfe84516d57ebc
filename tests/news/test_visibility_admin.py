"""“Why is it not visible?”: what the page says is what visitors find."""

from datetime import UTC, datetime, timedelta

from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from news.listings import ABOUT, HOME, LATEST, PAGE_SIZE
from news.models import Article
from news.surfaces import SURFACES
from opendoors.content import clock, search
from opendoors.content.publishing import State
from tests import test_visibility
from tests.factories import make_agreement, make_article, make_laboratory, make_topic, make_university, make_user
from tests.news.test_article_admin import LIST, EditorCase
from tests.test_visibility import HIDDEN, NOON, SECOND, SHOWN, SLUG, TITLE, Surroundings, only_part


def why(article):
    return f"{LIST}{article.pk}/visibility/"


def ask(client, article, at=None, **data):
    """The page, as of that moment for the whole request; what it is asked about goes into its form."""
    with clock.at(at or clock.now()):
        return client.get(why(article), data)


class SameAnswerTests(Surroundings):
    """Every state and every surface of tests/test_visibility.py."""

    def setUp(self):
        self.editor = make_user("Association editor")

    def test_every_surface_is_told(self):
        self.assertEqual([surface.name for surface in SURFACES], [name for name, _address in test_visibility.SURFACES])

    def test_the_page_says_what_visitors_find(self):
        for language in ("en", "ru"):
            for name, state in (*HIDDEN, *SHOWN):
                article = self.place(language, state)
                answers = self.look(article, test_visibility.SURFACES)
                found = {surface: self.shows(response) for surface, response in answers.items()}
                self.client.force_login(self.editor)
                page = ask(self.client, article, NOON)
                self.client.logout()
                told = {
                    surface.name: any(each.place.is_shown for each in places)
                    for surface, places in page.context["places"]
                }
                with self.subTest(language=language, state=name):
                    self.assertEqual(told, found)
                    self.assertIs(page.context["is_public"], (name, state) in SHOWN)
                self.forget()


class PlacesTests(EditorCase):
    """Each page that the answer names is asked for: it shows the article exactly where the answer says so."""

    def setUp(self):
        super().setUp()
        self.partner, self.topic = make_university(), make_topic()

    def article(self, **overrides):
        defaults = {"title": TITLE, "slug": SLUG, "publish_at": NOON, "topics": [self.topic]}
        return make_article(**{**defaults, "universities": [self.partner], **overrides})

    def newer(self, amount, **overrides):
        for number in range(amount):
            defaults = {"publish_at": NOON + (number + 1) * SECOND, "topics": [self.topic]}
            make_article(**{**defaults, "universities": [self.partner], **overrides})

    def assertTrueOfEveryPage(self, article):
        """Returns the answer's places by surface."""
        places = {surface.name: told for surface, told in ask(self.client, article).context["places"]}
        self.client.logout()
        for name, told in places.items():
            for each in told:
                if each.place.url:
                    content = only_part(name, self.client.get(each.place.url, follow=True)).content.decode()
                    with self.subTest(name, url=each.place.url):
                        self.assertIs(SLUG in content, each.place.is_shown)
        self.client.force_login(self.user)
        return {name: [each.place for each in told] for name, told in places.items()}

    def test_at_every_place_in_the_lists(self):
        article = self.article()
        counts = (0, 1, LATEST - 1, LATEST, ABOUT, HOME - 1, HOME, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE * 2)
        for before, now in zip((0, *counts), counts, strict=False):
            self.newer(now - before)
            with self.subTest(newer=now):
                places = self.assertTrueOfEveryPage(article)
                self.assertIs(places["home"][0].is_shown, now < HOME)
                self.assertEqual(places["feed"][0].note, f"page {now // PAGE_SIZE + 1}" if now >= PAGE_SIZE else "")
                self.assertIs(places["a university's page"][0].is_shown, now < ABOUT)

    def test_featured_ones_stand_before_it(self):
        article = self.article(is_featured=True)
        for amount in (2, 1, HOME):
            self.newer(amount, is_featured=True)
            self.assertTrueOfEveryPage(article)

    def test_newest_of_the_same_moment(self):
        article = self.article()
        self.newer(PAGE_SIZE, publish_at=NOON)
        self.assertEqual(self.assertTrueOfEveryPage(article)["feed"][0].note, "page 2")

    def test_months_are_those_of_the_site_whatever_the_zone(self):
        article = self.article(publish_at=NOON.replace(day=1, hour=0) - 2 * timedelta(hours=1))  # November in Moscow
        with translation.override("en"):
            self.assertEqual(self.assertTrueOfEveryPage(article)["month page"][0].label, "November 2026")

    def test_partner_that_is_not_public(self):
        hidden = make_university(is_published=False, name_en="Hidden U", name_ru="")
        article = self.article(universities=[hidden])
        page = self.client.get(why(article))
        self.assertContains(page, "Hidden U: that page is not public itself")
        self.assertContains(page, f"/admin/partners/university/{hidden.pk}/change/")

    def test_nothing_of_anything(self):
        article = self.article(topics=[], universities=[], laboratories=[], agreements=[])
        self.assertContains(self.client.get(why(article)), "it has no topic")
        self.assertContains(self.client.get(why(article)), "there is no other public article in this language")


class ReasonsTests(EditorCase):
    def first(self, article, **data):
        return self.client.get(why(article), data).context["first"]

    def test_draft_is_published_in_the_form(self):
        article = make_article(state=State.DRAFT, publish_at=None)
        page = self.client.get(why(article))
        self.assertContains(page, "Why is it not visible?")
        self.assertContains(page, "It is a draft.")
        self.assertContains(page, f'href="{LIST}{article.pk}/change/#desk-buttons"')
        self.assertContains(self.client.get(f"{LIST}{article.pk}/change/"), 'id="desk-buttons"')

    def test_scheduled_and_expired_lead_to_the_field(self):
        later, sooner = clock.now() + timedelta(days=1), clock.now() - timedelta(days=1)
        scheduled = make_article(publish_at=later)
        expired = make_article(publish_at=sooner, expire_at=clock.now() - timedelta(hours=1))
        for article, field in ((scheduled, "publish_at"), (expired, "expire_at")):
            url = self.first(article).ways[0].url
            self.assertEqual(url, f"{LIST}{article.pk}/change/#id_{field}_0")
            self.assertContains(self.client.get(url), f'id="id_{field}_0"')

    def test_withdrawn_says_why(self):
        article = make_article()
        article.withdraw("The rector's name was wrong")
        self.assertContains(self.client.get(why(article)), "Reason: The rector&#x27;s name was wrong")
        self.assertEqual(self.first(article).ways[0].label, "Publish it again")

    def test_bin_is_restored_from_here(self):
        article = make_article()
        article.throw_away()
        way = self.first(article).ways[0]
        self.assertContains(self.client.get(why(article)), f'<form method="post" action="{way.url}"')
        self.client.post(way.url)
        self.assertTrue(Article.objects.get().is_public)
        self.assertEqual(LogEntry.objects.count(), 1)

    def test_the_first_that_fails_and_those_after_it(self):
        article = make_article(publish_at=clock.now() + timedelta(days=1))
        article.throw_away()
        reasons = self.client.get(why(article)).context["reasons"]
        self.assertEqual([reason.holds for reason in reasons], [True, False, True, False, True])
        self.assertEqual([bool(reason.ways) for reason in reasons], [False, True, False, False, False])

    def test_other_moment(self):
        article = make_article(publish_at=NOON, expire_at=NOON + timedelta(hours=1))
        for moment, public in (
            ("2026-11-01T14:59:59", False),  # Moscow
            ("2026-11-01T15:00:00", True),
            ("2026-11-01T15:59:59", True),
            ("2026-11-01T16:00", False),
        ):
            with self.subTest(moment):
                page = ask(self.client, article, NOON - timedelta(days=3), moment=moment)
                self.assertIs(page.context["is_public"], public)
                shown = [each.place.is_shown for _surface, told in page.context["places"] for each in told]
                self.assertIs(any(shown), public)
                self.assertContains(page, "(MSK)")

    def test_the_way_to_its_moment(self):
        for microsecond in (0, 1, 999_999):
            article = make_article(publish_at=clock.now().replace(microsecond=microsecond) + timedelta(days=1))
            page = self.client.get(why(article))
            self.assertContains(page, "Look at its moment")
            self.assertTrue(self.client.get(why(article) + page.context["begins"]).context["is_public"])

    def test_nonsense_is_told_beside_the_field(self):
        article = make_article()
        for data in (
            {"moment": "x"},
            {"moment": "0001-01-01T00:00"},
            {"moment": "9999-12-31T23:59"},
            {"language": "x"},
        ):
            with self.subTest(data):
                page = self.client.get(why(article), data)
                self.assertContains(page, "errorlist")
                self.assertTrue(page.context["is_public"])

    def test_change_that_is_to_come(self):
        article = make_article()
        article.title = "Another title"
        article.save_draft(by=None)
        article.schedule_changes(datetime(2126, 3, 4, 9, tzinfo=UTC), by=None)
        page = self.client.get(why(article))
        self.assertContains(page, "A newer text is scheduled: visitors read it from 4 March 2126")
        self.assertContains(page, reverse("admin:news_article_schedule", args=[article.pk]))

    def test_draft_beside_the_public_text(self):
        article = make_article()
        self.change(article, slug=article.slug, title="Other")
        page = self.client.get(why(article))
        self.assertContains(page, "Visitors read the text of")
        self.assertContains(page, f"{LIST}{article.pk}/history/compare/")
        self.assertContains(page, "Publish the draft")

    def test_what_the_gate_would_say(self):
        ready = make_article(state=State.DRAFT, lead="A lead.", title="Ready")
        self.assertContains(self.client.get(why(ready)), "ready to be published")
        faulty = make_article(state=State.DRAFT, lead="TK", title="Not ready")
        page = self.client.get(why(faulty))
        self.assertContains(page, "1 thing stands against publishing the newest text.")
        self.assertContains(page, f"{LIST}{faulty.pk}/change/?check=1#gate")
        self.assertContains(self.client.get(f"{LIST}{faulty.pk}/change/?check=1"), 'id="gate"')
        self.assertNotContains(self.client.get(why(make_article())), "the newest text")

    def test_links_to_the_page(self):
        shown, hidden = make_article(), make_article(state=State.DRAFT)
        self.assertContains(self.client.get(f"{LIST}{shown.pk}/change/"), "Where is it visible?")
        self.assertContains(self.client.get(f"{LIST}{hidden.pk}/change/"), "Why is it not visible?")
        rows = self.client.get(LIST)
        self.assertContains(rows, why(hidden))
        self.assertNotContains(rows, why(shown))


class LanguageTests(EditorCase):
    def test_no_text_in_that_language(self):
        article = make_article()
        page = self.client.get(why(article), {"language": "ru"})
        self.assertFalse(page.context["is_public"])
        self.assertContains(page, f"/add/?language=ru&amp;original={article.pk}")

    def test_translation_has_its_own_answer(self):
        article = make_article()
        other = make_article(language="ru", translation_key=article.translation_key, state=State.DRAFT, title="Другая")
        page = self.client.get(why(article), {"language": "ru"})
        self.assertContains(page, "Другая")
        self.assertContains(page, f"{LIST}{other.pk}/change/#desk-buttons")
        self.assertTrue(self.client.get(why(other), {"language": "en"}).context["is_public"])


class ScopeTests(EditorCase):
    def setUp(self):
        super().setUp()
        self.author = make_user("Author")
        self.client.force_login(self.author)

    def test_others_articles_are_not_there(self):
        for key in (make_article().pk, 0, 2**70, "x"):
            with self.subTest(key):
                self.assertEqual(self.client.get(f"{LIST}{key}/visibility/").status_code, 404)

    def test_an_author_is_told_who_can(self):
        article = make_article(state=State.DRAFT, created_by=self.author)
        stranger = make_user("Editor", username="stranger")
        make_university(staff=[stranger])
        page = self.client.get(why(article))
        self.assertContains(page, f"Who can: {self.user.username}.")
        self.assertContains(page, "Send to review")
        self.assertNotContains(page, "Publish it")
        self.assertEqual(self.client.get(page.context["first"].ways[0].url).status_code, 200)

    def test_in_review_it_says_with_whom(self):
        article = make_article(state=State.DRAFT, created_by=self.author)
        article.ask_review(by=self.author, reviewer=self.user)
        told = f"It is in review: {self.author.username} asked {self.user.username} on"
        self.assertContains(self.client.get(why(article)), told)

    def test_many_who_can(self):
        for _each in range(9):
            make_user("Association editor")
        self.assertContains(
            self.client.get(why(make_article(state=State.DRAFT, created_by=self.author))), " and others."
        )

    def test_others_translation_is_told_no_further_than_to_visitors(self):
        article = make_article(state=State.DRAFT, created_by=self.author)
        shared = {"translation_key": article.translation_key, "language": "ru"}
        other = make_article(**shared, title="Чужая тайна", state=State.DRAFT)
        page = self.client.get(why(article), {"language": "ru"})
        self.assertContains(page, "Others write it.")
        self.assertNotContains(page, "Чужая тайна")
        self.assertFalse(page.context["is_public"])
        other.publish(by=None)
        self.assertTrue(self.client.get(why(article), {"language": "ru"}).context["is_public"])

    def test_what_others_have_planned_is_told_to_nobody(self):
        article = make_article(created_by=self.author, owner=make_university(staff=[self.author]))
        for number in range(5):
            planned = make_article(
                title=f"Secret {number}", slug=f"secret-{number}", publish_at=NOON.replace(year=2090)
            )
            for moment in ("2090-12-01T00:00", "2089-12-01T00:00"):
                with self.subTest(number, moment=moment):
                    page = self.client.get(why(article), {"moment": moment})
                    self.assertNotContains(page, planned.slug[:-2])
                    self.assertNotContains(page, "Secret")
        self.assertContains(
            self.client.get(why(article), {"moment": "2090-12-01T00:00"}), "newer articles stand before it: 5"
        )

    def test_unpublished_partner_of_others_has_no_name(self):
        hidden = make_university(is_published=False, name_en="Hidden U", name_ru="Hidden U")
        article = make_article(created_by=self.author, universities=[hidden], state=State.DRAFT)
        page = self.client.get(why(article))
        self.assertNotContains(page, "Hidden U")
        self.assertContains(page, "University that you may not open")

    def test_when_others_plan_a_translation_is_nobodys_to_find_out(self):
        author = make_user("Author")
        mine = make_article(owner=make_university(staff=[author]))
        later = clock.now() + timedelta(days=2)
        planned = {
            "language": "ru",
            "translation_key": mine.translation_key,
            "slug": "their-secret",
            "publish_at": later,
        }
        make_article(owner=make_university(), **planned)
        self.client.force_login(author)
        for language in ("en", "ru"):
            page = self.client.get(
                why(mine), {"language": language, "moment": f"{later + timedelta(days=1):%Y-%m-%dT%H:%M}"}
            )
            self.assertNotContains(page, "their-secret")
        self.assertFalse(page.context["is_public"])


class QueryTests(EditorCase):
    def test_same_number_with_few_and_with_many(self):
        counts = set()
        for amount in (3, 30):
            partners = {"universities": make_university, "laboratories": make_laboratory, "agreements": make_agreement}
            linked = {
                name: [make(is_published=bool(number % 3)) for number in range(amount)]
                for name, make in partners.items()
            }
            for _each in range(amount):
                make_article()
            article = make_article(topics=[make_topic() for _each in range(amount)], **linked)
            make_article(language="ru", translation_key=article.translation_key)
            for number in range(amount):
                article.old_addresses.create(path=f"/news/{amount}/{number}")
            search.query("article", language="en")  # what was just written is indexed before a question
            with CaptureQueriesContext(connection) as queries:
                self.assertContains(self.client.get(why(article)), "Where is it visible?")
            counts.add(len(queries))
        self.assertEqual(len(counts), 1, counts)
