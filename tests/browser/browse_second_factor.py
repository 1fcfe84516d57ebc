from django.contrib.auth.models import User
from django.test import override_settings
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase
from tests.test_second_factor import PASSWORD, code_of


@override_settings(SECOND_FACTOR=True)
class SecondFactorTests(BrowserTestCase):
    def test_a_new_member_of_staff_connects_a_phone(self):
        for width in (PHONE, DESKTOP):
            with self.subTest(width=width):
                User.objects.create_superuser(f"anna{width}", password=PASSWORD)
                page = self.open("/admin/auth/user/", width=width)
                page.fill("#id_username", f"anna{width}")
                page.fill("#id_password", PASSWORD)
                page.click("[type=submit][value='Log in']")
                self.assertGreater(page.locator(".qr").bounding_box()["width"], 150)
                self.assertFits(page)
                page.fill("#id_code", code_of(TOTPDevice.objects.get(user__username=f"anna{width}")))
                page.click("[type=submit][value=Continue]")
                page.locator(".recovery-codes li").nth(9).wait_for()
                self.assertFits(page)
                page.click("text=I have kept them")
                page.wait_for_url("**/admin/auth/user/")
