"""Menus, deadlines, figures and the home page in the admin."""

from datetime import UTC, datetime

from django.urls import reverse

from opendoors.pages.models import Deadline, Figure, HomePage, MenuItem
from tests.factories import make_deadline, make_figure, make_menu_item, make_page, make_user
from tests.pages.test_page_admin import DeskCase


class DeadlineAdminTests(DeskCase):
    def save(self, path="add/", **values):
        sent = {"title_en": "Portfolios close", "at_0": "2026-11-16", "at_1": "23:59", "zone": "Europe/Moscow"}
        return self.client.post(f"/admin/pages/deadline/{path}", {**sent, **values}, follow=True)

    def test_moment_is_read_on_the_clocks_of_the_zone_beside_it(self):
        for zone, hour in (("Europe/Moscow", 20), ("Asia/Tomsk", 16), ("UTC", 23)):
            with self.subTest(zone):
                self.save(zone=zone)
                deadline = Deadline.objects.latest("pk")
                self.assertEqual((deadline.at, deadline.zone), (datetime(2026, 11, 16, hour, 59, tzinfo=UTC), zone))

    def test_and_shown_on_them(self):
        deadline = make_deadline(at=datetime(2026, 11, 16, 20, 59, tzinfo=UTC), zone="Asia/Tomsk")
        form = self.client.get(f"/admin/pages/deadline/{deadline.pk}/change/")
        self.assertContains(form, 'name="at_0" value="2026-11-17"')
        self.assertContains(form, 'name="at_1" value="03:59:00"')
        self.assertContains(self.client.get("/admin/pages/deadline/"), "Tomsk time (UTC+7)")

    def test_saved_as_it_was_shown_it_is_the_same_moment(self):
        deadline = make_deadline(at=datetime(2026, 11, 16, 20, 59, tzinfo=UTC), zone="Asia/Tomsk")
        sent = {"at_0": "2026-11-17", "at_1": "03:59:00", "zone": "Asia/Tomsk"}
        self.save(f"{deadline.pk}/change/", **sent)
        self.assertEqual(Deadline.objects.get().at, deadline.at)

    def test_a_time_that_the_clocks_leave_out_is_refused(self):
        response = self.save(zone="Europe/Berlin", at_0="2026-03-29", at_1="02:30")
        self.assertContains(response, "the clocks are put forward")
        self.assertFalse(Deadline.objects.exists())

    def test_tracks_and_link(self):
        self.save(tracks=["master", "doctoral"], link="/rules/", is_published="on")
        deadline = Deadline.objects.get()
        self.assertEqual(
            (deadline.tracks, deadline.link, deadline.is_published), (["master", "doctoral"], "/rules/", True)
        )

    def test_a_link_that_is_none_is_told(self):
        self.assertContains(self.save(link="javascript:alert(1)"), "An address starts with https://")


class FigureAdminTests(DeskCase):
    def test_without_a_source_it_stays_in_and_the_boxes_say_why(self):
        sent = {"value_en": "24", "label_en": "universities", "position": "1", "is_published": "on"}
        response = self.client.post("/admin/pages/figure/add/", sent)
        self.assertContains(response, "with its date and the name and address of its source.</li>", count=3)
        self.assertFalse(Figure.objects.exists())

    def test_with_one_it_is_published(self):
        sent = {"value_en": "24", "label_en": "universities", "position": "1", "is_published": "on"}
        source = {"as_of": "2025-09-01", "source_name_en": "Home page", "source_url": "https://od.globaluni.ru/"}
        self.client.post("/admin/pages/figure/add/", {**sent, **source})
        self.assertTrue(Figure.objects.get().is_published)


class MenuAdminTests(DeskCase):
    def add(self, **values):
        return self.client.post(
            "/admin/pages/menuitem/add/", {"menu": "header", "position": "70", **values}, follow=True
        )

    def test_page_is_chosen_by_its_titles(self):
        page = make_page(title="About")
        make_page(title="О нас", language="ru", translation_key=page.translation_key)
        self.assertContains(self.client.get("/admin/pages/menuitem/add/"), "About / О нас</option>", count=1)
        self.add(page_key=str(page.translation_key))
        self.assertContains(self.client.get("/"), f'<a href="{page.get_absolute_url()}">About</a>')
        self.assertContains(self.client.get("/admin/pages/menuitem/"), "About")

    def test_one_of_three(self):
        for values in ({}, {"place": "news", "address": "https://example.org/", "label_en": "x"}):
            with self.subTest(values):
                self.assertContains(self.add(**values), "Choose one of the three")

    def test_addresses_on_this_site_are_looked_up(self):
        make_page(slug="about")
        for address, told in (
            ("/about/", "please choose that page instead"),
            ("/nowhere/at/all/", "There is no page of this site at this address"),
            ("/admin/", "There is no page of this site at this address"),
            ("/news/nothing/", "Visitors find nothing at this address"),
        ):
            with self.subTest(address):
                self.assertContains(self.add(address=address, label_en="x"), told)
        self.add(address="/partners/agreements/?kind=other", label_en="Deals")
        self.assertContains(self.client.get("/"), "Deals</a>")

    def test_page_that_is_no_more_is_named_as_such(self):
        page = make_page()
        make_menu_item(page)
        page.throw_away()
        self.assertContains(self.client.get("/admin/pages/menuitem/"), "a page that is no more")

    def test_list_asks_the_same_questions_for_3_and_for_30(self):
        counts = []
        for amount in (3, 27):
            for _each in range(amount):
                make_menu_item(make_page())
            with self.subTest(amount), self.assertNumQueries(counts[0] if counts else 9) as asked:
                self.client.get("/admin/pages/menuitem/")
            counts.append(len(asked))


class HomePageAdminTests(DeskCase):
    def test_list_leads_to_the_one_row_and_its_words_are_shown(self):
        self.assertRedirects(self.client.get("/admin/pages/homepage/"), "/admin/pages/homepage/1/change/")
        sent = {"statement_title_en": "Come in", "deadlines_shown": "2"}
        self.client.post("/admin/pages/homepage/1/change/", sent)
        self.assertContains(self.client.get("/"), "Come in</h1>")
        self.assertFalse(HomePage.objects.get().shows_figures)


class OthersTests(DeskCase):
    def test_nobody_of_a_university_changes_them(self):
        rows = [make_deadline(), make_figure(), make_menu_item(make_page()), HomePage.objects.get()]
        for role in ("Author", "Translator", "Editor", "Partnership officer"):
            self.client.force_login(make_user(role))
            for row in rows:
                name = f"admin:pages_{row._meta.model_name}"
                with self.subTest(role=role, row=name):
                    self.assertEqual(self.client.post(reverse(f"{name}_change", args=[row.pk])).status_code, 403)
        self.assertTrue(MenuItem.objects.exists())
