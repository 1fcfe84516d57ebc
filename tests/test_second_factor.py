from django.contrib.auth.models import Group, User
from django.test import TestCase, override_settings
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from opendoors.content.publishing import State
from opendoors.second_factor import devices
from tests import factories

PASSWORD = "a long enough sentence"
LOGIN, PAGE, INDEX = "/admin/login/", "/admin/second-factor/", "/admin/"


def code_of(phone: TOTPDevice) -> str:
    """What the phone shows now."""
    return f"{totp(phone.bin_key):06}"


def connect_phone(user: User) -> tuple[TOTPDevice, list[str]]:
    phone = TOTPDevice.objects.create(user=user, name="phone", confirmed=False)
    return phone, devices.confirm(phone)


@override_settings(SECOND_FACTOR=True)
class SecondFactorTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = User.objects.create_user("anna", password=PASSWORD, is_staff=True, is_superuser=True)

    def give_password(self, password: str = PASSWORD, **extra):
        fields = {"username": "anna", "password": password, "next": "/admin/auth/user/"}
        return self.client.post(LOGIN, fields, follow=True, **extra)

    def give_code(self, code: str, **fields):
        return self.client.post(PAGE, {"code": code, **fields})

    def assertShut(self):
        self.assertRedirects(self.client.get(INDEX), f"{LOGIN}?next=/admin/", fetch_redirect_response=False)


class EnrolmentTests(SecondFactorTestCase):
    def test_first_sign_in_connects_a_phone(self):
        page = self.give_password()
        phone = TOTPDevice.objects.get()
        self.assertContains(page, 'class="qr"')
        self.assertContains(page, page.context["secret"])
        self.assertShut()
        shown = self.give_code(code_of(phone), next="/admin/auth/user/")
        self.assertContains(shown, 'href="/admin/auth/user/"')
        for token in StaticToken.objects.all():
            self.assertContains(shown, token.token)
        self.assertEqual(StaticToken.objects.count(), 10)
        self.assertEqual(self.client.get(INDEX).status_code, 200)

    def test_a_wrong_code_connects_nothing(self):
        self.give_password()
        self.assertContains(self.give_code("abcdef"), "This code is not right")
        self.assertFalse(TOTPDevice.objects.get().confirmed)
        self.assertShut()

    def test_a_secret_seen_in_another_session_is_not_offered_again(self):
        first = self.give_password().context["secret"]
        self.assertEqual(self.client.get(PAGE).context["secret"], first)
        self.client.logout()
        self.assertNotEqual(self.give_password().context["secret"], first)

    def test_recovery_codes_are_shown_once(self):
        self.give_password()
        self.give_code(code_of(TOTPDevice.objects.get()))
        self.assertRedirects(self.client.get(PAGE), INDEX)


class AskingTests(SecondFactorTestCase):
    def setUp(self):
        self.phone, self.codes = connect_phone(self.user)

    def test_the_code_opens_the_page_that_was_wanted(self):
        page = self.give_password()
        self.assertContains(page, "Enter your code")
        self.assertNotContains(page, 'class="qr"')
        self.assertShut()
        self.assertRedirects(self.give_code(code_of(self.phone), next=page.context["after"]), "/admin/auth/user/")

    def test_a_code_is_good_once(self):
        self.give_password()
        code = code_of(self.phone)
        self.give_code(code)
        self.client.logout()
        self.give_password()
        self.assertContains(self.give_code(code), "used already")

    def test_a_recovery_code_is_good_once_and_however_it_is_typed(self):
        self.give_password()
        self.assertRedirects(self.give_code(f" {self.codes[0].upper()[:4]} {self.codes[0][4:]}"), INDEX)
        self.client.logout()
        self.give_password()
        self.assertContains(self.give_code(self.codes[0]), "used already")

    def test_wrong_codes_are_slowed_down(self):
        self.give_password()
        self.give_code("000000" if code_of(self.phone) != "000000" else "000001")
        self.assertContains(self.give_code(code_of(self.phone)), "Too many wrong codes")
        self.assertShut()

    def test_somebody_elses_code_does_not_do(self):
        other = User.objects.create_user("boris", password=PASSWORD, is_staff=True)
        phone, _codes = connect_phone(other)
        self.give_password()
        self.assertContains(self.give_code(code_of(phone)), "not right")

    def test_one_may_sign_in_as_somebody_else(self):
        self.give_password()
        self.assertRedirects(self.client.post(PAGE, {"leave": "1"}), LOGIN)
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_never_leads_to_another_site(self):
        self.give_password()
        self.assertRedirects(self.give_code(code_of(self.phone), next="https://example.org/"), INDEX)

    def test_a_new_session_key_after_the_code(self):
        self.give_password()
        before = self.client.session.session_key
        self.give_code(code_of(self.phone))
        self.assertNotEqual(self.client.session.session_key, before)


