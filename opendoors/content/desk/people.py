from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _


def told_name(user: AbstractBaseUser | None) -> str:
    """How colleagues call this person; a text may also come from no person, or from one whose account is gone."""
    return (user.get_full_name() or user.get_username()) if user else _("the system")
