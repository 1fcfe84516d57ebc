"""Phones and recovery codes of staff. Their secrets are shown once, to their owner, and to nobody afterwards."""

from datetime import datetime
from math import ceil

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from opendoors.content import clock

RECOVERY_CODES = 10
WRONG = _("This code is not right, or it has been used already.")


def has_phone(user: AbstractBaseUser) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def unconfirmed_phone(user: AbstractBaseUser, key: int | None) -> TOTPDevice:
    """The phone being enrolled under `key`, or a new one.

    The caller keeps the key in the session: a secret that somebody else has seen is never offered again.
    """
    known = TOTPDevice.objects.filter(user=user, pk=key, confirmed=False).first()
    return known or TOTPDevice.objects.create(user=user, name="phone", confirmed=False)


def confirm(phone: TOTPDevice) -> list[str]:
    """Make `phone` its user's only one; returns fresh recovery codes."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=phone.user).exclude(pk=phone.pk).delete()
        StaticDevice.objects.filter(user=phone.user).delete()
        phone.confirmed = True
        phone.save(update_fields=["confirmed"])
        recovery = StaticDevice.objects.create(user=phone.user, name="recovery codes")
        codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=recovery, token=code) for code in codes)
    return codes


def reset(user: AbstractBaseUser) -> None:
    """Forget the phone and the recovery codes: the user enrols anew at the next sign-in, and sessions end."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def check(user: AbstractBaseUser, code: str) -> tuple[Device | None, str]:
    """The user's device that `code` belongs to (a phone's code has six digits), or None and a reason to show."""
    kind = TOTPDevice if len(code) == 6 and code.isdigit() else StaticDevice
    return _verify(kind.objects.filter(user=user, confirmed=True), code)


def check_unconfirmed(phone: TOTPDevice, code: str) -> tuple[Device | None, str]:
    return _verify(TOTPDevice.objects.filter(pk=phone.pk), code)


def _verify(devices: QuerySet, code: str) -> tuple[Device | None, str]:
    """Try `code` on the one row of the queryset `devices`, counting failures; after each, one waits twice as long."""
    with transaction.atomic():
        device = devices.select_for_update().first()
        if device is None:
            return None, WRONG
        allowed, why_not = device.verify_is_allowed()
        if not allowed:
            return None, _wait(why_not["locked_until"])
        return (device, "") if device.verify_token(code) else (None, WRONG)


def _wait(until: datetime) -> str:
    seconds = max(1, ceil((until - clock.now()).total_seconds()))
    text = ngettext(
        "Too many wrong codes: try again in %(seconds)d second.",
        "Too many wrong codes: try again in %(seconds)d seconds.",
        seconds,
    )
    return text % {"seconds": seconds}
