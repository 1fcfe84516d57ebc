import os
import re
import subprocess
import sys
from pathlib import Path

from django.test import SimpleTestCase

from tests.serving.fronting import ROOT
from tests.serving.site import KEY, folder_of_its_own

DEPLOY = ROOT / "deploy"
UNITS = sorted(path for path in DEPLOY.iterdir() if path.suffix in {".service", ".target", ".timer"})
# What a production machine does not set.
OF_BOTO3 = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
ELSEWHERE = {"ENV_FILE", "DEBUG"}


def verified(folder: Path, names: list[str]) -> subprocess.CompletedProcess:
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *(folder / name for name in names)]
    return subprocess.run(command, capture_output=True, text=True, env={"SYSTEMD_UNIT_PATH": f"{folder}:"})


class UnitTests(SimpleTestCase):
    def test_systemd_understands_every_unit(self):
        self.assertGreaterEqual(len(UNITS), 6)
        with folder_of_its_own() as folder:
            for unit in UNITS:
                text = unit.read_text("utf-8").replace("/srv/opendoors/.venv", str(ROOT / ".venv"))
                (folder / unit.name).write_text(text)
            names = [unit.name.replace("@", "@8001") if "@" in unit.name else unit.name for unit in UNITS]
            done = verified(folder, names)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            broken = (folder / UNITS[0].name).read_text("utf-8").replace("ProtectSystem=strict", "ProtectSystem=rather")
            (folder / UNITS[0].name).write_text(broken.replace("ExecStart=/usr", "ExecStart=/nowhere"))
            self.assertNotEqual(verified(folder, [UNITS[0].name]).stderr, "")

    def test_the_server_is_well_closed(self):
        unit = DEPLOY / "opendoors@.service"
        done = subprocess.run(
            ["systemd-analyze", "security", "--offline=yes", "--no-pager", "--threshold=25", unit],
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stdout[-500:])


class EnvironmentTests(SimpleTestCase):
    def test_every_setting_is_named_with_its_meaning_and_none_that_is_not(self):
        code = "".join((ROOT / "opendoors" / name).read_text("utf-8") for name in ("settings.py", "stores.py"))
        known = {*re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', code), *OF_BOTO3}
        text = (DEPLOY / "environment").read_text("utf-8")
        named = re.findall(r"^#?([A-Z0-9_]+)=", text, re.MULTILINE)
        self.assertEqual(sorted(named), sorted(known - ELSEWHERE))
        for paragraph in text.strip().split("\n\n"):
            self.assertRegex(paragraph, r"^# ")

    def test_filled_in_it_makes_a_production_machine(self):
        text = (DEPLOY / "environment").read_text("utf-8")
        self.assertIn("\nSECRET_KEY=\n", text)
        with folder_of_its_own() as folder:
            filled = folder / "environment"
            filled.write_text(text.replace("\nSECRET_KEY=\n", f"\nSECRET_KEY={KEY}\n"))
            checked = self.manage(filled, "check", "--deploy", "--fail-level", "WARNING")
            self.assertIn("no issues", checked)
            told = (
                "from django.conf import settings as s; print(s.SITE_URL, s.DATABASES['default'], s.DEFAULT_FROM_EMAIL)"
            )
            said = self.manage(filled, "shell", "--no-imports", "-c", told)
            for expected in ("https://example.org", "'NAME': 'opendoors'", "Open Doors <no-reply@example.org>"):
                self.assertIn(expected, said)

    def manage(self, settings: Path, *command: str) -> str:
        environment = {"PATH": os.environ["PATH"], "ENV_FILE": str(settings)}
        return subprocess.check_output([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, text=True)
