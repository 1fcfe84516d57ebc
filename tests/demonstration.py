"""The demonstration site for tests of a live server: made once in a process, and put back from then on."""

import atexit
import sqlite3

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

_made: dict[int, sqlite3.Connection] = {}


def load(picture_width: int = 640) -> None:
    """Instead of all that the database holds. Its pictures stay in the media folder meanwhile."""
    connection.ensure_connection()
    if picture_width in _made:
        _made[picture_width].backup(connection.connection)
        ContentType.objects.clear_cache()  # the keys are those of the first time
        return
    call_command("demo", picture_width=picture_width, verbosity=0)
    copy = _made[picture_width] = sqlite3.connect(":memory:", check_same_thread=False)
    atexit.register(copy.close)
    connection.connection.backup(copy)
