import re
import subprocess
from pathlib import Path

import environ
from django.test import SimpleTestCase

from tests.serving.fronting import ROOT
from tests.serving.site import folder_of_its_own

DEPLOY = ROOT / "deploy"
UNITS = sorted(path for path in DEPLOY.iterdir() if path.suffix in {".service", ".target", ".timer"})
# What a production machine does not set.
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
        known = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "opendoors/settings.py").read_text("utf-8")))
        text = (DEPLOY / "environment").read_text("utf-8")
        named = re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE)
        self.assertEqual(sorted(named), sorted(known - ELSEWHERE))
        for paragraph in text.strip().split("\n\n"):
            self.assertRegex(paragraph, r"^# ")

    def test_it_holds_no_secret_and_is_read_as_it_is(self):
        values = {}
        environ.Env.read_env(str(DEPLOY / "environment"), overwrite=False)
        for line in (DEPLOY / "environment").read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                name, _is, value = line.partition("=")
                values[name] = value
        self.assertEqual(values["SECRET_KEY"], "")
        self.assertEqual(values["BEHIND_PROXY"], "on")
