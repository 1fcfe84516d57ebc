"""What the storage of public files says of a file, and that it says nothing for a while."""

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage


class StorageAway(OSError):
    """The store of files does not answer, or refuses: nothing is known of the files in it, and nothing is changed."""


def is_stored(name: str) -> bool:
    """Never for a page. While the store is away a file counts as there: nobody's text is to blame for that."""
    try:
        return bool(name) and default_storage.exists(name)
    except StorageAway:
        return True
    except (SuspiciousOperation, ValueError, OSError):
        return False
