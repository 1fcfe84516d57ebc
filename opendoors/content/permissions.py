"""Roles are declared data: a group is exactly the list of permissions that its role names, and nothing else decides.

Which roles there are is the site's business (`opendoors/roles.py`); migrations call `sync()` after each change.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

Roles = Mapping[str, Iterable[str]]


def sync(roles: Roles, *, groups: Any = None, permissions: Any = None, must_exist: bool = True) -> None:
    """Make the groups and give each exactly its permissions, named `app_label.codename`.

    `groups` and `permissions` are managers (historical ones in a migration). With `must_exist`, an unknown permission
    raises LookupError; a migration that runs before a later app's tables passes False.
    """
    groups = groups or Group.objects
    permissions = permissions or Permission.objects
    for name, wanted in roles.items():
        wanted = set(wanted)
        found = {
            f"{permission.content_type.app_label}.{permission.codename}": permission
            for permission in permissions.filter(_any_of(wanted)).select_related("content_type")
        }
        if must_exist and wanted - found.keys():
            raise LookupError(f"Role {name} names unknown permissions: {sorted(wanted - found.keys())}")
        groups.get_or_create(name=name)[0].permissions.set(found.values())


def _any_of(names: set[str]) -> Q:
    condition = Q(pk__in=[])
    for name in names:
        app_label, _dot, codename = name.partition(".")
        condition |= Q(content_type__app_label=app_label, codename=codename)
    return condition
