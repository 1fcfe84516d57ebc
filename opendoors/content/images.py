"""From an uploaded file to a picture of the library.

What is stored is always our own encoding of the pixels: nothing of the uploaded bytes, its name or its metadata gets
through. Encoding takes seconds, so it and the files come before the row: no transaction waits for them.
"""

import hashlib
import logging
import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError

from opendoors.content.models import Image

MAX_BYTES = 20 * 1024**2
MAX_PIXELS = 50_000_000
MAX_SIDE = 2560  # pixels of the stored original
MAX_PNG_BYTES = 1_500_000  # a PNG beyond this is a photograph: it goes into a format for photographs
WIDTHS = (320, 640, 960, 1280, 1920)
READ = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
MARKS_OF_PAGES = (b"<script", b"<!doctype", b"<html", b"<iframe", b"<?php")
SAVED = {
    "jpg": ("JPEG", {"quality": 88, "progressive": True, "optimize": True}),
    "png": ("PNG", {"compress_level": 7}),
    "webp": ("WEBP", {"quality": 78, "method": 4}),
    "avif": ("AVIF", {"quality": 60, "speed": 8}),
}

logger = logging.getLogger(__name__)


class StorageFailed(ValidationError):
    """The picture is good, but could not be written: a full disk, a store out of reach."""


@dataclass(frozen=True)
class Picture:
    """A verified picture: upright, in sRGB, RGB or RGBA, at most MAX_SIDE, without metadata."""

    pixels: Pillow.Image
    content_hash: str
    is_drawing: bool

    @property
    def has_alpha(self) -> bool:
        return self.pixels.mode == "RGBA"


def read_picture(file: UploadedFile) -> Picture:
    """Decode an uploaded file. Raises ValidationError, in words for the person who chose it."""
    return _decoded(_bytes_of(file))


def store_picture(file: UploadedFile, *, by: AbstractBaseUser | None, **texts: Any) -> Image:
    """Add an uploaded file to the library with its renditions; `texts` are fields of Image (alt_en, credit, ...).

    The same file a second time gives the row that exists, untouched, with `was_known` set. Raises ValidationError; then
    neither a row nor a file is left behind.
    """
    data = _bytes_of(file)
    known = Image.objects.with_hash(_hash_of(data))
    if known:
        return known
    picture = _decoded(data)
    stem = f"images/{uuid.uuid4().hex}"
    extension, original = _original(picture)
    renditions = _renditions(picture, stem)
    files = {f"{stem}.{extension}": original} | {item["name"]: content for item, content in renditions}
    _write(files)
    image = Image(
        file=f"{stem}.{extension}",
        width=picture.pixels.width,
        height=picture.pixels.height,
        size=len(original),
        content_hash=picture.content_hash,
        renditions=[item for item, _content in renditions],
        uploaded_by=by,
        **texts,
    )
    try:
        with transaction.atomic():
            image.save()
    except IntegrityError:
        _remove(files)
        known = Image.objects.with_hash(picture.content_hash)  # somebody was faster with the same picture
        if known:
            return known
        raise
    except BaseException:
        _remove(files)
        raise
    return image


def remove_files(image: Image) -> None:
    """Take a deleted picture's files out of the storage."""
    _remove([image.file.name, *(rendition["name"] for rendition in image.renditions)])


def _bytes_of(file: UploadedFile) -> bytes:
    if not file.size:
        raise ValidationError(_("The file is empty."), code="empty")
    if file.size > MAX_BYTES:
        message = _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024**2}
        raise ValidationError(message, code="too_many_bytes")
    file.seek(0)
    return file.read()


def _hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _decoded(data: bytes) -> Picture:
    source = _opened(data)
    if source.width * source.height > MAX_PIXELS:
        raise _too_many_pixels()
    if _is_something_else_too(data):
        message = _("There is a web page or a program inside this picture. Please save it anew with a picture editor.")
        raise ValidationError(message, code="polyglot")
    is_drawing = source.format in {"PNG", "GIF"}
    try:
        source.draft(None, (MAX_SIDE, MAX_SIDE))  # a JPEG is decoded no larger than needed
        pixels = _in_srgb(ImageOps.exif_transpose(source))
        pixels.thumbnail((MAX_SIDE, MAX_SIDE), Pillow.Resampling.LANCZOS, reducing_gap=2.0)
    except Exception as error:  # whatever a decoder says of a hostile file: to us it is a broken picture
        raise ValidationError(_("The picture is damaged: it cannot be read to its end."), code="damaged") from error
    pixels.info = {}
    return Picture(pixels, _hash_of(data), is_drawing)


