"""What cannot be reached for a while: it heals by itself, and whoever asked is told to come again."""


class StorageAway(OSError):
    """The store of files does not answer, or refuses: nothing is known of the files in it, and nothing is changed."""
