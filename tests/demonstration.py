"""States of the database for tests of a live server: made once in a process, and put back from then on."""

import atexit
import sqlite3

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from opendoors import roles

EMPTY = 0
_made: dict[int, sqlite3.Connection] = {}


def empty() -> None:
    """As it is after `migrate`. Whatever a late request still writes is gone, or finds everything that it looks for."""
    _put(EMPTY, roles.sync)


def load(picture_width: int = 640) -> None:
    """The demonstration site. Its pictures stay in the media folder meanwhile."""
    _put(picture_width, lambda: call_command("demo", picture_width=picture_width, verbosity=0))


def _put(key: int, make) -> None:
    connection.ensure_connection()
    if key in _made:
        _made[key].backup(connection.connection)
        ContentType.objects.clear_cache()  # its keys are those of the first time
        return
    make()
    copy = _made[key] = sqlite3.connect(":memory:", check_same_thread=False)
    atexit.register(copy.close)
    connection.connection.backup(copy)
