"""The whole public site of a later moment: for staff who may look, for nobody else, and without a trace."""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.test import TestCase
from django.urls import reverse

from news.models import Article, OldAddress
from opendoors.content import clock
from opendoors.content.models import Polled, Publication, ScheduledChange
from opendoors.models import StaffZone
from tests.costs import ADMIN_REQUEST
from tests.factories import make_agreement, make_article, make_page, make_topic, make_university, make_user
from tests.test_site import PARTNERS

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAGE = "/admin/time-machine/"
TOLD = "the site as visitors will find it on"


class MachineCase(TestCase):
    def setUp(self):
        override = clock.at(NOON)
        override.__enter__()
        self.addCleanup(override.__exit__, None, None, None)
        self.editor = make_user("Editor")
        self.client.force_login(self.editor)

    def go(self, moment=NOON + 2 * HOUR, **more):
        return self.client.post(PAGE, {"moment": moment.isoformat(), **more})

    def visitor(self, address):
        return self.client_class().get(address)


class LookingTests(MachineCase):
    def test_what_is_scheduled_is_out_and_what_expires_is_gone(self):
        scheduled = make_article(title="Comes later", publish_at=NOON + HOUR)
        expiring = make_article(title="Goes soon", publish_at=NOON - HOUR, expire_at=NOON + HOUR)
        self.go()
        home = self.client.get("/")
        self.assertContains(home, "Comes later")
        self.assertNotContains(home, "Goes soon")
        self.assertContains(self.client.get(scheduled.get_absolute_url()), "Comes later")
        self.assertEqual(self.client.get(expiring.get_absolute_url()).status_code, 404)

    def test_scheduled_changes_are_seen_and_nothing_is_written(self):
        article = make_article(title="Old title", slug="old", publish_at=NOON - HOUR)
        self.change(article)
        before = (Publication.objects.count(), OldAddress.objects.count())
        self.go()
        self.assertRedirects(self.client.get("/news/old/"), "/news/new/", 301, fetch_redirect_response=False)
        self.assertContains(self.client.get("/news/new/"), "New title")
        self.assertContains(self.client.get("/news/"), "New title")
        self.assertEqual(Article.objects.get().title, "Old title")
        self.assertEqual(before, (Publication.objects.count(), OldAddress.objects.count()))
        self.assertTrue(ScheduledChange.objects.waiting().exists())
        self.assertEqual(self.visitor("/news/new/").status_code, 404)
        self.assertContains(self.visitor("/news/old/"), "Old title")

    def test_feeds_are_of_that_time_and_leave_readers_of_now_alone(self):
        make_article(title="Comes later", publish_at=NOON + HOUR)
        now = self.visitor("/news/feed.atom")
        self.go()
        later = self.client.get("/news/feed.atom")
        self.assertContains(later, "Comes later")
        self.assertEqual(later["Cache-Control"], "private, no-store")
        again = self.client_class().get("/news/feed.atom", headers={"if-none-match": now["ETag"]})
        self.assertEqual(again.status_code, 304)
        self.assertLess(Polled.objects.get().since, NOON + HOUR)

    def change(self, article):
        content = Article.objects.get(pk=article.pk)
        relations = content.take_newest()
        content.title, content.slug = "New title", "new"
        content.save_draft(by=None, relations=relations)
        content.schedule_changes(NOON + HOUR, by=self.editor)

    def test_agreements_stand_as_on_that_day_also_in_files(self):
        agreement = make_agreement(
            parties=(make_university(), make_university()),
            status="signed",
            effective_on=date(2026, 1, 1),
            effective_precision="day",
            expires_on=date(2026, 12, 31),
            expires_precision="day",
        )
        self.assertNotContains(self.client.get(agreement.get_absolute_url()), "Its term has run out")
        self.go(datetime(2027, 1, 5, tzinfo=UTC))
        self.assertContains(self.client.get(agreement.get_absolute_url()), "Its term has run out")
        file = self.client.get(reverse("partners:agreement-export", args=["csv"]))
        self.assertIn("2027-01-05", file["Content-Disposition"])
        self.assertFalse(file.streaming)

    def test_staff_see_what_visitors_will_and_no_drafts_of_theirs(self):
        draft = make_article(state="draft", created_by=self.editor)
        self.assertEqual(self.client.get(draft.get_absolute_url()).status_code, 200)
        self.go()
        self.assertEqual(self.client.get(draft.get_absolute_url()).status_code, 404)

    def test_every_page_says_so_and_is_kept_by_nobody(self):
        topic = make_topic()
        make_article(publish_at=NOON - HOUR, topics=(topic,))
        self.go()
        addresses = [reverse(name) for name in PARTNERS if name.endswith(("list", "overview", "data"))]
        for address in ("/", "/ru/", "/news/", "/ru/news/", topic.get_absolute_url(), "/nothing/", *addresses):
            with self.subTest(address):
                response = self.client.get(address)
                self.assertContains(response, "time-machine", status_code=response.status_code)
                self.assertEqual(response["Cache-Control"], "private, no-store")
                self.assertIn("noindex", response["X-Robots-Tag"])
                for told in ('rel="canonical"', 'hreflang="x-default"', "og:", '"NewsArticle"', '"WebSite"'):
                    self.assertNotContains(response, told, status_code=response.status_code)
        self.assertContains(self.client.get("/"), f"{TOLD} 1 November 2026, 17:00 (Europe/Moscow, UTC+3)")

    def test_banner_leads_to_another_moment_and_back_to_now(self):
        self.go()
        self.assertContains(self.client.get("/news/?page=1"), f"{PAGE}?next=/news/%3Fpage%3D1")
        response = self.client.post(f"{PAGE}leave/", {"next": "/news/"})
        self.assertRedirects(response, "/news/")
        self.assertNotContains(self.client.get("/news/"), TOLD)

    def test_nothing_is_sent_from_a_time_that_is_not_yet(self):
        self.go()
        response = self.client.post("/")
        self.assertEqual((response.status_code, response["Cache-Control"]), (405, "private, no-store"))

    def test_admin_is_never_moved(self):
        article = make_article(title="Comes later", publish_at=NOON + HOUR)
        self.go()
        self.client.force_login(make_user("Association editor"))
        self.go()
        response = self.client.get(f"/admin/news/article/{article.pk}/change/")
        self.assertContains(response, "Scheduled: public from")
        self.assertNotContains(response, TOLD)


