"""A draft of a live article gets its moment in the admin, in the zone of whoever chooses it."""

from datetime import UTC, datetime, timedelta

from news.models import Article
from opendoors.content import clock
from opendoors.content.models import ScheduledChange
from opendoors.models import StaffZone
from tests.factories import make_article, make_university, make_user
from tests.news.test_article_admin import EditorCase, form_data

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIST = "/admin/news/article/"


class ScheduleCase(EditorCase):
    def setUp(self):
        super().setUp()
        override = clock.at(NOON)
        override.__enter__()
        self.addCleanup(override.__exit__, None, None, None)
        self.article = make_article(title="Old title", publish_at=NOON - HOUR)
        self.form, self.page = (f"{LIST}{self.article.pk}/{end}/" for end in ("change", "schedule"))

    def write(self, title="New title", **fields):
        return self.change(self.article, title=title, slug=self.article.slug, **fields)

    def schedule(self, day="2026-11-02", time="09:00", **fields):
        newest = Article.objects.get(pk=self.article.pk).latest_revision_id
        data = {"revision": newest, "at_0": day, "at_1": time, "_plan": "1", **fields}
        return self.client.post(self.page, data, follow=True)


class SchedulePageTests(ScheduleCase):
    def test_button_keeps_the_draft_and_leads_to_its_moment(self):
        response = self.write(_schedule="1")
        self.assertRedirects(response, self.page)
        self.assertContains(response, "Europe/Moscow, UTC+3")
        self.assertContains(response, "<ins>New</ins>", html=True)
        self.assertEqual(Article.objects.get().title, "Old title")

    def test_chosen_moment_is_told_on_the_form_the_list_and_in_the_history(self):
        self.write()
        response = self.schedule()
        self.assertRedirects(response, self.form)
        self.assertEqual(ScheduledChange.objects.get().at, datetime(2026, 11, 2, 6, tzinfo=UTC))
        self.assertContains(response, "Changes come out on 2 November 2026, 09:00 (Europe/Moscow, UTC+3)")
        self.assertContains(self.client.get(LIST), "changes on 2 Nov 2026, 09:00")
        self.assertContains(self.client.get(f"{LIST}?status=with_changes_ahead"), "changes on")
        history = self.client.get(f"{LIST}{self.article.pk}/history/")
        self.assertContains(history, "Changes scheduled</strong>: 2 November 2026, 09:00 (Europe/Moscow, UTC+3)")

    def test_visitors_and_the_history_hear_of_it_at_its_second(self):
        self.write()
        self.schedule()
        address = self.article.get_absolute_url()
        with clock.at(datetime(2026, 11, 2, 6, tzinfo=UTC)):
            self.assertContains(self.client_class().get(address), "New title")
            history = self.client.get(f"{LIST}{self.article.pk}/history/")
            self.assertContains(history, "Scheduled changes came out")
            self.assertNotContains(self.client.get(self.form), "Look at the schedule")

    def test_later_draft_leaves_the_chosen_text_chosen_until_somebody_says_otherwise(self):
        self.write()
        self.schedule()
        chosen = ScheduledChange.objects.get().revision_id
        response = self.write(title="Newest title")
        self.assertContains(response, "newer draft than the text that is scheduled")
        self.assertEqual(ScheduledChange.objects.get().revision_id, chosen)
        page = self.client.get(self.page)
        self.assertContains(page, f'value="{chosen}"')
        self.assertContains(page, "the newest draft, saved on")
        self.schedule()
        self.assertEqual(ScheduledChange.objects.get().revision.snapshot["title"], "Newest title")

    def test_text_saved_while_the_page_was_open_is_not_scheduled_unseen(self):
        self.write()
        seen = Article.objects.get().latest_revision_id
        self.write(title="By somebody else")
        response = self.schedule(revision=seen)
        self.assertContains(response, "Somebody has saved the text meanwhile")
        self.assertFalse(ScheduledChange.objects.exists())

    def test_cancelled_it_stays_a_draft(self):
        self.write()
        self.schedule()
        response = self.client.post(self.page, {"_cancel": "1"}, follow=True)
        self.assertContains(response, "Nothing is scheduled any more")
        self.assertFalse(ScheduledChange.objects.exists())

    def test_published_at_once_it_says_that_nothing_is_scheduled_any_more(self):
        self.write()
        self.schedule()
        response = self.write(title="At once", _publish="1")
        self.assertContains(
            response, "The change scheduled for 2 November 2026, 09:00 (Europe/Moscow, UTC+3) is no longer"
        )
        self.assertFalse(ScheduledChange.objects.exists())

    def test_what_could_not_come_out_is_told_on_form_and_list(self):
        self.change(self.article, title="New title", slug="wanted")
        self.schedule()
        make_article(slug="wanted")
        with clock.at(NOON + 30 * HOUR):
            self.assertContains(self.client.get(self.form), "did not come out: it can no longer stand beside")
            self.assertContains(self.client.get(LIST), "scheduled change failed")

    def test_what_makes_no_sense_is_told_beside_the_form(self):
        self.write()
        self.assertContains(self.schedule(day="2026-10-31"), "This moment has passed")
        self.assertContains(self.schedule(day=""), "This field is required")
        self.assertFalse(ScheduledChange.objects.exists())

    def test_nothing_to_schedule(self):
        self.assertContains(self.client.get(self.page, follow=True), "no draft newer than the public text")
        draft = make_article(state="draft")
        response = self.client.get(f"{LIST}{draft.pk}/schedule/", follow=True)
        self.assertContains(response, "is not public: publish it, at a later moment")

    def test_later_moment_of_publishing_is_refused_for_what_is_public(self):
        response = self.write(publish_at_0="2026-11-03", publish_at_1="10:00", _publish="1")
        self.assertContains(response, "would take it off the site until then")
        self.assertTrue(Article.objects.get().is_public)

    def test_authors_schedule_nothing(self):
        author = make_user("Author")
        Article.objects.update(owner=make_university(staff=[author]))
        self.write()
        self.client.force_login(author)
        self.assertNotContains(self.client.get(self.form), "Schedule the changes")
        self.assertEqual(self.schedule().status_code, 403)
        self.assertEqual(self.write(_schedule="1").status_code, 403)


