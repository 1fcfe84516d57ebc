from django.test import TestCase

from opendoors.models import StaffZone
from tests.factories import make_user

PAGE = "/admin/time-zone/"


class TimeZoneTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("Author")

    def setUp(self):
        self.client.force_login(self.user)

    def test_chosen_zone_stands_on_every_page_of_the_admin_of_that_person_alone(self):
        self.assertContains(self.client.get("/admin/"), "Europe/Moscow, UTC+3")
        response = self.client.post(PAGE, {"zone": "Asia/Kathmandu", "next": "/admin/news/article/"}, follow=True)
        self.assertRedirects(response, "/admin/news/article/")
        self.assertContains(response, "times in the admin are those of Asia/Kathmandu, UTC+5:45")
        self.assertContains(self.client.get("/admin/"), 'data-time-zone="Asia/Kathmandu"')
        self.client.force_login(make_user("Author"))
        self.assertContains(self.client.get("/admin/"), 'data-time-zone="Europe/Moscow"')

    def test_proposal_of_the_browser_is_chosen_in_the_list_and_changes_nothing(self):
        response = self.client.get(f"{PAGE}?zone=Asia/Calcutta")
        self.assertContains(response, '<option value="Asia/Kolkata" selected>')
        self.assertContains(response, "Nothing changes before you press the button")
        self.assertFalse(StaffZone.objects.exists())

    def test_rubbish_is_refused(self):
        self.assertContains(self.client.post(PAGE, {"zone": "Europe/Atlantis"}), "Select a valid choice")
        response = self.client.post(PAGE, {"zone": "Asia/Tokyo", "next": "https://example.org/"})
        self.assertRedirects(response, "/admin/")
        self.assertNotContains(self.client.get(f"{PAGE}?zone=<script>"), "<script>&")

    def test_zone_that_is_no_longer_known_is_the_sites(self):
        StaffZone.objects.create(user=self.user, name="Europe/Atlantis")
        self.assertContains(self.client.get("/admin/"), "Europe/Moscow, UTC+3")