class WhoLooksTests(MachineCase):
    def test_a_visitor_with_the_same_address_reads_the_site_of_now(self):
        make_article(title="Comes later", publish_at=NOON + HOUR)
        self.go()
        for address in ("/", "/news/"):
            response = self.visitor(address)
            self.assertNotContains(response, "Comes later")
            self.assertNotContains(response, TOLD)

    def test_other_staff_are_where_they_were(self):
        self.go()
        self.client.force_login(make_user("Administrator"))
        self.assertNotContains(self.client.get("/"), TOLD)

    def test_authors_may_not(self):
        for role in ("Author", "Translator", "Partnership officer"):
            self.client.force_login(make_user(role))
            with self.subTest(role):
                self.assertEqual(self.go().status_code, 403)
                self.assertNotContains(self.client.get("/"), TOLD)

    def test_whose_right_is_taken_is_back_in_the_present_with_the_next_page(self):
        self.go()
        self.assertContains(self.client.get("/"), TOLD)
        self.editor.groups.clear()
        self.assertNotContains(self.client.get("/"), TOLD)
        self.assertNotIn("time_machine", self.client.session)

    def test_signed_out_it_is_over(self):
        self.go()
        self.client.post("/admin/logout/")
        self.assertNotContains(self.client.get("/"), TOLD)

    def test_moment_that_has_come_is_the_present(self):
        self.go()
        with clock.at(NOON + 2 * HOUR):
            self.assertNotContains(self.client.get("/"), TOLD)

    def test_altered_session_does_no_harm(self):
        session = self.client.session
        for rubbish in ("soon", "2026-13-01", "2026-11-02T10:00:00", 5, "9999-12-31T23:59:59+00:00", None):
            session["time_machine"] = rubbish
            session.save()
            with self.subTest(rubbish):
                self.assertNotContains(self.client.get("/"), TOLD)

    def test_a_visitor_without_a_session_costs_nothing(self):
        response = self.visitor("/")
        self.assertNotIn("Cookie", response.get("Vary", ""))
        self.assertNotIn("X-Robots-Tag", response)
        self.assertNotIn(settings.SESSION_COOKIE_NAME, response.cookies)


class ChoosingTests(MachineCase):
    def test_moment_is_typed_in_the_zone_of_their_own(self):
        StaffZone.objects.create(user=self.editor, name="Asia/Kathmandu")
        self.client.post(PAGE, {"at_0": "2026-12-24", "at_1": "10:00", "next": "/news/"})
        self.assertContains(self.client.get("/news/"), f"{TOLD} 24 December 2026, 07:15 (Europe/Moscow, UTC+3)")
        self.assertContains(self.client.get(PAGE), "24 December 2026, 10:00 (Asia/Kathmandu, UTC+5:45)")

    def test_past_moments_are_refused_and_addresses_elsewhere_are_not_followed(self):
        response = self.client.post(PAGE, {"at_0": "2026-10-24", "at_1": "10:00"})
        self.assertContains(response, "Choose a later moment than now")
        for after in ("https://example.org/", "//example.org/", "/admin/"):
            self.assertRedirects(self.go(next=after), "/")

    def test_what_comes_out_next_is_offered(self):
        make_article(title="Comes later", publish_at=NOON + 2 * HOUR)
        make_page(title="Comes first", publish_at=NOON + HOUR)
        page = self.client.get(PAGE).content.decode()
        self.assertLess(page.index("Comes first"), page.index("Comes later"))

    def test_list_of_what_comes_asks_the_same_questions_for_3_and_for_30(self):
        for amount in (3, 27):
            for number in range(amount):
                make_article(publish_at=NOON + (number + 1) * HOUR)
            with self.assertNumQueries(6 + ADMIN_REQUEST):
                self.client.get(PAGE)
