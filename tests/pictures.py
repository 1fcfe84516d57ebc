"""Pictures for tests, made here; and a storage in memory to keep them in."""

from io import BytesIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image


class FilesInMemory:
    """First base of a test case that stores files: each test begins with an empty storage of its own."""

    def setUp(self):
        storage = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
        self.enterContext(override_settings(STORAGES={**settings.STORAGES, "default": storage, "private": storage}))
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