class GateTests(SecondFactorTestCase):
    def test_a_password_alone_shows_no_draft(self):
        draft = factories.make_article(state=State.DRAFT)
        self.client.force_login(self.user)
        self.assertEqual(self.client.get(draft.get_absolute_url()).status_code, 404)

    def test_visitors_get_no_cookie(self):
        response = self.client.get("/")
        self.assertFalse(response.cookies)
        self.assertNotIn("Cookie", response.headers.get("Vary", ""))

    def test_a_session_whose_phone_was_reset_ends(self):
        phone, _codes = connect_phone(self.user)
        self.give_password()
        self.give_code(code_of(phone))
        self.assertEqual(self.client.get(INDEX).status_code, 200)
        devices.reset(self.user)
        self.assertShut()
        self.assertRedirects(self.client.get(PAGE), INDEX, fetch_redirect_response=False)
        self.assertNotIn("_auth_user_id", self.client.session)

    @override_settings(SECOND_FACTOR=False)
    def test_off_means_a_password_is_enough(self):
        self.assertRedirects(self.give_password(), "/admin/auth/user/")


@override_settings(SECOND_FACTOR=False)
class AccountAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.boss = User.objects.create_superuser("boss", password=PASSWORD)
        cls.keeper = User.objects.create_user("keeper", password=PASSWORD, is_staff=True)
        cls.keeper.groups.add(Group.objects.get(name="Administrator"))
        connect_phone(cls.boss)
        connect_phone(cls.keeper)

    def reset(self, *users: User):
        fields = {"action": "reset_second_factor", "_selected_action": [user.pk for user in users]}
        return self.client.post(reverse("admin:auth_user_changelist"), fields, follow=True)

    def test_nobody_looks_at_devices(self):
        self.client.force_login(self.boss)
        for app in ("otp_totp/totpdevice", "otp_static/staticdevice"):
            self.assertEqual(self.client.get(f"/admin/{app}/").status_code, 404)

    def test_an_administrator_resets_a_second_factor(self):
        self.client.force_login(self.boss)
        self.assertContains(self.reset(self.keeper), "1 account connects a new phone")
        self.assertFalse(devices.has_phone(self.keeper))
        self.assertFalse(StaticToken.objects.filter(device__user=self.keeper).exists())

    def test_only_a_superuser_resets_a_superusers(self):
        self.client.force_login(self.keeper)
        self.assertContains(self.reset(self.boss), "Only a superuser")
        self.assertTrue(devices.has_phone(self.boss))

    def test_an_administrator_cannot_become_or_touch_a_superuser(self):
        self.client.force_login(self.keeper)
        fields = {"username": "keeper", "is_superuser": "on", "is_staff": "on", "is_active": "on"}
        self.client.post(reverse("admin:auth_user_change", args=[self.keeper.pk]), fields)
        self.keeper.refresh_from_db()
        self.assertFalse(self.keeper.is_superuser)
        for url in ("/admin/auth/user/{}/password/", "/admin/auth/user/{}/delete/"):
            self.assertEqual(self.client.get(url.format(self.boss.pk)).status_code, 403)


class GuessingTests(SecondFactorTestCase):
    def guess(self, times: int, **extra):
        for _time in range(times):
            response = self.give_password("wrong", **extra)
        return response

    def test_guessing_is_stopped_with_a_clear_page(self):
        page = self.guess(10)
        self.assertContains(page, "closed for 30 minutes", status_code=429)
        self.assertContains(self.give_password(), "Too many attempts", status_code=429)

    def test_the_page_speaks_the_language_of_the_reader(self):
        self.guess(10)
        page = self.give_password(headers={"accept-language": "ru"})
        self.assertContains(page, 'lang="ru"', status_code=429)

    def test_others_are_not_locked_out_with_them(self):
        self.guess(10, REMOTE_ADDR="192.0.2.1")
        self.assertEqual(self.give_password(REMOTE_ADDR="192.0.2.2").status_code, 200)

    @override_settings(BEHIND_PROXY=True)
    def test_behind_a_proxy_the_address_that_it_saw_counts(self):
        for number in range(10):
            page = self.guess(1, headers={"x-forwarded-for": f"198.51.100.{number}, 192.0.2.1"})
        self.assertEqual(page.status_code, 429)
        self.assertEqual(self.give_password(headers={"x-forwarded-for": "192.0.2.2"}).status_code, 200)


class LanguageTests(SecondFactorTestCase):
    def test_staff_switch_the_language_of_the_admin_alone(self):
        self.client.post("/admin/language/", {"language": "ru", "next": LOGIN})
        cookie = self.client.cookies["django_language"]
        self.assertEqual((cookie.value, cookie["path"], cookie["httponly"]), ("ru", "/admin/", True))
        self.assertContains(self.client.get(LOGIN), '<html lang="ru"')
        self.assertEqual(self.client.get("/").headers["Content-Language"], "en")