def _is_something_else_too(data: bytes) -> bool:
    """Whether a browser or another program would find its own in there. Our encoding loses it; nobody means it well.

    Other bytes behind the picture are common and harmless: telephones keep films and depths there.
    """
    words = data.lower()
    is_archive = b"PK\x05\x06" in data[-65_557:]  # the end of a ZIP and its longest comment (APPNOTE, 4.3.16)
    return is_archive or b"%pdf-" in words[:1024] or any(mark in words for mark in MARKS_OF_PAGES)


def _opened(data: bytes) -> Pillow.Image:
    try:
        return Pillow.open(BytesIO(data), formats=READ)
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        if data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
            message = _("Pictures in Apple's HEIC format cannot be shown by browsers: please save it as JPEG.")
        else:
            message = _("This is not a picture that can be used. Please choose a JPEG, PNG, WebP, AVIF or GIF file.")
        raise ValidationError(message, code="not_a_picture") from error
    except Exception as error:  # a decoder's own complaint about a hostile header
        raise ValidationError(_("The picture is damaged: it cannot be read."), code="damaged") from error


def _too_many_pixels() -> ValidationError:
    message = _("The picture has more than %(limit)d million pixels.") % {"limit": MAX_PIXELS // 1_000_000}
    return ValidationError(message, code="too_many_pixels")


def _in_srgb(image: Pillow.Image) -> Pillow.Image:
    """RGB, or RGBA where something is transparent, in the colours that screens mean."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")  # 16 bits
    has_alpha = image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info
    wanted = "RGBA" if has_alpha else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"L", "RGB", "RGBA", "CMYK"}:
        try:
            image = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=wanted
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            logger.info("A picture's colour profile could not be used.")
    image = image.convert(wanted)
    if has_alpha and image.getextrema()[3][0] == 255:
        image = image.convert("RGB")
    return image


def _original(picture: Picture) -> tuple[str, bytes]:
    """Extension and bytes of the file for browsers without newer formats, and for sharing."""
    if picture.has_alpha or picture.is_drawing:
        content = _encoded(picture.pixels, "png")
        if len(content) <= MAX_PNG_BYTES:
            return "png", content
    extension = "webp" if picture.has_alpha else "jpg"
    return extension, _encoded(picture.pixels, extension)


def _renditions(picture: Picture, stem: str) -> list[tuple[dict[str, Any], bytes]]:
    """Each as it stands in `Image.renditions`, with its bytes. None is wider than the picture."""
    full = picture.pixels
    widths = [width for width in WIDTHS if width < full.width]
    if full.width <= WIDTHS[-1]:
        widths.append(full.width)
    made = []
    for width in widths:
        height = max(1, round(full.height * width / full.width))
        scaled = full.resize((width, height), Pillow.Resampling.LANCZOS, reducing_gap=2.0)
        for kind in ("avif", "webp"):
            name = f"{stem}-{width}.{kind}"
            made.append(({"format": kind, "width": width, "name": name}, _encoded(scaled, kind)))
    return made


def _encoded(pixels: Pillow.Image, extension: str) -> bytes:
    kind, options = SAVED[extension]
    out = BytesIO()
    pixels.save(out, kind, **options)
    return out.getvalue()


def _write(files: dict[str, bytes]) -> None:
    try:
        for name, content in files.items():
            default_storage.save(name, ContentFile(content))
    except Exception as error:  # every storage has errors of its own
        logger.exception("A picture could not be written to the storage.")
        _remove(files)
        raise StorageFailed(_("The picture could not be stored. Please try again later."), code="storage") from error


def _remove(names: Any) -> None:
    for name in names:
        try:
            default_storage.delete(name)
        except Exception:  # the next one may still go
            logger.exception("A file of a picture could not be removed: %s", name)