class ZoneTests(ScheduleCase):
    def use(self, name):
        StaffZone.objects.update_or_create(user=self.user, defaults={"name": name})

    def test_moments_are_typed_and_shown_in_the_zone_of_their_own(self):
        for zone, told, moment in [
            ("Asia/Kolkata", "Asia/Kolkata, UTC+5:30", datetime(2026, 11, 2, 3, 30, tzinfo=UTC)),
            ("Asia/Kathmandu", "Asia/Kathmandu, UTC+5:45", datetime(2026, 11, 2, 3, 15, tzinfo=UTC)),
            ("America/New_York", "America/New_York, UTC−5", datetime(2026, 11, 2, 14, tzinfo=UTC)),
        ]:
            self.use(zone)
            self.write(title=zone)
            with self.subTest(zone):
                self.assertContains(self.schedule(), f"Changes come out on 2 November 2026, 09:00 ({told})")
                self.assertEqual(ScheduledChange.objects.get().at, moment)

    def test_form_is_read_in_the_zone_that_it_was_shown_in(self):
        shown = self.client.get(self.form).context["adminform"].form
        self.assertEqual(shown["zone_shown"].value(), "Europe/Moscow")
        self.use("Asia/Kolkata")
        fields = {"expire_at_0": "2026-12-24", "expire_at_1": "10:00"}
        response = self.write(zone_shown="Europe/Moscow", **fields, _publish="1")
        self.assertEqual(Article.objects.get().expire_at, datetime(2026, 12, 24, 7, tzinfo=UTC))
        self.assertContains(response, 'value="12:30:00"')

    def test_opened_and_saved_untouched_no_moment_moves(self):
        """Also in the hour that comes twice, and not if the zone is changed in between."""
        moment = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
        Article.objects.update(expire_at=moment)
        self.use("Europe/Berlin")
        self.article.refresh_from_db()
        self.article.save_draft(by=None)
        form = self.client.get(self.form).context["adminform"].form
        self.assertContains(self.client.get(self.form), 'value="02:30:00 UTC+1"')
        self.use("Asia/Kolkata")
        typed = {f"expire_at_{n}": part for n, part in enumerate(("2027-10-31", "02:30:00 UTC+1"))}
        self.write(zone_shown=form["zone_shown"].value(), **typed, _publish="1")
        self.assertEqual(Article.objects.get().expire_at, moment)

    def test_hours_that_never_come_or_come_twice_are_asked_about(self):
        self.use("Europe/Berlin")
        self.write()
        self.assertContains(self.schedule("2027-03-28", "02:30"), "Do you mean 03:30?")
        self.assertContains(self.schedule("2027-10-31", "02:30"), "Write “02:30 UTC+2” or “02:30 UTC+1”.")
        self.schedule("2027-10-31", "02:30 UTC+2")
        self.assertEqual(ScheduledChange.objects.get().at, datetime(2027, 10, 31, 0, 30, tzinfo=UTC))

    def test_public_pages_and_a_text_read_in_the_history_stay_in_the_zone_of_the_site(self):
        Article.objects.update(publish_at=datetime(2026, 10, 31, 22, tzinfo=UTC))  # 1 November in Moscow
        self.use("America/New_York")
        revision = f"{LIST}{self.article.pk}/history/{self.article.live_revision_id}/"
        for address in (self.article.get_absolute_url(), "/news/"):
            with self.subTest(address):
                self.assertContains(self.client.get(address), "1 November 2026")
        self.assertContains(self.client.get(revision), "1 November 2026")

    def test_unsaved_text_is_brought_back_at_the_same_moment_in_another_zone(self):
        values = {name: [value] for name, value in form_data(title="Kept").items() if isinstance(value, str)}
        values |= {"expire_at_0": ["2026-12-24"], "expire_at_1": ["10:00"], "zone_shown": ["Europe/Moscow"]}
        message = {"tab": "a" * 12, "content": str(self.article.pk), "values": values, "changed": True, "age": 0}
        message |= {"based_on": str(self.article.latest_revision_id)}
        kept = self.client.post(f"{LIST}keep/", message, content_type="application/json")
        self.assertTrue(kept.json()["kept"])
        self.use("Asia/Kolkata")
        self.assertContains(self.client.get(f"{self.form}?bring_back={'a' * 12}"), 'value="12:30:00"')
