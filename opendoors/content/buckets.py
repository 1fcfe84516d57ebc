"""Files in S3 and in whatever speaks like it. Loaded only where the settings name it (`opendoors/stores.py`), because
its libraries are an extra: requirements-s3.txt.

What goes wrong is told as with files on a disk, by an OSError: FileNotFoundError, or StorageAway for all else. So a
file that is opened is read to its end at once, while that can still be told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

from opendoors.content.stored import StorageAway

MEDIA_TYPES = {  # a machine's own table of them may know less
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "pdf": "application/pdf",
}
ONE_REQUEST = 64 * 1024**2  # bytes up to which a file is sent whole: it is there, or it is not
IN_MEMORY = 5 * 1024**2  # bytes of an opened file; more of them wait in a temporary file


class Bucket(S3Storage):
    """`cache_control` is what the objects say of themselves. No access lists: the bucket's policy decides."""

    cache_control = "no-store"

    def __init__(self, **options: Any):
        ours = {
            # Whoever waits for a store that is away is told soon; checksums that not every store knows are not sent.
            "client_config": Config(
                connect_timeout=3,
                read_timeout=20,
                retries={"total_max_attempts": 2, "mode": "standard"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            "transfer_config": TransferConfig(multipart_threshold=ONE_REQUEST, use_threads=False),
            "file_overwrite": False,  # a name that is taken leads to another one, as on a disk
            "max_memory_size": IN_MEMORY,
        }
        super().__init__(**ours | options)

    @property
    def bucket(self) -> Any:
        """Of this thread: objects of boto3 are not to be shared."""
        return self.connection.Bucket(self.bucket_name)

    def get_object_parameters(self, name: str) -> dict[str, str]:
        kind = MEDIA_TYPES.get(name.rpartition(".")[2].lower())
        return {"CacheControl": self.cache_control} | ({"ContentType": kind} if kind else {})

    def _open(self, name: str, mode: str = "rb") -> File:
        with as_os_errors(name):
            file = super()._open(name, mode)
            if "r" in mode:
                file.open()
            return file

    def _save(self, name: str, content: File) -> str:
        with as_os_errors(name):
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with as_os_errors(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with as_os_errors(name):
            return super().exists(name)

    def size(self, name: str) -> int:
        with as_os_errors(name):
            return super().size(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with as_os_errors(name):
            return super().listdir(name)

    def get_modified_time(self, name: str) -> datetime:
        with as_os_errors(name):
            return super().get_modified_time(name)


class PublicBucket(Bucket):
    """Of what readers see. nginx gives it away at our own host: no page names the bucket."""

    cache_control = "public, max-age=31536000, immutable"

    def url(self, name: str, *_: Any, **__: Any) -> str:
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))


class PrivateBucket(Bucket):
    """Of what the application alone reads, and hands out to whom it may."""

    def url(self, name: str, *_: Any, **__: Any) -> str:
        raise ValueError("A private file has no address.")


@contextmanager
def as_os_errors(name: str) -> Iterator[None]:
    """What botocore says stands in the message; where in botocore it was said helps nobody who reads the log."""
    try:
        yield
    except ClientError as error:
        said = error.response.get("Error", {}).get("Code")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if status == 404 and said != "NoSuchBucket":
            raise FileNotFoundError(name) from None
        raise StorageAway(f"{name}: {error}") from None
    except (BotoCoreError, Boto3Error, RetriesExceededError) as error:
        raise StorageAway(f"{name}: {error}") from None
