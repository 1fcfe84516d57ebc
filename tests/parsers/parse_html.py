"""Every kind of public page before the Nu HTML checker (validator.nu): no error, no warning."""

import json
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import TestCase

from tests import page_kinds

CHECKER = Path(settings.BASE_DIR, "tests/tools/vnu/node_modules/vnu-jar/build/dist/vnu.jar")
EMPTY = ("/", "/ru/", "/news/", "/partners/", "/partners/universities/", "/partners/agreements/", "/partners/data/")
ALONE = ("400.html", "403_csrf.html", "500.html")


class PublicPagesTests(TestCase):
    def check(self, pages: dict[str, bytes]) -> list[str]:
        """What the checker says of pages given by name."""
        with tempfile.TemporaryDirectory() as folder:
            for name, page in pages.items():
                Path(folder, f"{name}.html").write_bytes(page)
            command = ["java", "-jar", str(CHECKER), "--format", "json", "--stdout", "--exit-zero-always", folder]
            told = subprocess.run(command, capture_output=True, check=True).stdout
        return [
            f"{Path(said['url']).name}, line {said.get('lastLine')}: {said['message']} {said.get('extract', '')!r}"
            for said in json.loads(told)["messages"]
        ]

    def read(self, path: str) -> bytes:
        return self.client.get(path).content

    def test_the_demonstration_site(self):
        call_command("demo", picture_width=640, verbosity=0)
        pages = {
            f"{language}-{kind}": self.read(path)
            for language in ("en", "ru")
            for kind, path in page_kinds.paths(language).items()
        }
        self.assertEqual(self.check(pages), [])

    def test_an_empty_site_and_the_pages_that_stand_alone(self):
        pages = {f"empty{path.replace('/', '-')}": self.read(path) for path in EMPTY}
        pages |= {f"alone-{name}": render_to_string(name).encode() for name in ALONE}
        self.assertEqual(self.check(pages), [])

    def test_the_checker_finds_what_is_wrong(self):
        self.assertEqual(len(self.check({"wrong": b"<!doctype html><html lang=en><title>A</title><b><p>B</p></b>"})), 1)
