import struct
import zlib
from io import BytesIO
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import SimpleTestCase, TestCase
from PIL import Image as Pillow
from PIL import ImageCms

from opendoors.content import images
from opendoors.content.images import read_picture, store_picture
from opendoors.content.models import Image
from tests.pictures import FilesInMemory, picture_bytes, upload

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nearly nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"0")) + chunk(b"IEND", b"")


def with_exif() -> bytes:
    """40 x 20, told to be turned by 90 degrees, taken at some place."""
    exif = Pillow.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (55.0, 45.0, 0.0)}
    exif[0x010E] = "SECRET-DESCRIPTION"
    return picture_bytes((40, 20), kind="JPEG", exif=exif, comment=b"SECRET-COMMENT")


class ReadPictureTests(SimpleTestCase):
    def assertRefused(self, content: bytes, code: str):
        with self.assertRaises(ValidationError) as caught:
            read_picture(upload(content))
        self.assertEqual(caught.exception.code, code)
        self.assertTrue(caught.exception.messages[0].endswith("."))

    def test_what_is_no_picture_is_refused_whatever_its_name(self):
        for content, code in [
            (b"", "empty"),
            (b"<html><script>alert(1)</script></html>", "not_a_picture"),
            (SVG, "not_a_picture"),
            (b"\x00" * 1000, "not_a_picture"),
            (b"%PDF-1.7", "not_a_picture"),
            (b"\x00\x00\x00\x18ftypheic\x00\x00", "not_a_picture"),
            (b"GIF89a<script>", "not_a_picture"),
            (picture_bytes(kind="BMP"), "not_a_picture"),
            (picture_bytes(kind="TIFF"), "not_a_picture"),
        ]:
            with self.subTest(content[:20]):
                self.assertRefused(content, code)

    def test_broken_and_bombs_are_refused(self):
        whole = picture_bytes((300, 300), kind="JPEG")
        for content, code in [
            (whole[: len(whole) // 2], "damaged"),
            (picture_bytes((300, 300), kind="WEBP")[:-40], "damaged"),
            (picture_bytes((300, 300))[:-60], "damaged"),
            (png_header(100, 100), "damaged"),
            (png_header(7072, 7072), "too_many_pixels"),
            (png_header(12_000, 12_000), "too_many_pixels"),
            (png_header(60_000, 60_000), "too_many_pixels"),
        ]:
            with self.subTest(code):
                self.assertRefused(content, code)

    def test_what_is_also_something_else_is_refused(self):
        for kind in ("GIF", "JPEG", "PNG"):
            picture = picture_bytes(kind=kind)
            for rest in (b"<script>alert(1)</script>", b"<!DOCTYPE html>", b"<?php x", b"PK\x05\x06" + b"\0" * 18):
                with self.subTest(kind=kind, rest=rest):
                    self.assertRefused(picture + rest, "polyglot")
        self.assertRefused(picture_bytes(kind="JPEG", comment=b"%PDF-1.4"), "polyglot")
        self.assertTrue(read_picture(upload(picture_bytes(kind="JPEG") + b"ftypmp42" * 500)).pixels)

    def test_file_that_is_too_large_is_refused_before_it_is_read(self):
        with patch.object(images, "MAX_BYTES", 10):
            self.assertRefused(picture_bytes(), "too_many_bytes")

    def test_every_kind_of_pixels_becomes_rgb_or_rgba(self):
        for mode, kind, expected in [
            *[("1", "PNG", "RGB"), ("L", "JPEG", "RGB"), ("P", "GIF", "RGB"), ("CMYK", "JPEG", "RGB")],
            *[("I;16", "PNG", "RGB"), ("LA", "PNG", "RGBA"), ("RGBA", "WEBP", "RGBA"), ("RGB", "AVIF", "RGB")],
        ]:
            with self.subTest(f"{mode} {kind}"):
                self.assertEqual(read_picture(upload(picture_bytes(mode=mode, kind=kind))).pixels.mode, expected)

    def test_sixteen_bits_keep_their_brightness(self):
        picture = read_picture(upload(picture_bytes(mode="I;16", colour=0x8000)))
        self.assertEqual(picture.pixels.getpixel((0, 0)), (128, 128, 128))

    def test_opaque_alpha_is_dropped(self):
        picture = read_picture(upload(picture_bytes(mode="RGBA", colour=(1, 2, 3, 255))))
        self.assertFalse(picture.has_alpha)

    def test_first_frame_stands_for_an_animation(self):
        frames = [Pillow.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
        out = BytesIO()
        frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
        self.assertEqual(read_picture(upload(out.getvalue())).pixels.getpixel((0, 0))[0], 255)

    def test_colours_of_another_profile_are_translated(self):
        swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
        for profile in (swapped, b"broken", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()):
            content = picture_bytes(colour=(200, 10, 10), kind="JPEG", icc_profile=profile)
            picture = read_picture(upload(content))
            self.assertGreater(picture.pixels.getpixel((0, 0))[0], 150)
            self.assertNotIn("icc_profile", picture.pixels.info)

    def test_orientation_is_applied(self):
        self.assertEqual(read_picture(upload(with_exif())).pixels.size, (20, 40))


class StorePictureTests(FilesInMemory, TestCase):
    def content_of(self, name: str) -> bytes:
        with default_storage.open(name) as file:
            return file.read()

    def test_original_and_renditions_are_written(self):
        image = store_picture(upload(picture_bytes((700, 350), kind="JPEG")), by=None, alt_en="A road")
        self.assertEqual((image.width, image.height, image.alt_en), (700, 350, "A road"))
        self.assertEqual(
            [(item["format"], item["width"]) for item in image.renditions],
            [(kind, width) for width in (320, 640, 700) for kind in ("avif", "webp")],
        )
        for item in image.renditions:
            with Pillow.open(BytesIO(self.content_of(item["name"]))) as rendition:
                self.assertEqual((rendition.format.lower(), rendition.width), (item["format"], item["width"]))
        self.assertEqual(len(self.stored_files()), 7)

    def test_names_are_ours(self):
        image = store_picture(upload(picture_bytes(kind="JPEG"), "e.html"), by=None)
        self.assertRegex(image.file.name, r"^images/[0-9a-f]{32}\.jpg$")

    def test_no_metadata_gets_through(self):
        image = store_picture(upload(with_exif()), by=None)
        for name in [image.file.name, *(item["name"] for item in image.renditions)]:
            content = self.content_of(name)
            with Pillow.open(BytesIO(content)) as stored:
                self.assertFalse(stored.getexif())
            self.assertNotIn(b"SECRET", content)
            self.assertNotIn(b"Exif", content)

    def test_its_size_is_known_without_asking_the_storage(self):
        image = store_picture(upload(picture_bytes((700, 350), kind="JPEG")), by=None)
        self.assertEqual(image.size, default_storage.size(image.file.name))

    def test_large_pictures_are_made_smaller(self):
        image = store_picture(upload(picture_bytes((2600, 26), kind="JPEG")), by=None)
        self.assertEqual((image.width, image.height), (2560, 26))
        self.assertEqual(max(item["width"] for item in image.renditions), 1920)

    def test_extreme_shapes(self):
        for size in ((1, 1), (3000, 2), (2, 3000)):
            with self.subTest(size):
                self.assertTrue(store_picture(upload(picture_bytes(size)), by=None).renditions)

    def test_transparency_is_kept(self):
        image = store_picture(upload(picture_bytes(mode="RGBA", colour=(255, 0, 0, 90))), by=None)
        self.assertTrue(image.file.name.endswith(".png"))
        with patch.object(images, "MAX_PNG_BYTES", 10):
            image = store_picture(upload(picture_bytes(mode="RGBA", colour=(255, 0, 0, 80))), by=None)
        self.assertTrue(image.file.name.endswith(".webp"))

    def test_second_upload_is_recognised(self):
        first = store_picture(upload(), by=None, credit="First")
        second = store_picture(upload(name="other.png"), by=None, credit="Second")
        self.assertEqual((second.pk, second.credit, second.was_known), (first.pk, "First", True))
        self.assertFalse(first.was_known)
        self.assertEqual(len(self.stored_files()), 3)

    def test_two_at_once_become_one(self):
        with patch.object(images, "_renditions", self.overtaken):
            late = store_picture(upload(), by=None)
        self.assertTrue(late.was_known)
        self.assertEqual(Image.objects.count(), 1)
        self.assertEqual(len(self.stored_files()), 3)

    def overtaken(self, picture, stem):
        """Somebody stores the same picture while this one is encoded."""
        patch.stopall()
        with patch.object(images, "_renditions", RENDITIONS):
            store_picture(upload(), by=None)
        return RENDITIONS(picture, stem)

    def test_nothing_is_left_of_a_failure(self):
        written = []

        def full_disk(name, content):
            if len(written) == 2:
                raise OSError(28, "No space left on device")
            written.append(name)
            return default_storage._save(name, content)

        with patch.object(default_storage, "save", full_disk), self.assertRaises(images.StorageFailed):
            store_picture(upload(), by=None)
        self.assertEqual((self.stored_files(), Image.objects.count()), ([], 0))

    def test_nothing_is_left_when_the_row_is_refused(self):
        with self.assertRaises(Exception):  # noqa: B017 - each database has its own
            store_picture(upload(), by=None, focal_x=101)
        self.assertEqual(self.stored_files(), [])


RENDITIONS = images._renditions
