"""How a picture is shown: what `<picture>` needs, from the row alone; the storage is never asked."""

from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString

from opendoors.content.models import Image

SIZES = "(min-width: 48rem) 44rem, 100vw"
WIDE_ENOUGH = 1280  # pixels, where nothing is known of the screen
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}  # what `images.py` stores
FORMATS = ("avif", "webp")  # the smaller first: a browser takes the first that it can read


def shown(image: Image, *, sizes: str = SIZES, eager: bool = False, css: str = "", alt: str | None = None) -> dict:
    """The context of `content/picture.html`. `alt` replaces the picture's own text (for instance by "")."""
    own = "" if image.is_decorative else image.alt
    return {
        "sources": [source for source in (_source(image, kind) for kind in FORMATS) if source["srcset"]],
        "sizes": sizes,
        "url": default_storage.url(image.file.name),
        "width": image.width,
        "height": image.height,
        "alt": (own if alt is None else alt) or "",
        "eager": eager,
        "css": " ".join(filter(None, [css, _focus("x", image.focal_x), _focus("y", image.focal_y)])),
    }


def smallest(image: Image, at_least: int = 0) -> str:
    """The address of the smallest WebP that is at least so many pixels wide, else of the widest file there is."""
    candidates = sorted((r["width"], r["name"]) for r in image.renditions if r["format"] == "webp")
    name = next((name for width, name in candidates if width >= at_least), image.file.name)
    return default_storage.url(name)


def largest(image: Image) -> str:
    """The address of the widest WebP, which every browser shows; of the file itself where there is none."""
    candidates = sorted((r["width"], r["name"]) for r in image.renditions if r["format"] == "webp")
    return default_storage.url(candidates[-1][1] if candidates else image.file.name)


def elsewhere(image: Image, alt: str = "") -> dict[str, Any]:
    """Attributes of one `<img>` for feeds: a file that is large enough for a screen; `src` is not absolute yet."""
    widths = sorted(r["width"] for r in image.renditions if r["format"] == "webp") or [image.width]
    width = next((width for width in widths if width >= WIDE_ENOUGH), widths[-1])
    return {
        "src": smallest(image, at_least=width),
        "alt": alt or ("" if image.is_decorative else image.alt) or "",
        "width": width,
        "height": max(1, round(image.height * width / image.width)),
    }


@dataclass(frozen=True)
class Enclosure:
    """A file as feeds announce it; `size` in bytes."""

    url: str
    media_type: str
    size: int


def enclosed(image: Image) -> Enclosure | None:
    """The picture's own file, a format that every program reads; None where its size is not known."""
    name = image.file.name
    media_type = MEDIA_TYPES.get(name.rpartition(".")[2])
    return Enclosure(default_storage.url(name), media_type, image.size) if media_type and image.size else None


def thumbnail(image: Image, width: int = 96, alt: str = "") -> SafeString:
    """For the admin: at most `width` pixels wide. Give `alt` where its name does not stand beside it."""
    shown_width = min(width, image.width)
    return format_html(
        '<img class="thumbnail" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        smallest(image, shown_width),
        shown_width,
        max(1, round(image.height * shown_width / image.width)),
        alt,
    )


def _source(image: Image, kind: str) -> dict[str, Any]:
    renditions = sorted((r["width"], r["name"]) for r in image.renditions if r["format"] == kind)
    return {
        "type": f"image/{kind}",
        "srcset": ", ".join(f"{default_storage.url(name)} {width}w" for width, name in renditions),
    }


def _focus(axis: str, percent: int) -> str:
    """A class in steps of ten (`static/css/picture.css`), because the page's policy forbids inline styles."""
    return f"focal-{axis}-{round(percent / 10) * 10}" if percent != 50 else ""
