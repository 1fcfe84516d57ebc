"""Where uploaded files are kept, as the environment has it: in folders of this machine, or in two buckets of S3."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured


def stores(env: environ.Env, private_root: str | Path) -> dict[str, dict[str, Any]]:
    """For STORAGES: `default` for what is public, `private` for what no web server may give away."""
    public, private = env.str("S3_BUCKET", default=""), env.str("S3_PRIVATE_BUCKET", default="")
    if not public and not private:
        on_disk = "django.core.files.storage.FileSystemStorage"
        return {
            "default": {"BACKEND": on_disk},
            "private": {"BACKEND": on_disk, "OPTIONS": {"location": str(private_root)}},
        }
    if not (public and private) or public == private:
        raise ImproperlyConfigured(
            "Set S3_BUCKET and S3_PRIVATE_BUCKET to two different buckets: everybody may read the first one, "
            "nobody the second (docs/operations.md)."
        )
    if not (find_spec("storages") and find_spec("boto3")):
        raise ImproperlyConfigured(
            "S3_BUCKET needs django-storages and boto3: run .venv/bin/pip install -r requirements-s3.txt"
        )
    # The keys are read by boto3 itself: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or those of the machine.
    place = {
        "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
        "region_name": env.str("S3_REGION", default="") or None,
    }
    return {
        alias: {"BACKEND": f"opendoors.content.buckets.{kind}", "OPTIONS": {"bucket_name": bucket, **place}}
        for alias, kind, bucket in (("default", "PublicBucket", public), ("private", "PrivateBucket", private))
    }
