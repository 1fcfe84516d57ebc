"""Pictures for tests, made here; and a storage in memory to keep them in."""

from io import BytesIO
from unittest.mock import patch

from django.core.files.storage import InMemoryStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


class FilesInMemory:
    """First base of a test case that stores files: each test begins with an empty storage of its own."""

    def setUp(self):
        # Not by settings: a change of STORAGES makes every storage anew, also those that models hold.
        self.enterContext(patch.object(default_storage, "_wrapped", InMemoryStorage()))
        super().setUp()

    def stored_files(self, folder: str = "images") -> list[str]:
        try:
            return default_storage.listdir(folder)[1]
        except FileNotFoundError:
            return []


def picture_bytes(size=(40, 30), mode="RGB", kind="PNG", colour=None, **options) -> bytes:
    out = BytesIO()
    Image.new(mode, size, colour if colour is not None else 0).save(out, kind, **options)
    return out.getvalue()


def upload(content: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes() if content is None else content)
